"""Boards by words."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from forums.column_search import FoundBoards
from forums.models import Board
from forums.policies import can_open_boards

PAGE_SIZE = 20


@require_safe
def board_find(request: PersonRequest) -> HttpResponse:
    """Those whose name, purpose or retrospective says the words."""
    can_open_boards(request.user).or_refuse()
    words, asked = asked_text(request.GET.get("q", "")), request.GET.get("page", "")
    notes: list[str] = []
    seen = Board.objects.visible_to(request.user)
    hits = FoundBoards(words, seen if words else seen.none(), limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
    page = repaired_page(Paginator(hits, PAGE_SIZE), asked, notes)  # type: ignore[arg-type]  # as much as it needs
    if words:
        notes += hits.result.notes
    return render(request, "forums/board_find.html", {"page": page, "notes": notes, "words": words})
