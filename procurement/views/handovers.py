"""Who leads a project: taken over by a colleague, or handed to one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import MunicipalMembership, User
from accounts.requests import PersonRequest
from dss.faults import form_status
from procurement import actions
from procurement.forms import SeenLeadForm, SuccessorForm, WordsForm
from procurement.models import Project
from procurement.policies import can_hand_over_project
from procurement.views.posting import carried_out
from procurement.views.projects import own_project


@require_POST
def project_take_over(request: PersonRequest, pk: int) -> HttpResponse:
    """Become the lead."""
    project = own_project(request, pk)
    seen = SeenLeadForm(request.POST)
    lead = seen.cleaned_data["lead"] if seen.is_valid() else None
    project = actions.take_over_project(project=project, seen_lead_id=lead, actor=request.user, now=timezone.now())
    messages.success(request, "この案件の担当者になりました。")
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
def project_hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """Make a colleague the lead."""
    project = own_project(request, pk)
    can_hand_over_project(request.user, project).or_refuse()
    colleagues = colleagues_of(project).exclude(pk=project.lead_id or 0)
    sent = request.POST if request.method == "POST" else None
    words = WordsForm(request.GET)
    sought = words.cleaned_data["q"] if words.is_valid() else ""
    form = SuccessorForm(sent, colleagues=colleagues, sought=sought, initial={"lead": project.lead_id})
    handed = carried_out(
        form,
        lambda: actions.hand_over_project(
            project=project,
            successor=form.cleaned_data["successor"],
            seen_lead_id=form.cleaned_data["lead"],
            actor=request.user,
            now=timezone.now(),
        ),
    )
    if handed is not None:
        messages.success(request, f"案件の担当を{form.cleaned_data['successor'].name}さんに引き渡しました。")
        return redirect(project)
    context = {"project": project, "form": form, "sought": sought}
    return render(request, "procurement/project_hand_over.html", context, status=form_status(form))


def colleagues_of(project: Project) -> QuerySet[User]:
    """Live staff of the owning body."""
    live = MunicipalMembership.objects.live(timezone.now()).filter(municipality=project.municipality_id)
    return User.objects.filter(pk__in=live.values("user")).order_by("name", "pk")
