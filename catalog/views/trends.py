"""Trends: what is listed, and what bodies confirmed to use."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import trends as counting
from catalog.bars import bars_of
from catalog.open_records import licensed

DRAWN = 15


@login_not_required
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    """Every figure as a drawing with its table."""
    found = counting.trends(timezone.now())
    drawn = {
        key: bars_of([(line.label, line.values) for line in found.tables[key].lines[:DRAWN]], found.tables[key].units)
        for key in counting.DRAWN_AS_BARS
    }
    context = {"trends": found, "charts": [(found.tables[key], bars) for key, bars in drawn.items()], "drawn": DRAWN}
    return render(request, "catalog/trends.html", context)


@login_not_required
@require_safe
def trends_csv(request: HttpRequest, key: str) -> HttpResponse:
    """One table as a file."""
    table = counting.trends(timezone.now()).tables.get(key)
    if table is None:
        raise Http404
    response = HttpResponse(counting.csv_text(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trends-{table.key}.csv"'
    return licensed(response)
