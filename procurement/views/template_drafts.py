"""書式に書き出す: begin a draft of the library's templates with what a project or a request for quotes knows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from documents.actions import DraftSource, start_draft
from documents.filling.forms import TokenForm
from documents.models import DocumentTemplate, TemplateDraft
from dss.faults import UNPROCESSABLE
from procurement.forms import ChooseTemplateForm
from procurement.models import Project, QuoteRequest
from procurement.policies import can_edit_project
from procurement.prefilling import offers_of, source_of_project, source_of_quote_request


@require_http_methods(["GET", "HEAD", "POST"])
def project_templates(request: PersonRequest, pk: int) -> HttpResponse:
    """From a project."""
    own = Project.objects.visible_to(request.user).select_related("municipality")
    project = get_object_or_404(own, pk=pk)
    can_edit_project(request.user, project).or_refuse()
    return _begin(request, project, source_of_project(project, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_templates(request: PersonRequest, pk: int) -> HttpResponse:
    """From a request for quotes."""
    own = QuoteRequest.objects.visible_to_staff(request.user).select_related("project__municipality")
    quote_request = get_object_or_404(own, pk=pk)
    can_edit_project(request.user, quote_request.project).or_refuse()
    return _begin(request, quote_request.project, source_of_quote_request(quote_request, request.user))


def _begin(request: PersonRequest, project: Project, source: DraftSource) -> HttpResponse:
    """The templates that take something of it; a press on one begins the draft."""
    templates = DocumentTemplate.objects.visible_to(request.user).in_order()
    form = ChooseTemplateForm(request.POST if request.method == "POST" else None, templates=templates)
    if form.is_bound and form.is_valid():
        draft = start_draft(
            template=form.cleaned_data["template"],
            source=source,
            client_token=form.cleaned_data["client_token"],
            actor=request.user,
            now=timezone.now(),
        )
        return redirect("documents:draft_edit", draft.pk)
    begun = TemplateDraft.objects.visible_to(request.user).at_hand().begun_at(source.path)
    context = {
        "project": project,
        "source": source,
        "offers": offers_of(list(templates), source),
        "drafts": begun.with_list_data().latest_first()[:20],
        "form": form,
        "token_form": TokenForm(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "procurement/template_drafts.html", context, status=status)
