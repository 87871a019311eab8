"""After a decision: the contract's period and what was learnt, and the body's lists of both."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from procurement import actions
from procurement.forms import ContractForm, FollowUpRevisionForm, LessonForm
from procurement.models import Outcome, OutcomeContract, OutcomeLesson
from procurement.policies import can_open_projects, can_record_outcome_contract, can_write_outcome_lesson
from procurement.views.projects import status_of

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_contract(request: PersonRequest, pk: int) -> HttpResponse:
    """Write down the contract's period; a lost update is refused with both texts shown."""
    outcome = own_outcome(request, pk)
    can_record_outcome_contract(request.user, outcome).or_refuse()
    contract: OutcomeContract | None = getattr(outcome, "contract", None)
    sent = request.POST if request.method == "POST" else None
    form, shown = ContractForm(sent, contract=contract), _shown(sent, contract)
    meanwhile, conflict = None, ""
    if form.is_bound and form.is_valid() and shown.is_valid():
        revision, now = shown.cleaned_data["revision"], timezone.now()
        try:
            actions.record_outcome_contract(
                outcome=outcome, facts=form.facts(), revision=revision, actor=request.user, now=now
            )
        except actions.LostUpdateError as error:
            meanwhile, conflict = getattr(own_outcome(request, pk), "contract", None), error.message
            shown = _shown(None, meanwhile)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "契約期間を記録しました。満了の前にお知らせします。")
            return redirect(f"{outcome.get_absolute_url()}#contract")
    context = {"outcome": outcome, "form": form, "shown": shown, "meanwhile": meanwhile, "conflict": conflict}
    return render(request, "procurement/outcome_contract.html", context, status=status_of(form, shown, conflict))


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_lesson(request: PersonRequest, pk: int) -> HttpResponse:
    """Write down what was learnt; a lost update is refused with both texts shown."""
    outcome = own_outcome(request, pk)
    can_write_outcome_lesson(request.user, outcome).or_refuse()
    lesson: OutcomeLesson | None = getattr(outcome, "lesson", None)
    sent = request.POST if request.method == "POST" else None
    form, shown = LessonForm(sent, lesson=lesson), _shown(sent, lesson)
    meanwhile, conflict = None, ""
    if form.is_bound and form.is_valid() and shown.is_valid():
        revision, now = shown.cleaned_data["revision"], timezone.now()
        try:
            actions.write_outcome_lesson(
                outcome=outcome, facts=form.facts(), revision=revision, actor=request.user, now=now
            )
        except actions.LostUpdateError as error:
            meanwhile, conflict = getattr(own_outcome(request, pk), "lesson", None), error.message
            shown = _shown(None, meanwhile)
        else:
            messages.success(request, "振り返りを保存しました。同じ自治体の職員が読めます。")
            return redirect(f"{outcome.get_absolute_url()}#lesson")
    context = {"outcome": outcome, "form": form, "shown": shown, "meanwhile": meanwhile, "conflict": conflict}
    return render(request, "procurement/outcome_lesson.html", context, status=status_of(form, shown, conflict))


@require_safe
def contract_list(request: PersonRequest) -> HttpResponse:
    """The contracts of one's own body, what ends first comes first; ended ones on another tab."""
    can_open_projects(request.user).or_refuse()
    today = timezone.localdate()
    own = OutcomeContract.objects.visible_to(request.user).with_list_data()
    ended = request.GET.get("scope") == "ended"
    rows = own.ended(today).by_latest_end() if ended else own.going_on(today).by_end()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {"page": page, "notes": notes, "ended": ended, "today": today}
    return render(request, "procurement/contract_list.html", context)


@require_safe
def lesson_list(request: PersonRequest) -> HttpResponse:
    """What the body learnt, newest first; above it the decisions of which nobody has written yet."""
    can_open_projects(request.user).or_refuse()
    now = timezone.now()
    outcomes = Outcome.objects.visible_to(request.user).awaiting_lesson(now).concerning(request.user, now)
    rows = OutcomeLesson.objects.visible_to(request.user).with_list_data().latest_first()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    awaiting = outcomes.with_list_data().latest_first()[:PAGE_SIZE]
    return render(request, "procurement/lesson_list.html", {"page": page, "notes": notes, "awaiting": awaiting})


def own_outcome(request: PersonRequest, pk: int) -> Outcome:
    """An outcome of one's own body, with what its pages show."""
    return get_object_or_404(Outcome.objects.visible_to(request.user).with_page_data(), pk=pk)


def _shown(sent: QueryDict | None, row: OutcomeContract | OutcomeLesson | None) -> FollowUpRevisionForm:
    return FollowUpRevisionForm(sent, initial={"revision": row.revision if row is not None else 0})
