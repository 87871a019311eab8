"""Quotes side by side: on a page, as a workbook, as lines of text."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from accounts.requests import PersonRequest
from dss.downloads import attachment
from procurement.compared import TERMS, comparison_of, term_of
from procurement.cost_chart import cost_chart
from procurement.models import MOST_MONTHS, Outcome, QuoteRequest
from procurement.spreadsheets import CSV, XLSX, comparison_csv, comparison_workbook


@require_safe
def quote_request_comparison(request: PersonRequest, pk: int) -> HttpResponse:
    """The quotes of one request, line by line, over the months asked for."""
    quote_request = sent_request(request, pk)
    notes: list[str] = []
    months = term_of(request.GET.get("months"), quote_request, notes)
    comparison = comparison_of(quote_request, months)
    context = {
        "quote_request": quote_request,
        "comparison": comparison,
        "chart": cost_chart(comparison),
        "others": QuoteRequest.objects.sent().filter(project=quote_request.project_id).exclude(pk=pk).latest_first(),
        "months": months,
        "terms": sorted({*TERMS, quote_request.months}),
        "most_months": MOST_MONTHS,
        "notes": notes,
        "outcome": outcome_of(quote_request),
        "is_accepting": quote_request.is_accepting_quotes(timezone.now()),
    }
    return render(request, "procurement/quote_request_comparison.html", context)


@require_GET
def quote_request_workbook(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The same as a workbook, for the files of the decision."""
    quote_request = sent_request(request, pk)
    months = term_of(request.GET.get("months"), quote_request, [])
    file = comparison_workbook(quote_request, comparison_of(quote_request, months))
    return attachment(file, f"見積の比較 {quote_request.title}", ending=".xlsx", media_type=XLSX)


@require_GET
def quote_request_csv(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The same as CSV."""
    quote_request = sent_request(request, pk)
    months = term_of(request.GET.get("months"), quote_request, [])
    file = comparison_csv(quote_request, comparison_of(quote_request, months))
    return attachment(file, f"見積の比較 {quote_request.title}", ending=".csv", media_type=CSV)


def sent_request(request: PersonRequest, pk: int) -> QuoteRequest:
    """A request that went out; 404 for everybody but the asking body's staff, and for drafts."""
    sent = QuoteRequest.objects.visible_to_staff(request.user).sent()
    loaded = sent.with_outcome().select_related("project__municipality", "project__category", "project__lead")
    return get_object_or_404(loaded, pk=pk)


def outcome_of(quote_request: QuoteRequest) -> Outcome | None:
    """What a request from `sent_request` had come to when it was loaded, with the winner's name."""
    outcome: Outcome | None = getattr(quote_request, "outcome", None)
    return outcome
