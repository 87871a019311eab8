"""Ways into the catalogue besides searching: categories, vendors, collections."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Vendor
from catalog.browsing import PAGE_SIZE, repaired_page
from catalog.counting import REMEMBERED_SECONDS
from catalog.enums import ServiceStatus
from catalog.freshness import stale_before
from catalog.models import Category, Collection, Generation, Service
from catalog.page_cache import kept_for_visitors


@login_not_required
@require_safe
@kept_for_visitors
def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One category and its listings."""
    category = get_object_or_404(Category, slug=slug)
    services = Service.objects.published().filter(facets__contains=[category.facet])
    paginator = Paginator(services.by_recommendation().with_list_data(), PAGE_SIZE)
    paginator.count = _number_in(category, services)
    notes: list[str] = []
    page = repaired_page(paginator, request.GET.get("page", ""), notes)
    siblings = Category.objects.filter(axis=category.axis, group=category.group).in_order()
    context = {"category": category, "page": page, "notes": notes, "siblings": siblings}
    return render(request, "catalog/category_detail.html", context | _marks())


def _number_in(category: Category, services: QuerySet[Service]) -> int:
    """How many listings the category has, counted once while nothing in the catalogue changes: that reads them all."""
    place = f"catalog.category.{Generation.objects.present()}.{category.facet}"
    return caches["process"].get_or_set(place, services.count, REMEMBERED_SECONDS)  # type: ignore[return-value]


def _number_of(services: QuerySet[Service]) -> Subquery:
    """How many of them are the vendor's: counted for those on the page alone, not for all to find the page."""
    own = services.filter(vendor=OuterRef("pk")).order_by().values("vendor")
    return Subquery(own.annotate(number=Count("pk")).values("number"))


@login_not_required
@require_safe
@kept_for_visitors
def vendor_list(request: HttpRequest) -> HttpResponse:
    """Vendors with at least one published listing, in the order of the kana."""
    published = Service.objects.filter(status=ServiceStatus.PUBLISHED)
    vendors = Vendor.objects.filter(Exists(published.filter(vendor=OuterRef("pk"))), is_suspended=False)
    counted = vendors.annotate(listings=_number_of(published)).order_by("kana", "pk")
    notes: list[str] = []
    page = repaired_page(Paginator(counted, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "catalog/vendor_list.html", {"page": page, "notes": notes})


@login_not_required
@require_safe
@kept_for_visitors
def vendor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One vendor: facts and listings."""
    vendor = get_object_or_404(Vendor.objects.select_related("response"), pk=pk, is_suspended=False)
    services = Service.objects.published().filter(vendor=vendor).by_recommendation().with_list_data()
    notes: list[str] = []
    page = repaired_page(Paginator(services, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "catalog/vendor_detail.html", {"vendor": vendor, "page": page, "notes": notes} | _marks())


@login_not_required
@require_safe
@kept_for_visitors
def collection_list(request: HttpRequest) -> HttpResponse:
    """The collections shown at present."""
    collections = Collection.objects.visible_to(request.user).newest_first()
    notes: list[str] = []
    page = repaired_page(Paginator(collections, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "catalog/collection_list.html", {"page": page, "notes": notes})


@login_not_required
@require_safe
@kept_for_visitors
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One collection with its introduction and listings."""
    collection = get_object_or_404(Collection.objects.visible_to(request.user), slug=slug)
    services = Service.objects.published().in_collection(collection).with_list_data()
    return render(
        request, "catalog/collection_detail.html", {"collection": collection, "services": services} | _marks()
    )


def _marks() -> dict[str, object]:
    return {"stale_before": stale_before(timezone.localdate())}
