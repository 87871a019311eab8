"""A vendor's own figures beside what is usual in its fields of work. Another vendor's figure is never shown.

Three things keep one from being worked out: the reader's own figures are no part of the comparison, which needs five
other vendors; what is told of their median is a wide step, not the number, which would be one vendor's own; and only
whole months past count, so that nobody can watch the median before and after a single event. Two vendors who put their
pages together learn two steps, mostly the same one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, F, QuerySet, Sum, Value
from django.utils import timezone

from accounts.models import Vendor
from catalog.category_data import categories_of_axis
from catalog.enums import CategoryAxis
from catalog.models import Service, ServiceViews
from catalog.specsheet import facet_token
from procurement.desk_figures import MONTHS, last_months
from procurement.models import Inquiry, QuoteInvitation, QuoteVersion

FEWEST = 5
LISTED_FOR = timedelta(days=90)
"""Vendors who came later have no year to compare, and nobody can fill a field with new names to single one out."""
REMEMBERED_SECONDS = 3600
STEPS = (0, 1, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
_WON = "quote__versions__won_outcome__decided_at"


@dataclass(frozen=True, slots=True)
class Year:
    """Of one vendor in one field: what it received and did in the twelve months before this one. `can_compare`: it has
    been listed in the field for long enough."""

    views: int = 0
    leads: int = 0
    quotes: int = 0
    wins: int = 0
    can_compare: bool = False


LABELS = {"views": "閲覧", "leads": "問い合わせ", "quotes": "見積の提出", "wins": "選定"}
UNITS = {"views": "回", "leads": "件", "quotes": "件", "wins": "件"}


@dataclass(frozen=True, slots=True)
class Row:
    """`usual` is the step in which the others' median lies."""

    label: str
    own: str
    usual: str


@dataclass(frozen=True, slots=True)
class Field:
    """One 対象業務 of the vendor; without `rows` too few others are listed in it."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    first_month: date
    last_month: date
    fields: list[Field]

    @property
    def shown(self) -> list[Field]:
        return [field for field in self.fields if field.rows]

    @property
    def hidden(self) -> list[Field]:
        return [field for field in self.fields if not field.rows]


def benchmark_of(vendor: Vendor, now: datetime) -> Benchmark:
    """Every field in which the vendor is listed; at most two queries that grow with the field, remembered."""
    until = timezone.localdate(now).replace(day=1)
    since = last_months(until - timedelta(days=1))[MONTHS - 1]
    owned = Service.objects.published().filter(vendor=vendor).values_list("facets", flat=True)
    tokens = {token for facets in owned for token in facets}
    entries = [
        (entry.name, token)
        for entry in categories_of_axis(CategoryAxis.WORK)
        if (token := facet_token(CategoryAxis.WORK, entry.code)) in tokens
    ]
    years = _years([token for _, token in entries], since, until)
    fields = [Field(name, _rows(years[token], vendor.pk)) for name, token in entries]
    return Benchmark(since, until - timedelta(days=1), fields)


def _rows(years: Mapping[int, Year], own: int) -> tuple[Row, ...]:
    others = [year for vendor, year in years.items() if vendor != own and year.can_compare]
    if len(others) < FEWEST:
        return ()
    mine = years.get(own, Year())
    return tuple(
        Row(label, f"{getattr(mine, name):,}{UNITS[name]}", step_of([getattr(year, name) for year in others], name))
        for name, label in LABELS.items()
    )


def step_of(values: Sequence[int], name: str) -> str:
    """The step of the median, in words: 5〜9件."""
    middle, unit = median_low(values), UNITS[name]
    if middle >= STEPS[-1]:
        return f"{STEPS[-1]:,}{unit}以上"
    place = max(index for index, step in enumerate(STEPS) if step <= middle)
    low, high = STEPS[place], STEPS[place + 1] - 1
    return f"{low:,}{unit}" if low == high else f"{low:,}〜{high:,}{unit}"


def _years(tokens: Sequence[str], since: date, until: date) -> dict[str, dict[int, Year]]:
    """By field and vendor."""
    keys = {token: f"procurement.benchmark.{since:%Y%m}.{token}" for token in tokens}
    known: dict[str, Any] = cache.get_many(keys.values())
    asked = [token for token in tokens if keys[token] not in known]
    if asked:
        counted = _count(asked, since, until)
        fresh = {keys[token]: {vendor: astuple(year) for vendor, year in counted[token].items()} for token in asked}
        cache.set_many(fresh, REMEMBERED_SECONDS)
        known |= fresh
    return {token: {vendor: Year(*year) for vendor, year in known[keys[token]].items()} for token in tokens}


def _count(tokens: Sequence[str], since: date, until: date) -> dict[str, dict[int, Year]]:
    listed_before = _moment(until) - LISTED_FOR
    listings = Service.objects.published().filter(facets__overlap=list(tokens))
    figures = _by_listing(listings, since, until)
    sums: dict[str, dict[int, dict[str, Any]]] = {token: {} for token in tokens}
    columns = ("pk", "vendor_id", "facets", "first_published_at")
    for pk, vendor, facets, began_at in listings.order_by().values_list(*columns):
        for token in set(facets) & set(tokens):
            total = sums[token].setdefault(vendor, defaultdict(int))
            total["can_compare"] |= began_at is not None and began_at < listed_before
            for name, number in figures[pk].items():
                total[name] += number
    return {token: {vendor: Year(**total) for vendor, total in by.items()} for token, by in sums.items()}


def _by_listing(listings: QuerySet[Service], since: date, until: date) -> dict[int, dict[str, int]]:
    """Numbers alone, of all vendors: nothing else of a thread or a quote is read here. One query."""
    start, end = _moment(since), _moment(until)
    chosen = listings.order_by().values("pk")
    invitations = QuoteInvitation.objects.filter(service__in=chosen)
    quotes = QuoteVersion.objects.filter(quote__invitation__service__in=chosen, number=1)
    parts = [
        _part("views", ServiceViews.objects.filter(service__in=chosen, day__gte=since, day__lt=until), Sum("views")),
        _part("leads", Inquiry.objects.filter(service__in=chosen, created_at__gte=start, created_at__lt=end)),
        _part(
            "quotes",
            quotes.filter(submitted_at__gte=start, submitted_at__lt=end),
            place="quote__invitation__service_id",
        ),
        _part("wins", invitations.filter(**{f"{_WON}__gte": start, f"{_WON}__lt": end})),
    ]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in parts[0].union(*parts[1:], all=True):
        found[row["listing"]][row["figure"]] = row["total"]
    return found


def _part(figure: str, rows: QuerySet[Any], total: Any = None, *, place: str = "service_id") -> QuerySet[Any]:
    named = rows.order_by().annotate(figure=Value(figure, output_field=CharField()), listing=F(place))
    part: QuerySet[Any] = named.values("figure", "listing").annotate(total=total or Count("pk", distinct=True))
    return part


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
