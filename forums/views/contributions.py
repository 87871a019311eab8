"""One's own contributions: nobody else ever sees this page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from forums.contributions import KINDS, signs_received, totals_of
from forums.enums import ReactionKind
from forums.policies import can_open_contributions

PAGE_SIZE = 20


@require_safe
def contribution_list(request: PersonRequest) -> HttpResponse:
    """One kind of contribution at a time, and what came back."""
    can_open_contributions(request.user).or_refuse()
    chosen = next((kind for kind in KINDS if kind.key == request.GET.get("of")), KINDS[0])
    totals = totals_of(request.user)
    notes: list[str] = []
    page = repaired_page(Paginator(chosen.mine(request.user), PAGE_SIZE), request.GET.get("page", ""), notes)
    signs = signs_received(request.user)
    context = {
        "chosen": chosen,
        "kinds": [(kind, totals[kind.key]) for kind in KINDS],
        "page": page,
        "rows": chosen.rows(page),
        "notes": notes,
        "signs": [(kind.label, signs[kind.value]) for kind in ReactionKind],
        "thanks": signs["thanks"],
    }
    return render(request, "forums/contribution_list.html", context)
