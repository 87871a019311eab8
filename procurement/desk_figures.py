"""A vendor's own figures by month: all its listings together, or one of them. Others' are never part of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Aggregate, CharField, Count, DateField, F, QuerySet, Sum, Value
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone

from accounts.models import User
from catalog.models import Service, ServiceViews
from procurement.models import Inquiry, QuoteInvitation, QuoteVersion
from procurement.querysets.inquiries import Median

MONTHS = 12
_WON = "quote__versions__won_outcome__decided_at"


@dataclass(slots=True)
class Figures:
    """Views of the pages; leads received, and how many of them were answered; requests, quotes sent, wins."""

    views: int = 0
    leads: int = 0
    answered: int = 0
    requests: int = 0
    quotes: int = 0
    wins: int = 0

    @classmethod
    def sum_of(cls, parts: Iterable[Figures]) -> Figures:
        """All of them together."""
        rows = list(parts)
        return cls(**{field.name: sum(getattr(row, field.name) for row in rows) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class MonthOfDesk:
    """One month; `median` is the working days to the first answer."""

    month: date
    figures: Figures
    median: float | None


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The last twelve months, the newest first, and their sums; `median` is over all of them together."""

    months: list[MonthOfDesk]
    total: Figures
    median: float | None


def figures_of(user: User, now: datetime, service: Service | None = None) -> DeskFigures:
    """Of all listings, or of `service`. Three queries, whatever there is."""
    months = last_months(timezone.localdate(now))
    chosen = None if service is None else [service.pk]
    counts = _counts(user, months[-1], chosen)
    leads = _leads(user, months[-1], chosen)
    by_month = leads.order_by().annotate(month=TruncMonth("created_at")).values("month")
    medians = {
        timezone.localdate(row["month"]): row["median"] for row in by_month.annotate(median=Median("response_days"))
    }
    rows = [
        MonthOfDesk(
            month,
            Figures.sum_of(figures for key, figures in counts.items() if key[1] == month),
            medians.get(month),
        )
        for month in months
    ]
    return DeskFigures(rows, Figures.sum_of(row.figures for row in rows), leads.response_times()[1])


def figures_by_listing(user: User, services: Sequence[Service], now: datetime) -> list[tuple[Service, Figures]]:
    """The last twelve months of each of these listings; one query."""
    counts = _counts(user, last_months(timezone.localdate(now))[-1], [service.pk for service in services])
    return [
        (service, Figures.sum_of(figures for key, figures in counts.items() if key[0] == service.pk))
        for service in services
    ]


def figures_by_listing_and_month(user: User, now: datetime) -> Iterator[tuple[Service, date, Figures]]:
    """Every listing of the vendor with each of the last twelve months, the newest first; two queries."""
    months = last_months(timezone.localdate(now))
    counts = _counts(user, months[-1], None)
    for service in Service.objects.editable_by(user).order_by("pk"):
        for month in months:
            yield service, month, counts.get((service.pk, month), Figures())


def last_months(today: date) -> list[date]:
    """The first days of this month and of the eleven before it, the newest first."""
    first = today.replace(day=1)
    count = first.year * 12 + first.month - 1
    return [date((count - ago) // 12, (count - ago) % 12 + 1, 1) for ago in range(MONTHS)]


def _leads(user: User, since: date, services: list[int] | None) -> Any:
    leads = Inquiry.objects.visible_to_vendor(user).filter(created_at__gte=_start(since))
    return leads if services is None else leads.filter(service__in=services)


def _counts(user: User, since: date, services: list[int] | None) -> dict[tuple[int, date], Figures]:
    """By listing and month what the vendor of `user` received and did since the first day given; one query."""
    start = _start(since)
    leads = _leads(user, since, services)
    invitations = QuoteInvitation.objects.visible_to_vendor(user)
    views = ServiceViews.objects.of_own_listings(user).filter(day__gte=since)
    if services is not None:
        invitations, views = invitations.filter(service__in=services), views.filter(service__in=services)
    quotes = QuoteVersion.objects.filter(quote__invitation__in=invitations, number=1, submitted_at__gte=start)
    parts = [
        _part("views", views, "day", Sum("views")),
        _part("leads", leads, "created_at", Count("pk")),
        _part("answered", leads, "created_at", Count("first_answered_at")),
        _part("requests", invitations.filter(invited_at__gte=start), "invited_at", Count("pk")),
        _part("quotes", quotes, "submitted_at", Count("pk"), listing="quote__invitation__service_id"),
        _part("wins", invitations.filter(**{f"{_WON}__gte": start}), _WON, Count("pk", distinct=True)),
    ]
    counts: dict[tuple[int, date], Figures] = defaultdict(Figures)
    for row in parts[0].union(*parts[1:], all=True):
        setattr(counts[row["listing"], row["month"]], row["figure"], row["total"])
    return counts


def _part(
    figure: str, rows: QuerySet[Any], moment: str, total: Aggregate, *, listing: str = "service_id"
) -> QuerySet[Any]:
    named = rows.order_by().annotate(
        figure=Value(figure, output_field=CharField()),
        listing=F(listing),
        month=Cast(TruncMonth(moment), DateField()),
    )
    part: QuerySet[Any] = named.values("figure", "listing", "month").annotate(total=total)
    return part


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
