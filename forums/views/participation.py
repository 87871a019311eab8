"""How many bodies take part, on a map for everybody; which ones, for staff."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.tiles import tiles_of
from catalog.browsing import repaired_page
from forums.forms import ParticipationForm
from forums.models import Board
from forums.participation import by_prefecture, participating
from forums.policies import can_see_participants

PAGE_SIZE = 100


@login_not_required
@require_safe
def members_map(request: HttpRequest) -> HttpResponse:
    """The map; for staff also by board, with the names of the bodies."""
    notes: list[str] = []
    context: dict[str, Any] = {"notes": notes}
    bodies = participating(timezone.now())
    if can_see_participants(request.user):
        boards = Board.objects.visible_to(request.user).in_use().filter(is_default=False).order_by("name")
        form = ParticipationForm(request.GET, boards=boards)
        if not form.is_valid():
            notes.append("課や都道府県の指定が正しくないため、すべてを表示しています。")
        chosen = form.cleaned_data if form.is_valid() else {"board": None, "prefecture": ""}
        bodies = participating(timezone.now(), chosen["board"])
        named = bodies.filter(prefecture_code=chosen["prefecture"]) if chosen["prefecture"] else bodies
        rows = Paginator(named.order_by("prefecture_code", "kana", "pk"), PAGE_SIZE)
        page = repaired_page(rows, request.GET.get("page", ""), notes)
        context |= {"form": form, "board": chosen["board"], "page": page}
    tiles = tiles_of(by_prefecture(bodies))
    total = sum(tile.value for tile in tiles)
    return render(request, "forums/members_map.html", context | {"tiles": tiles, "total": total})
