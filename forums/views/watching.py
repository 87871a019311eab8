"""What a person hears of boards and topics, and where they change it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest, own_address
from catalog.browsing import repaired_page
from forums import actions
from forums.enums import WatchLevel, WatchScope
from forums.forms import BoardWatchForm, WatchForm
from forums.models import Board, BoardWatch, TopicWatch
from forums.policies import can_open_boards, can_open_topics

PAGE_SIZE = 30


@require_safe
def board_watches(request: PersonRequest) -> HttpResponse:
    """The boards for which the person said something, each with its form."""
    can_open_boards(request.user).or_refuse()
    notes: list[str] = []
    watches = BoardWatch.objects.visible_to(request.user).select_related("board").order_by("board__position", "board")
    page = repaired_page(Paginator(watches, PAGE_SIZE), request.GET.get("page", ""), notes)
    forms = {row.pk: BoardWatchForm.for_row(row.scope, row.level, f"board-{row.pk}") for row in page}
    context = {"page": page, "rows": [(row, forms[row.pk]) for row in page], "notes": notes}
    return render(request, "forums/board_watches.html", context)


@require_safe
def topic_watches(request: PersonRequest) -> HttpResponse:
    """The topics for which the person said something, those with the newest posts first."""
    can_open_topics(request.user).or_refuse()
    notes: list[str] = []
    watches = TopicWatch.objects.visible_to(request.user).select_related("topic")
    newest = watches.order_by("-topic__last_activity_at", "-topic")
    page = repaired_page(Paginator(newest, PAGE_SIZE), request.GET.get("page", ""), notes)
    rows = [(row, WatchForm(initial={"level": row.level}, auto_id=f"topic-{row.pk}-%s")) for row in page]
    return render(request, "forums/topic_watches.html", {"page": page, "rows": rows, "notes": notes})


@require_POST
def board_watch(request: PersonRequest, slug: str) -> HttpResponse:
    """What to hear of this board, and how."""
    board = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    form = BoardWatchForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    scope, level = WatchScope(form.cleaned_data["scope"]), WatchLevel(form.cleaned_data["level"])
    actions.watch_board(board=board, scope=scope, level=level, actor=request.user, now=timezone.now())
    told = f"「{level.label}」" if level == WatchLevel.OFF else f"「{scope.label}」「{level.label}」"
    messages.success(request, f"課「{board.name}」の通知を{told}にしました。")
    return redirect(own_address(request) or board.get_absolute_url())
