"""Services as everyone sees them: the list, a listing, its frozen versions."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.browsing import Browsing
from catalog.freshness import stale_before
from catalog.listing_page import adoptions_for, listing_for, reviews_for
from catalog.models import Service, ServiceVersion
from catalog.news import news_for
from catalog.page_cache import kept_for_visitors
from catalog.plans import plans_of
from catalog.review_cards import summary_card
from catalog.screenshots import shots_of
from catalog.specsheet import detail_sections


@login_not_required
@require_safe
@kept_for_visitors
def service_list(request: HttpRequest) -> HttpResponse:
    """Published services under the address's words, filters and order."""
    own = request.persona.municipality  # type: ignore[attr-defined]  # the middleware's
    keeper = request.user if request.user.is_authenticated else None
    browsing = Browsing(request.GET, Service.objects.published(), own, keeper)
    news = news_for(request.user, timezone.now()) if request.user.is_authenticated and browsing.is_bare else None
    context = {
        "browsing": browsing,
        "page": browsing.page,
        "news": news,
        "stale_before": _stale_before(),
        "list_url": reverse("catalog:service_list"),
    }
    return render(request, "catalog/service_list.html", context, status=200 if browsing.is_valid else 400)


@login_not_required
@require_safe
@kept_for_visitors
def service_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing in its current version."""
    service = listing_for(request.user, pk)
    version, today = service.current, timezone.localdate()
    if version is None:
        raise Http404
    body = request.persona.municipality  # type: ignore[attr-defined]  # the middleware's
    only_near = body is not None and request.GET.get("adoptions") == "near"
    context = {
        "service": service,
        "version": version,
        "sections": partial(detail_sections, version.answers, today),  # asked for where the page does not know them
        "today": today,
        "plans": plans_of(version.plans),
        "shots": shots_of(version.screenshots),
        "adoptions": adoptions_for(request.user, service, body, only_near=only_near),
        "only_near": only_near,
        "summary": summary_card(getattr(service, "review_summary", None)),
        "reviews": reviews_for(request.user, service),
        "brochures": service.offered,  # type: ignore[attr-defined]  # annotated by `with_page_data`
        "stale_before": _stale_before(),
    }
    return render(request, "catalog/service_detail.html", context)


@login_not_required
@require_safe
@kept_for_visitors
def service_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One frozen version, as it was published."""
    versions = ServiceVersion.objects.visible_to(request.user).select_related("service__vendor")
    version = get_object_or_404(versions, service_id=pk, number=number)
    context = {
        "service": version.service,
        "version": version,
        "is_current": version.pk == version.service.current_id,
        "sections": detail_sections(version.answers, timezone.localdate(version.published_at)),
        "plans": plans_of(version.plans),
        "shots": shots_of(version.screenshots),
    }
    return render(request, "catalog/service_version.html", context)


def _stale_before() -> dt.date:
    return stale_before(timezone.localdate())
