"""Services as everyone sees them: the list, a listing, its frozen versions, several side by side."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.browsing import SORTS, Browsing
from catalog.comparing import Comparison
from catalog.freshness import stale_before
from catalog.models import Adoption, Brochure, Service, ServiceVersion
from catalog.specsheet import detail_sections

SHOWN_ADOPTIONS = 100


@login_not_required
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Published services under the address's words, filters and order."""
    browsing = Browsing(request.GET, Service.objects.published())
    context = {"browsing": browsing, "page": browsing.page, "sorts": SORTS, "stale_before": _stale_before()}
    return render(request, "catalog/service_list.html", context, status=200 if browsing.is_valid else 400)


@login_not_required
@require_safe
def service_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One listing in its current version."""
    listed = Service.objects.visible_to(request.user).select_related("vendor", "current")
    service = get_object_or_404(listed, pk=pk)
    version = service.current
    if version is None:
        raise Http404
    adoptions = Adoption.objects.visible_to(request.user).filter(service=service).with_list_data().in_order()
    context = {
        "service": service,
        "version": version,
        "sections": detail_sections(version.answers, timezone.localdate()),
        "adoptions": adoptions[:SHOWN_ADOPTIONS],
        "own_municipality": request.persona.municipality,  # type: ignore[attr-defined]  # the middleware's
        "brochures": Brochure.objects.offered().filter(service=service).in_order(),
        "stale_before": _stale_before(),
    }
    return render(request, "catalog/service_detail.html", context)


@login_not_required
@require_safe
def service_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One frozen version, as it was published."""
    versions = ServiceVersion.objects.visible_to(request.user).select_related("service__vendor")
    version = get_object_or_404(versions, service_id=pk, number=number)
    context = {
        "service": version.service,
        "version": version,
        "is_current": version.pk == version.service.current_id,
        "sections": detail_sections(version.answers, timezone.localdate(version.published_at)),
    }
    return render(request, "catalog/service_version.html", context)


@login_not_required
@require_safe
def service_compare(request: HttpRequest) -> HttpResponse:
    """Up to five listings side by side."""
    listed = Service.objects.visible_to(request.user).filter(current__isnull=False)
    comparison = Comparison(request.GET.getlist("id"), listed.select_related("vendor", "current").order_by(F("pk")))
    return render(request, "catalog/service_compare.html", {"comparison": comparison})


def _stale_before() -> dt.date:
    return stale_before(timezone.localdate())
