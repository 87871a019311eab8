"""Help while typing a search."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Service
from catalog.search.suggestions import suggest_services


@login_not_required
@require_safe
def service_suggest(request: HttpRequest) -> HttpResponse:
    """Options for the search box's list: listings one of whose words begins with what was typed; maybe none."""
    services = suggest_services(request.GET.get("q", ""), Service.objects.published())
    return render(request, "catalog/service_suggest.html", {"services": services})
