"""Home and the pages that belong to no single app."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.facts import front, todays_small_ids
from catalog.freshness import stale_before
from catalog.models import Collection, Service
from dss import navigation

SHOWN_NEW = 6
SHOWN_SMALL = 3
SHOWN_COLLECTIONS = 3


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    now = timezone.now()
    figures = front(now)
    visible = Service.objects.published().visible_to(request.user).with_list_data()
    context = {
        "front": figures,
        "newest": visible.by_news()[:SHOWN_NEW],
        "small": visible.by_news().filter(pk__in=todays_small_ids(figures, now, SHOWN_SMALL)),
        "collections": Collection.objects.current(timezone.localdate(now)).newest_first()[:SHOWN_COLLECTIONS],
        "waiting": navigation.waiting_for(request),
        "stale_before": stale_before(timezone.localdate(now)),
    }
    return render(request, "home.html", context)
