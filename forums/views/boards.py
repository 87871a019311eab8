"""Boards, and the lists of topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Service
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from dss.keyset import KeysetPage, count_up_to, keyset_page
from forums import actions
from forums.activity import Activity, activity_of_boards
from forums.enums import WatchLevel
from forums.filters import ORDERS, TopicFilter
from forums.forms import BoardWatchForm, ServiceForm
from forums.models import Board, Topic
from forums.policies import can_open_boards, can_open_topics
from forums.querysets import BoardState, TopicQuerySet
from forums.reading import topic_rows
from forums.searching import FoundTopics, found_rows
from forums.standing import standing_of

PAGE_SIZE = 20
FOUNDED_A_PAGE = 30
MOST_ARCHIVED = 100
SHOWN_ON_LISTING = 5
MOST_COUNTED = 1_000


@require_safe
def board_list(request: PersonRequest) -> HttpResponse:
    """Every board with what goes on there; people without a live membership read what the boards are."""
    decision = can_open_boards(request.user)
    if not decision:
        return render(request, "forums/closed.html", {"reason": decision.reason}, status=403)
    now = timezone.now()
    every = Board.objects.visible_to(request.user)
    seen = every.with_last_activity().with_unread_of(request.user, now)
    founded = seen.filter(is_default=False).in_use().with_members(now).by_life()
    notes: list[str] = []
    page = repaired_page(Paginator(founded, FOUNDED_A_PAGE), request.GET.get("page", ""), notes)
    archived = every.filter(archived_at__isnull=False).order_by("-archived_at", "-pk")
    activity = activity_of_boards(now)
    context: dict[str, Any] = {
        "boards": _cards(seen.filter(is_default=True).in_use().in_order(), activity),
        "page": page,
        "founded": _cards(page.object_list, activity),
        "notes": notes,
        "archived": [(board, activity.get(board.pk, Activity())) for board in archived[:MOST_ARCHIVED]],
        "today": timezone.localdate(now),
    }
    shown = [*context["boards"], *context["founded"]]
    if shown and not shown[0][2].has_begun:
        actions.begin_reading(actor=request.user, now=now)
    return render(request, "forums/board_list.html", context)


def _cards(boards: Iterable[Board], activity: Mapping[int, Activity]) -> list[tuple[Board, Activity, BoardState]]:
    return [(board, activity.get(board.pk, Activity()), BoardState.of(board)) for board in boards]


@require_safe
def board_detail(request: PersonRequest, slug: str) -> HttpResponse:
    """One board with its topics."""
    board = get_object_or_404(Board.objects.visible_to(request.user).with_watch_of(request.user), slug=slug)
    topics = Topic.objects.visible_to(request.user).present().filter(board=board)
    standing = {} if board.is_default else standing_of(board, request.user, timezone.now())
    watch_form = BoardWatchForm.for_row(board.watch_scope, board.watch_level or WatchLevel.OFF, "watch")  # type: ignore[attr-defined]  # annotated
    context = {"board": board, "watch_form": watch_form} | standing
    return render(request, "forums/board_detail.html", context | _listed_with_pinned(request, topics))


def _listed_with_pinned(request: PersonRequest, topics: TopicQuerySet) -> dict[str, object]:
    """As long as nothing is asked for, the pinned ones stand before the first page and nowhere else."""
    if any(request.GET.get(name) for name in ("q", *TopicFilter.base_filters)):
        return _listed(request, topics)
    marked = topics.pinned().with_list_data().with_unread_of(request.user, timezone.now())
    pinned = topic_rows(marked.order_by("pin_place"))
    listed = _listed(request, topics.filter(pin_place__isnull=True))
    is_first = not cast("KeysetPage", listed["places"]).newer
    total = cast("int", listed["total"]) + len(pinned)
    return listed | {"pinned": pinned if is_first else [], "total": total}


@require_safe
def topic_list(request: PersonRequest) -> HttpResponse:
    """Over all boards: everything for staff, what was opened to them for advisors."""
    can_open_topics(request.user).or_refuse()
    context = _listed(request, Topic.objects.visible_to(request.user).present())
    return render(request, "forums/topic_list.html", context | {"service": named_service(request)})


@require_safe
def service_topics(request: PersonRequest, pk: int) -> HttpResponse:
    """A fragment for a listing's page: what staff say about it."""
    can_open_boards(request.user).or_refuse()
    service = get_object_or_404(Service.objects.published().visible_to(request.user), pk=pk)
    topics = Topic.objects.visible_to(request.user).present().about_service(service.pk).with_list_data()
    marked = topics.with_unread_of(request.user, timezone.now())
    rows = topic_rows(marked.latest_first()[:SHOWN_ON_LISTING])
    return render(request, "forums/service_topics.html", {"service": service, "rows": rows})


def named_service(request: PersonRequest) -> Service | None:
    """The listing in the address, if there is one the reader can see."""
    form = ServiceForm(request.GET)
    if not form.is_valid():
        return None
    return Service.objects.published().visible_to(request.user).filter(pk=form.cleaned_data["service"]).first()


def _listed(request: PersonRequest, topics: TopicQuerySet) -> dict[str, object]:
    now = timezone.now()
    found = TopicFilter(request.GET, queryset=topics, request=request)
    fitting = found.qs if found.is_valid() else topics.none()
    words = asked_text(request.GET.get("q", ""))
    listed = _hits(request, words, fitting, now) if words else _in_order(request, found, fitting, now)
    rows = listed["rows"]
    if rows and not rows[0].unread.has_begun:
        actions.begin_reading(actor=request.user, now=now)
    return {"filter": found, "words": words} | listed


def _in_order(request: PersonRequest, found: TopicFilter, topics: TopicQuerySet, now: datetime) -> dict[str, Any]:
    """By the place in the order: a board with fifty thousand topics is turned like one with fifty."""
    notes: list[str] = []
    order = found.order if found.is_valid() else ORDERS["active"]
    shown = topics.with_list_data().with_unread_of(request.user, now)
    page = keyset_page(shown, order, request.GET, size=PAGE_SIZE, notes=notes)
    total = len(page.rows) if page.is_whole else count_up_to(topics, MOST_COUNTED)
    return {"places": page, "rows": topic_rows(page.rows), "total": total, "most": MOST_COUNTED, "notes": notes}


def _hits(request: PersonRequest, words: str, topics: TopicQuerySet, now: datetime) -> dict[str, Any]:
    notes: list[str] = []
    asked = request.GET.get("page", "")
    hits = FoundTopics(words, topics, request.user, now, limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
    page = repaired_page(Paginator(hits, PAGE_SIZE), asked, notes)  # type: ignore[arg-type]  # as much as it needs
    notes += hits.result.notes
    return {"page": page, "rows": found_rows(page), "total": page.paginator.count, "notes": notes}
