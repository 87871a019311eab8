"""A vendor's own figures by month. Others' are never part of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import User
from procurement.models import Inquiry, QuoteInvitation, QuoteVersion
from procurement.querysets.inquiries import Median

MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthOfDesk:
    """One month: leads received, how many of them were answered in how many working days; requests, quotes, wins."""

    month: date
    leads: int
    answered: int
    median: float | None
    requests: int
    quotes: int
    wins: int


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The last twelve months, the newest first, and their sums; `median` is over all of them together."""

    months: list[MonthOfDesk]
    leads: int
    answered: int
    median: float | None
    requests: int
    quotes: int
    wins: int


def figures_of(user: User, now: datetime) -> DeskFigures:
    """Five queries, whatever there is."""
    months = _last_months(timezone.localdate(now))
    since = timezone.make_aware(datetime.combine(months[-1], datetime.min.time()))
    leads = Inquiry.objects.visible_to_vendor(user).filter(created_at__gte=since)
    invitations = QuoteInvitation.objects.visible_to_vendor(user)
    requests = invitations.filter(invited_at__gte=since)
    versions = QuoteVersion.objects.filter(quote__invitation__in=invitations, number=1, submitted_at__gte=since)
    wins = invitations.filter(quote__versions__won_outcome__decided_at__gte=since)
    threads = {
        timezone.localdate(row["month"]): row
        for row in _by_month(leads, "created_at").annotate(
            total=Count("pk"), answered=Count("first_answered_at"), median=Median("response_days")
        )
    }
    asked, sent, won = (
        _counts(rows, field)
        for rows, field in (
            (requests, "invited_at"),
            (versions, "submitted_at"),
            (wins, "quote__versions__won_outcome__decided_at"),
        )
    )
    rows = [
        MonthOfDesk(
            month,
            threads.get(month, {}).get("total", 0),
            threads.get(month, {}).get("answered", 0),
            threads.get(month, {}).get("median"),
            asked.get(month, 0),
            sent.get(month, 0),
            won.get(month, 0),
        )
        for month in months
    ]
    return DeskFigures(
        rows,
        sum(row.leads for row in rows),
        sum(row.answered for row in rows),
        leads.response_times()[1],
        sum(row.requests for row in rows),
        sum(row.quotes for row in rows),
        sum(row.wins for row in rows),
    )


def _last_months(today: date) -> list[date]:
    first = today.replace(day=1)
    count = first.year * 12 + first.month - 1
    return [date((count - ago) // 12, (count - ago) % 12 + 1, 1) for ago in range(MONTHS)]


def _by_month(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    by_month: QuerySet[Any] = rows.order_by().annotate(month=TruncMonth(field)).values("month")
    return by_month


def _counts(rows: QuerySet[Any], field: str) -> dict[date, int]:
    return _keyed(_by_month(rows, field).annotate(total=Count("pk", distinct=True)))


def _keyed(rows: Iterable[dict[str, Any]]) -> dict[date, int]:
    return {timezone.localdate(row["month"]): row["total"] for row in rows}
