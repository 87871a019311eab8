"""Listings side by side: on a page, as a workbook, as lines of text."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from catalog.comparing import Comparison
from catalog.comparison_files import CSV, XLSX, comparison_csv, comparison_workbook
from catalog.models import Service
from dss.downloads import attachment

NAME = "サービスの比較"


@login_not_required
@require_safe
def service_compare(request: HttpRequest) -> HttpResponse:
    """Up to five listings side by side."""
    return render(request, "catalog/service_compare.html", {"comparison": _comparison(request)})


@login_not_required
@require_GET
def service_compare_workbook(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook; back to the page where nothing is chosen."""
    comparison = _comparison(request)
    if not comparison.services:
        return redirect("catalog:service_compare")
    day = timezone.localdate()
    return attachment(comparison_workbook(comparison, day), f"{NAME} {day}", ending=".xlsx", media_type=XLSX)


@login_not_required
@require_GET
def service_compare_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    comparison = _comparison(request)
    if not comparison.services:
        return redirect("catalog:service_compare")
    day = timezone.localdate()
    return attachment(comparison_csv(comparison, day), f"{NAME} {day}", ending=".csv", media_type=CSV)


def _comparison(request: HttpRequest) -> Comparison:
    visible = Service.objects.visible_to(request.user).filter(current__isnull=False)
    body = request.persona.municipality  # type: ignore[attr-defined]  # the middleware's
    return Comparison(request.GET, visible, today=timezone.localdate(), body=body)
