"""Candidates of a project: put in from a listing, judged, refreshed, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from dss.access import DomainError
from dss.faults import form_status
from procurement import actions
from procurement.enums import Verdict
from procurement.forms import ChooseProjectForm, ShownRevisionForm, VerdictForm
from procurement.models import Candidate, Project
from procurement.policies import can_judge_candidate, can_open_projects
from procurement.views.posting import carried_out
from procurement.views.projects import services_asked, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_create(request: PersonRequest) -> HttpResponse:
    """Choose the project that the listings named in the address go into."""
    can_open_projects(request.user).or_refuse()
    services = services_asked(request)
    if not services:
        raise Http404
    ongoing = Project.objects.visible_to(request.user).ongoing().latest_first()
    form = ChooseProjectForm(request.POST if request.method == "POST" else None, projects=ongoing)
    added = carried_out(
        form,
        lambda: actions.add_candidates(
            project=form.cleaned_data["project"], services=services, actor=request.user, now=timezone.now()
        ),
    )
    if added is not None:
        messages.success(request, f"候補を{len(added)}件加えました。" if added else "すでに候補に入っています。")
        return redirect(f"{form.cleaned_data['project'].get_absolute_url()}#candidates")
    context = {"form": form, "services": services}
    return render(request, "procurement/candidate_create.html", context, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_judge(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what the body thinks of a candidate; a lost update is refused with both verdicts shown."""
    candidate = own_candidate(request, pk)
    can_judge_candidate(request.user, candidate).or_refuse()
    sent = request.POST if request.method == "POST" else None
    form, conflict = VerdictForm(sent, candidate=candidate), ""
    shown = ShownRevisionForm(sent, initial={"revision": candidate.revision})
    if form.is_bound and form.is_valid() and shown.is_valid():
        try:
            actions.judge_candidate(
                candidate=candidate,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                revision=shown.cleaned_data["revision"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            conflict, candidate = error.message, own_candidate(request, pk)
            shown = ShownRevisionForm(initial={"revision": candidate.revision})
        else:
            messages.success(request, "候補の評価を保存しました。")
            return redirect(candidate)
    context = {"candidate": candidate, "project": candidate.project, "form": form, "shown": shown, "conflict": conflict}
    return render(request, "procurement/candidate_judge.html", context, status=status_of(form, shown, conflict))


@require_POST
def candidate_refresh(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the listing as it is published now."""
    candidate = actions.refresh_candidate(candidate=own_candidate(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "候補を最新の掲載内容に更新しました。")
    return redirect(candidate)


@require_POST
def candidate_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it out."""
    candidate = own_candidate(request, pk)
    actions.remove_candidate(candidate=candidate, actor=request.user, now=timezone.now())
    messages.success(request, "候補から外しました。")
    return redirect(f"{candidate.project.get_absolute_url()}#candidates")


def own_candidate(request: PersonRequest, pk: int) -> Candidate:
    """The candidate with its project; 404 for everybody but the owning body's staff."""
    return get_object_or_404(Candidate.objects.visible_to(request.user).with_page_data(), pk=pk)
