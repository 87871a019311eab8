"""The decision on paper, built when asked for. It holds amounts and reasons: the body's own staff alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from dss.downloads import attachment
from procurement import actions
from procurement.compared import comparison_of
from procurement.decision_paper import DOCX, Decision, decision_document, paper_content
from procurement.models import Outcome, Project, QuoteRequest
from procurement.policies import can_edit_project
from procurement.project_record import project_record_of
from procurement.views.projects import own_project


@require_safe
def project_record(request: PersonRequest, pk: int) -> HttpResponse:
    """The whole project on one page, to be printed for the files."""
    record = project_record_of(own_project(request, pk))
    return render(request, "procurement/project_record.html", {"record": record, "made_at": timezone.now()})


@require_POST
def outcome_paper(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The recorded decision as a Word file."""
    outcome = get_object_or_404(Outcome.objects.visible_to(request.user).with_page_data(), pk=pk)
    can_edit_project(request.user, outcome.project).or_refuse()
    return paper_response(request, outcome.project, Decision.of(outcome), outcome.quote_request)


def paper_response(
    request: PersonRequest, project: Project, decision: Decision, quote_request: QuoteRequest | None
) -> HttpResponseBase:
    """Build the paper, note who made it, and hand it out."""
    now = timezone.now()
    content = paper_content(
        project,
        decision,
        request=quote_request,
        comparison=comparison_of(quote_request) if quote_request is not None else None,
        today=timezone.localdate(now),
    )
    file = decision_document(content)
    actions.record_decision_paper(project=project, subject=content.title, actor=request.user, now=now)
    return attachment(file, f"{content.title} {project.title}", ending=".docx", media_type=DOCX)
