"""Talk sessions: the list, one session, a place in it, the way in, the report."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from forums import actions
from forums.calendars import MEDIA_TYPE, calendar_of
from forums.forms import ApprovalForm
from forums.models import Event, EventRegistration
from forums.querysets import EventQuerySet
from forums.searching import FoundEvents

PAGE_SIZE = 20
MOST_TO_COME = 50
BAD_REQUEST = 400


@login_not_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What is to come, and a page of what was; or what fits the words."""
    words, asked = asked_text(request.GET.get("q", "")), request.GET.get("page", "")
    events = Event.objects.visible_to(request.user)
    if words:
        return _found(request, words, asked, events)
    now = timezone.now()
    events = events.with_seats().prefetch_related("speakers")
    notes: list[str] = []
    page = repaired_page(Paginator(events.over(now).order_by("-starts_at", "-pk"), PAGE_SIZE), asked, notes)
    coming = events.to_come(now).order_by("starts_at", "pk")[:MOST_TO_COME] if page.number == 1 else []
    return render(request, "forums/event_list.html", {"coming": coming, "page": page, "notes": notes})


def _found(request: HttpRequest, words: str, asked: str, events: EventQuerySet) -> HttpResponse:
    notes: list[str] = []
    hits = FoundEvents(words, events, limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
    page = repaired_page(Paginator(hits, PAGE_SIZE), asked, notes)  # type: ignore[arg-type]  # as much as it needs
    context = {"words": words, "page": page, "notes": notes + list(hits.result.notes)}
    return render(request, "forums/event_list.html", context)


@login_not_required
@require_safe
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: for everybody, with the reader's own place if they have one."""
    event = get_object_or_404(Event.objects.visible_to(request.user).with_seats(), pk=pk)
    now = timezone.now()
    context = {
        "event": event,
        "speakers": event.speakers.order_by("position", "pk"),
        "place": EventRegistration.objects.visible_to(request.user).standing().filter(event=event).first(),
        "is_open": event.takes_registrations_at(now),
        "is_over": event.is_over_at(now),
        "admits": event.admits_at(now),
        "free": max(event.capacity - event.confirmed_count, 0),  # type: ignore[attr-defined]  # annotated
    }
    return render(request, "forums/event_detail.html", context)


@login_not_required
@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The session as a file for calendars."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    response = HttpResponse(calendar_of(event), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="event-{event.pk}.ics"'
    return response


@require_POST
def event_register(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a place, or one on the waiting list."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    place = actions.register_event(event=event, actor=request.user, now=timezone.now())
    if place.is_waiting:
        messages.success(request, "満席のため、キャンセル待ちで受け付けました。席が空いたらお知らせします。")
    else:
        messages.success(request, "参加が確定しました。参加用のアドレスは、当日にこのページに表示します。")
    return redirect(event)


@require_POST
def event_leave(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the place up."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    actions.leave_event(event=event, actor=request.user, now=timezone.now())
    messages.success(request, "申込みを取り消しました。")
    return redirect(event)


@never_cache
@require_safe
def event_join(request: PersonRequest, pk: int) -> HttpResponse:
    """The way in: on the day, for who has a place and may still come, and for the speakers. 404 for everybody else."""
    event = get_object_or_404(Event.objects.joinable_by(request.user, timezone.now()), pk=pk)
    return render(request, "forums/event_join.html", {"event": event})


@login_not_required
@require_safe
def event_report(request: HttpRequest, pk: int) -> HttpResponse:
    """How it went; before everybody reads it, its speakers do."""
    event = get_object_or_404(Event.objects.with_report_for(request.user).prefetch_related("speakers"), pk=pk)
    mine = next((each for each in event.speakers.all() if request.user.pk and each.user_id == request.user.pk), None)
    context = {
        "event": event,
        "own": mine,
        "has_approved": mine is not None and mine.approved_revision == event.report_revision,
        "form": ApprovalForm(initial={"revision": event.report_revision}),
    }
    return render(request, "forums/event_report.html", context)


@require_POST
def report_approve(request: PersonRequest, pk: int) -> HttpResponse:
    """A speaker agrees with the report as it was shown to them."""
    event = get_object_or_404(Event.objects.with_report_for(request.user), pk=pk)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", status=BAD_REQUEST)
    actions.approve_report(event=event, revision=form.cleaned_data["revision"], actor=request.user, now=timezone.now())
    messages.success(request, "開催報告を確認しました。ありがとうございます。")
    return redirect("forums:event_report", pk=event.pk)
