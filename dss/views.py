"""Home and the pages that belong to no single app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from accounts.signup_steps import next_step
from catalog.facts import front, front_listings
from catalog.freshness import stale_before
from catalog.models import Collection
from dss import navigation
from dss.returned_texts import returned_texts
from dss.searching import search_everything
from dss.waiting_rooms import waiting_for
from forums.drafting import keep_unsent

if TYPE_CHECKING:
    from datetime import datetime

SHOWN_COLLECTIONS = 3


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: refuse, and give back what was written. A text for the boards, whose form carries a
    key of ours, is kept as a draft of whom the form was made for."""
    context = {"unsent": keep_unsent(request, timezone.now()), "texts": returned_texts(request)}
    return render(request, "403_csrf.html", context, status=403)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything the person may see, by words."""
    found = search_everything(request.GET.get("q", ""), request.user)
    context = {"found": found, "stale_before": stale_before(timezone.localdate())}
    return render(request, "search.html", context)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page, for who is signed in with what waits for them."""
    now = timezone.now()
    figures = front(now)
    newest, small = front_listings(figures, request.user, now)
    context = {
        "front": figures,
        "newest": newest,
        "small": small,
        "collections": Collection.objects.current(timezone.localdate(now)).newest_first()[:SHOWN_COLLECTIONS],
        "stale_before": stale_before(timezone.localdate(now)),
    }
    if request.user.is_authenticated:
        context |= _own_work(cast("PersonRequest", request), now)
    return render(request, "home.html", context)


def _own_work(request: PersonRequest, now: datetime) -> dict[str, Any]:
    return {
        "greeting": navigation.greeting_for(request),
        "waiting": waiting_for(request.user, request.persona, now),
        "step": next_step(request.user, request.persona),
    }
