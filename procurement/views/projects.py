"""Projects of one's own body: the list, one project, its text, its states."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.enums import ServiceStatus
from catalog.models import Service
from dss.faults import UNPROCESSABLE, form_status
from procurement import actions
from procurement.enums import Verdict
from procurement.forms import MOST_AT_ONCE, NoteForm, ProjectForm, ServicesForm, ShownRevisionForm
from procurement.models import Candidate, Project, ProjectStep
from procurement.policies import can_create_project, can_edit_project, can_open_projects
from procurement.project_listing import ProjectListing
from procurement.sharing import to_share
from procurement.views.posting import carried_out

STEPS_SHOWN = 15
INQUIRIES_SHOWN = 30
STEPS_A_PAGE = 50
CONFLICT = 409


@require_safe
def project_list(request: PersonRequest) -> HttpResponse:
    """The body's projects under the address's words, filters and order."""
    can_open_projects(request.user).or_refuse()
    listing = ProjectListing(request.GET, request.user)
    return render(request, "procurement/project_list.html", {"listing": listing, "page": listing.page})


@require_http_methods(["GET", "HEAD", "POST"])
def project_create(request: PersonRequest) -> HttpResponse:
    """Open a project, from nothing or with the listings the address names as first candidates."""
    can_create_project(request.user).or_refuse()
    services = services_asked(request)
    form = ProjectForm(request.POST if request.method == "POST" else None)
    project = carried_out(
        form,
        lambda: actions.create_project(
            facts=form.facts(),
            services=services,
            client_token=form.cleaned_data["client_token"],
            actor=request.user,
            now=timezone.now(),
        ),
    )
    if project is not None:
        messages.success(request, "案件を作成しました。同じ自治体の職員も見て、続けられます。")
        return redirect(project)
    context = {"form": form, "services": services}
    return render(request, "procurement/project_create.html", context, status=form_status(form))


@require_safe
def project_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything about one project."""
    return show_project(request, own_project(request, pk), NoteForm())


@require_safe
def project_history(request: PersonRequest, pk: int) -> HttpResponse:
    """Every step and every note; `only=notes` leaves the notes."""
    project = own_project(request, pk)
    only_notes = request.GET.get("only") == "notes"
    steps = ProjectStep.objects.visible_to(request.user).filter(project=project).latest_first()
    notes: list[str] = []
    listed = Paginator(steps.notes() if only_notes else steps, STEPS_A_PAGE)
    page = repaired_page(listed, request.GET.get("page", ""), notes)
    outcomes = project.outcomes.with_page_data().latest_first()
    context = {
        "project": project,
        "page": page,
        "steps": page,
        "only_notes": only_notes,
        "notes": notes,
        "outcomes": outcomes,
    }
    return render(request, "procurement/project_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the text; a lost update is refused with both texts shown."""
    project = own_project(request, pk)
    can_edit_project(request.user, project).or_refuse()
    sent = request.POST if request.method == "POST" else None
    form, shown = ProjectForm(sent, project=project), ShownRevisionForm(sent, initial={"revision": project.revision})
    meanwhile, conflict = None, ""
    if form.is_bound and form.is_valid() and shown.is_valid():
        revision = shown.cleaned_data["revision"]
        try:
            actions.edit_project(
                project=project, facts=form.facts(), revision=revision, actor=request.user, now=timezone.now()
            )
        except actions.LostUpdateError as error:
            meanwhile, conflict = own_project(request, pk), error.message
            shown = ShownRevisionForm(initial={"revision": meanwhile.revision})
        else:
            messages.success(request, "案件の内容を保存しました。")
            return redirect(project)
    context = {"project": project, "form": form, "shown": shown, "meanwhile": meanwhile, "conflict": conflict}
    return render(request, "procurement/project_edit.html", context, status=status_of(form, shown, conflict))


@require_POST
def project_note(request: PersonRequest, pk: int) -> HttpResponse:
    """Leave a note for colleagues."""
    project = own_project(request, pk)
    form = NoteForm(request.POST)
    note = carried_out(
        form,
        lambda: actions.write_project_note(
            project=project, actor=request.user, now=timezone.now(), **form.cleaned_data
        ),
    )
    if note is not None:
        messages.success(request, "メモを残しました。")
        return redirect(f"{project.get_absolute_url()}#history")
    return show_project(request, own_project(request, pk), form)


@require_POST
def project_archive(request: PersonRequest, pk: int) -> HttpResponse:
    """Put it away."""
    project = actions.archive_project(project=own_project(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "案件を保管しました。内容はいつでも読めます。")
    return redirect(project)


@require_POST
def project_restore(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it out again."""
    project = actions.restore_project(project=own_project(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "案件を保管から戻しました。")
    return redirect(project)


@require_POST
def project_reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Go on after a decision."""
    project = actions.reopen_project(project=own_project(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "検討を再開しました。これまでの結果は記録に残ります。")
    return redirect(project)


def own_project(request: PersonRequest, pk: int) -> Project:
    """The project with what its page shows; 404 for everybody but the owning body's staff."""
    return get_object_or_404(Project.objects.visible_to(request.user).with_page_data(), pk=pk)


def show_project(request: PersonRequest, project: Project, form: NoteForm) -> HttpResponse:
    """The project's page, with the note that could not be kept if there is one."""
    steps = list(project.steps.latest_first()[: STEPS_SHOWN + 1])
    candidates = list(project.candidates.in_order())
    documents = list(project.documents.with_readability(request.user).in_order())
    context = {
        "project": project,
        "candidates": candidates,
        "compare_url": _comparison_of(candidates),
        "quote_requests": project.quote_requests.with_list_data(timezone.now()).with_outcome().latest_first(),
        "inquiries": project.inquiries.with_list_data().latest_first()[:INQUIRIES_SHOWN],
        "own_part": _own_part(project, request.user),
        "documents": documents,
        "to_share": to_share(project, documents),
        "steps": steps[:STEPS_SHOWN],
        "has_more_steps": len(steps) > STEPS_SHOWN,
        "form": form,
    }
    return render(request, "procurement/project_detail.html", context, status=form_status(form))


def _own_part(project: Project, person: User) -> dict[str, Any] | None:
    """The reader's own row among the project's people (`with_page_data`)."""
    people: list[dict[str, Any]] = project.people  # type: ignore[attr-defined]  # annotated
    return next((each for each in people if each["user"] == person.pk), None)


def _comparison_of(candidates: list[Candidate]) -> str:
    """The catalogue's comparison of those still in question; empty when there is nothing to compare."""
    listed = [
        each.service_id
        for each in candidates
        if each.verdict != Verdict.REJECTED and each.service.status == ServiceStatus.PUBLISHED
    ][:MOST_AT_ONCE]
    return f"{reverse('catalog:service_compare')}?{urlencode({'id': listed}, doseq=True)}" if len(listed) > 1 else ""


def status_of(form: Form, shown: ShownRevisionForm, conflict: str) -> int:
    """409 when somebody else was quicker, 422 for bad input."""
    if conflict:
        return CONFLICT
    return UNPROCESSABLE if form.errors or shown.errors else 200


def services_asked(request: PersonRequest) -> list[Service]:
    """The published listings the address names; one that is not there makes the page not found."""
    asked = ServicesForm(request.GET)
    if not asked.is_valid():
        raise Http404
    ids = asked.cleaned_data["id"]
    listed = Service.objects.visible_to(request.user).published().filter(pk__in=ids)
    services = list(listed.select_related("vendor", "current").order_by("pk"))
    if len(services) != len(ids):
        raise Http404
    return services
