"""Where the catalogue is going: public listings and adoptions confirmed by the bodies themselves, counted.

Only what everyone may see anyway is counted: never 検討, never what is disputed or merely claimed. One body that uses a
listing in several departments counts once. The figures are remembered while nothing changes, ten minutes at most: what
is disputed or taken off the shelf counts no longer at once.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db.models import CharField, Count, DateField, F, Func, Min, Value
from django.db.models.functions import TruncQuarter
from django.utils import timezone

from accounts.enums import MunicipalityKind
from accounts.prefectures import PREFECTURES
from accounts.tiles import Tile, tiles_of
from catalog.category_data import categories_of_axis
from catalog.enums import CategoryAxis
from catalog.models import Adoption, Generation, Service
from catalog.querysets import AdoptionQuerySet
from catalog.specsheet import facet_token
from dss.csv_text import BYTE_ORDER_MARK, csv_cell

CACHE_KEY = "catalog.trends"
CACHE_SECONDS = 600
WORK = facet_token(CategoryAxis.WORK, "")
QUARTERS = 12
DRAWN_AS_BARS = ("categories", "quarters", "kinds")
UNKNOWN_START = "開始月の記載なし"
EARLIER = "それより前"
LATER = "これから"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, in the order of its heads."""

    label: str
    values: tuple[int, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under their heads; the first head is that of the labels."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    units: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """Everything the page shows."""

    services: int
    adoptions: int
    bodies: int
    tables: Mapping[str, Table]
    by_prefecture: Mapping[str, int]
    counted_at: dt.datetime

    @property
    def tiles(self) -> list[Tile]:
        return tiles_of(self.by_prefecture)


def trends(now: dt.datetime) -> Trends:
    """The figures of the present generation of the catalogue, asked for before anything is counted."""
    place = f"{CACHE_KEY}.{Generation.objects.present()}"
    known: Trends | None = cache.get(place)
    if known is None:
        known = count_trends(now)
        cache.set(place, known, CACHE_SECONDS)
    return known


def count_trends(now: dt.datetime) -> Trends:
    """The figures, counted anew, in three queries."""
    quarters = _last_quarters(timezone.localdate(now))
    listed = _services_by_quarter()
    uses = _uses()
    bodies = {use.body: use for use in uses}
    tables = (
        _by_category(*_by_token(uses)),
        _by_quarter(quarters, listed, Counter(use.quarter for use in uses)),
        _by_kind(Counter(body.kind for body in bodies.values()), Counter(use.kind for use in uses)),
        _by_prefecture(Counter(body.prefecture for body in bodies.values()), Counter(use.prefecture for use in uses)),
    )
    return Trends(
        services=listed.total(),
        adoptions=len(uses),
        bodies=len(bodies),
        tables={table.key: table for table in tables},
        by_prefecture=Counter(use.prefecture for use in uses),
        counted_at=now,
    )


class _Use(NamedTuple):
    """One listing and one body that confirmed it; `quarter` is when the body began, as far as it said."""

    service: int
    body: str
    kind: str
    prefecture: str
    quarter: dt.date | None


def _confirmed() -> AdoptionQuerySet:
    return Adoption.objects.confirmed().on_the_shelf().order_by()


def _uses() -> list[_Use]:
    fields = ("service_id", "municipality_id", "municipality__kind", "municipality__prefecture_code")
    began = TruncQuarter(Min("started_on"))
    return [_Use(*row) for row in _confirmed().values(*fields).annotate(began=began).values_list(*fields, "began")]


def _by_token(uses: Sequence[_Use]) -> tuple[Counter[str], Counter[str]]:
    """Listings and uses by 対象業務 of the listing; one that serves two counts in both. The uses are added up here:
    telling the pairs of listing and body apart once more for each token took the database seconds."""
    bodies = Counter(use.service for use in uses)
    listings: Counter[str] = Counter()
    used: Counter[str] = Counter()
    own = Func(
        F("facets"),
        Value(WORK),
        template="ARRAY(SELECT token FROM unnest(%(expressions)s))",
        arg_joiner=") token WHERE starts_with(token, ",
        output_field=ArrayField(CharField()),
    )
    for pk, tokens in Service.objects.published().order_by().values_list("pk", own):
        for token in tokens:
            listings[token] += 1
            used[token] += bodies[pk]
    return listings, used


def _services_by_quarter() -> Counter[dt.date]:
    began = TruncQuarter("first_published_at", output_field=DateField())
    rows = Service.objects.published().annotate(quarter=began).values("quarter").order_by()
    return Counter({row["quarter"]: row["listings"] for row in rows.annotate(listings=Count("pk"))})


def _by_category(services: Counter[str], uses: Counter[str]) -> Table:
    lines = [
        Line(entry.name, (services[token], uses[token]), entry.group)
        for entry in categories_of_axis(CategoryAxis.WORK)
        if (token := facet_token(CategoryAxis.WORK, entry.code)) and (services[token] or uses[token])
    ]
    lines.sort(key=lambda line: (-line.values[1], -line.values[0]))
    return Table(
        "categories",
        "対象業務別",
        "1つのサービスが複数の業務を対象とするときは、それぞれに数えます。",
        ("対象業務", "掲載サービス", "確認済みの導入"),
        ("件", "件"),
        tuple(lines),
    )


def _by_quarter(quarters: Sequence[dt.date], listed: Counter[dt.date], began: Counter[dt.date | None]) -> Table:
    def line(label: str, asked: Callable[[dt.date], bool]) -> Line:
        starts = sum(number for day, number in began.items() if day is not None and asked(day))
        return Line(label, (sum(number for day, number in listed.items() if asked(day)), starts))

    first, last = quarters[0], quarters[-1]
    lines = [line(EARLIER, lambda day: day < first)]
    lines += [line(quarter_label(each), lambda day, each=each: day == each) for each in quarters]  # type: ignore[misc]
    lines += [line(LATER, lambda day: day > last)] if any(day and day > last for day in began) else []
    lines += [Line(UNKNOWN_START, (0, began[None]))] if began[None] else []
    return Table(
        "quarters",
        "四半期別",
        "サービスは最初に公開された日、導入は自治体が利用を始めた月で数えます。年度ではなく、暦年の四半期です。",
        ("四半期", "新しく掲載されたサービス", "始まった導入（確認済み）"),
        ("件", "件"),
        tuple(lines),
    )


def _by_kind(bodies: Counter[str], uses: Counter[str]) -> Table:
    lines = [Line(str(kind.label), (bodies[kind], uses[kind])) for kind in MunicipalityKind]
    note = "導入を確認した自治体の数と、その導入の件数です。"
    return Table("kinds", "団体区分別", note, ("団体区分", "自治体", "確認済みの導入"), ("団体", "件"), tuple(lines))


def _by_prefecture(bodies: Counter[str], uses: Counter[str]) -> Table:
    lines = [Line(name, (bodies[code], uses[code])) for code, name in PREFECTURES]
    note = "その都道府県と、都道府県内の市区町村などの合計です。"
    heads = ("都道府県", "自治体", "確認済みの導入")
    return Table("prefectures", "都道府県別", note, heads, ("団体", "件"), tuple(lines))


def csv_text(table: Table) -> str:
    """A table as a file that Excel reads as UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([csv_cell(line.label), *line.values] for line in table.lines)
    return BYTE_ORDER_MARK + file.getvalue()


def quarter_label(first_day: dt.date) -> str:
    """2026年7〜9月."""
    return f"{first_day.year}年{first_day.month}〜{first_day.month + 2}月"


def _last_quarters(today: dt.date) -> list[dt.date]:
    """The first days, the present one last."""
    number = today.year * 4 + (today.month - 1) // 3
    return [dt.date(each // 4, each % 4 * 3 + 1, 1) for each in range(number - QUARTERS + 1, number + 1)]
