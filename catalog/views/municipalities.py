"""Municipalities and what each of them uses."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from catalog.browsing import repaired_page
from catalog.filters import MunicipalityFilter
from catalog.models import Adoption, Review
from catalog.municipality_page import around, counted_uses, uses_of
from catalog.page_cache import kept_for_visitors
from catalog.review_cards import cards_for

PAGE_SIZE = 50
SHOWN_REVIEWS = 20


@login_not_required
@require_safe
@kept_for_visitors
def municipality_list(request: HttpRequest) -> HttpResponse:
    """Every municipality there is, with the number of services it confirmed."""
    living = Municipality.objects.filter(ended_on__isnull=True)
    found = MunicipalityFilter(request.GET, queryset=living)
    rows = found.qs if found.is_valid() else living.none()
    notes: list[str] = []
    in_order = rows.annotate(uses=counted_uses()).order_by("prefecture_code", "kana", "code")
    page = repaired_page(Paginator(in_order, PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {"filter_form": found.form, "page": page, "notes": notes}
    status = 200 if found.is_valid() else 400
    return render(request, "catalog/municipality_list.html", context, status=status)


@login_not_required
@require_safe
@kept_for_visitors
def municipality_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What this body uses, as far as the reader may know."""
    municipality = get_object_or_404(Municipality.objects.select_related("successor"), code=code)
    adoptions = Adoption.objects.standing().visible_to(request.user).filter(municipality=municipality).on_the_shelf()
    reviews = Review.objects.visible_to(request.user).published().naming_their_body().filter(municipality=municipality)
    notes: list[str] = []
    is_own = request.persona.municipality == municipality  # type: ignore[attr-defined]  # the middleware's
    context = {
        "municipality": municipality,
        "uses": uses_of(adoptions, is_own=is_own, asked=request.GET.get("page", "") or "1", notes=notes),
        "notes": notes,
        "around": around(municipality),
        "reviews": cards_for(reviews.with_card_data(request.user).newest_first()[:SHOWN_REVIEWS], request.user),
        "is_own": is_own,
    }
    return render(request, "catalog/municipality_detail.html", context)
