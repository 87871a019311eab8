"""All adoption records of one listing."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.adoption_browsing import AdoptionBrowsing
from catalog.adoption_rows import rows_of, shown_values
from catalog.models import Adoption, Service
from catalog.querysets import AdoptionQuerySet


@login_not_required
@require_safe
def adoption_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who uses it: filtered by kind, size, prefecture and network, bodies like the reader's first."""
    services = Service.objects.visible_to(request.user).select_related("vendor")
    service = get_object_or_404(services, pk=pk, current__isnull=False)
    records = Adoption.objects.standing().visible_to(request.user).filter(service=service)
    own = request.persona.municipality  # type: ignore[attr-defined]  # the middleware's
    browsing = AdoptionBrowsing(request.GET, records, own)
    recorded = cast(AdoptionQuerySet, browsing.page.object_list)
    rows = rows_of(shown_values(recorded), service, request.user)
    context = {"service": service, "browsing": browsing, "page": browsing.page, "rows": rows}
    return render(request, "catalog/adoption_list.html", context, status=200 if browsing.is_valid else 400)
