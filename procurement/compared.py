"""The comparison of one request, with its rows loaded: three queries whatever the number of quotes."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from procurement.comparison import QuoteComparison, compare_quotes
from procurement.models import MOST_MONTHS, QuoteInvitation, QuoteLine, QuoteRequest, QuoteRequestItem

TERMS = (12, 36, 60, 84, 120)
"""Months that are offered; any other number may be typed."""
LONGEST_NUMBER = 4


def comparison_of(request: QuoteRequest, months: int | None = None) -> QuoteComparison:
    """Over the request's own months, or these."""
    invitations = list(request.invitations.select_related("vendor", "version", "quote__current").order_by("pk"))
    lines = QuoteLine.objects.filter(version__current_of__invitation__request=request).select_related("item")
    items = list(request.items.current())
    return compare_quotes(request, items, invitations, lines, timezone.localdate(), months)


def comparisons_of(requests: Sequence[QuoteRequest]) -> dict[int, QuoteComparison]:
    """The same of several requests, each over its own months, by key: three queries for all of them."""
    by_request: dict[int, tuple[list[QuoteRequestItem], list[QuoteInvitation], list[QuoteLine]]] = {
        request.pk: ([], [], []) for request in requests
    }
    for item in QuoteRequestItem.objects.filter(request__in=by_request).current():
        by_request[item.request_id][0].append(item)
    invitations = QuoteInvitation.objects.filter(request__in=by_request)
    for invitation in invitations.select_related("vendor", "version", "quote__current").order_by("pk"):
        by_request[invitation.request_id][1].append(invitation)
    lines = QuoteLine.objects.filter(version__current_of__invitation__request__in=by_request)
    for line in lines.select_related("item"):
        by_request[line.item.request_id][2].append(line)
    today = timezone.localdate()
    return {request.pk: compare_quotes(request, *by_request[request.pk], today) for request in requests}


def term_of(asked: str | None, request: QuoteRequest, notes: list[str]) -> int:
    """The months an address asks for; those of the request, and a note, where they cannot be used."""
    text = (asked or "").strip()
    if not text:
        return request.months
    if text.isdecimal() and len(text) <= LONGEST_NUMBER and 1 <= int(text) <= MOST_MONTHS:
        return int(text)
    notes.append(
        f"期間は1〜{MOST_MONTHS}か月の数字で指定してください。依頼した契約期間の{request.months}か月で比べています。"
    )
    return request.months
