"""A vendor's own figures: all listings together, listing by listing, and as a table to keep."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Vendor
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Service
from dss.downloads import attachment
from procurement.desk_benchmark import benchmark_of
from procurement.desk_exports import figures_csv
from procurement.desk_figures import figures_by_listing, figures_by_listing_and_month, figures_of
from procurement.policies import can_open_desk

PAGE_SIZE = 20


@require_safe
def desk_statistics(request: PersonRequest) -> HttpResponse:
    """The last twelve months in numbers."""
    can_open_desk(request.user).or_refuse()
    return render(request, "procurement/desk_statistics.html", {"figures": figures_of(request.user, timezone.now())})


@require_safe
def desk_statistics_listings(request: PersonRequest) -> HttpResponse:
    """The same year, listing by listing."""
    can_open_desk(request.user).or_refuse()
    notes: list[str] = []
    own = Service.objects.editable_by(request.user).order_by("-created_at", "-pk")
    page = repaired_page(Paginator(own, PAGE_SIZE), request.GET.get("page", ""), notes)
    rows = figures_by_listing(request.user, list(page), timezone.now())
    context = {"page": page, "rows": rows, "notes": notes}
    return render(request, "procurement/desk_statistics_listings.html", context)


@require_safe
def desk_statistics_listing(request: PersonRequest, pk: int) -> HttpResponse:
    """One listing, month by month."""
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=pk)
    context = {"figures": figures_of(request.user, timezone.now(), service), "service": service}
    return render(request, "procurement/desk_statistics.html", context)


@require_safe
def desk_benchmark(request: PersonRequest) -> HttpResponse:
    """The own year beside what is usual in the same fields of work."""
    can_open_desk(request.user).or_refuse()
    vendor = cast("Vendor", request.persona.vendor)  # the policy refused everybody without one
    context = {"benchmark": benchmark_of(vendor, timezone.now())}
    return render(request, "procurement/desk_benchmark.html", context)


@require_safe
def desk_statistics_csv(request: PersonRequest) -> HttpResponseBase:
    """Every listing and month."""
    can_open_desk(request.user).or_refuse()
    file = figures_csv(figures_by_listing_and_month(request.user, timezone.now()))
    return attachment(file, "掲載サービスの数字", ending=".csv", media_type="text/csv; charset=utf-8")
