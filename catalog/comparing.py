"""Several listings side by side, as an address names them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict

from accounts.enums import MunicipalityKind, VendorSize
from accounts.models import Municipality
from accounts.prefectures import PREFECTURE_NAMES
from catalog.choosing import MOST, PARAM, read_ids
from catalog.freshness import stale_before
from catalog.models import Adoption, Service
from catalog.nearness import is_near
from catalog.plans import plans_of
from catalog.querysets import ServiceQuerySet
from catalog.review_cards import summary_card
from catalog.specsheet import ComparisonRow, ComparisonSection, DetailRow, comparison_sections, detail_row, load_sheet

# Asked for so often that they stand above the sheet, with the tax beside the amount.
PRICES = ("min_price", "total_60_months")
NONE_CONFIRMED = "確認済みの実績はありません"


@dataclass(frozen=True, slots=True)
class _Uses:
    """Bodies that confirmed to use or to have used a listing."""

    total: int = 0
    near: int = 0
    kinds: tuple[str, ...] = ()


class Comparison:
    """The listings of the address that the person may see, in the order asked; what could not be used is said.

    `body` is the reader's own municipality, if any: bodies like it are counted beside all.
    """

    def __init__(
        self, parameters: QueryDict, visible: ServiceQuerySet, *, today: dt.date, body: Municipality | None = None
    ) -> None:
        asked = parameters.getlist("id") or parameters.getlist(PARAM)
        self._visible = visible
        self._today = today
        self._body = body
        self.ids = read_ids(asked)
        self._has_unreadable = len(self.ids) < len(set(asked))
        self.wants_differences = parameters.get("diff", "") == "on"

    @cached_property
    def services(self) -> list[Service]:
        found = self._visible.with_comparison_data().in_bulk(self.ids[:MOST])
        return [found[pk] for pk in self.ids[:MOST] if pk in found]

    @property
    def only_differences(self) -> bool:
        """One listing differs from nothing."""
        return self.wants_differences and len(self.services) > 1

    @cached_property
    def sections(self) -> list[ComparisonSection]:
        """What is known of at least one of the listings, or only where they differ."""
        sheet = comparison_sections(self._answers, self._today, besides=PRICES)
        kept = [self._kept(section) for section in [self._overview(), *sheet]]
        return [section for section in kept if section.rows]

    @property
    def notes(self) -> list[str]:
        """What was left out, in words."""
        notes = []
        if self._has_unreadable or len(self.services) < len(self.ids[:MOST]):
            notes.append("見つからないサービスは、比較から除いています。")
        if len(self.ids) > MOST:
            notes.append(f"一度に比べられるのは{MOST}件までです。はじめの{MOST}件を表示しています。")
        if len(self.services) == 1:
            notes.append("もう1件以上加えると、違いを比べられます。")
        return notes

    @property
    def query(self) -> str:
        """The listings shown, as a query string that other pages understand, too."""
        return urlencode([("id", service.pk) for service in self.services])

    @property
    def add_query(self) -> str:
        """The listings shown, as lists carry them."""
        return urlencode([(PARAM, service.pk) for service in self.services])

    @property
    def can_add(self) -> bool:
        return len(self.services) < MOST

    @property
    def columns(self) -> list[tuple[Service, str]]:
        """Each listing with the query string of the comparison without it."""
        difference = [("diff", "on")] if self.wants_differences else []
        ids = [service.pk for service in self.services]
        return [
            (service, f"?{urlencode([*(('id', pk) for pk in ids if pk != service.pk), *difference])}")
            for service in self.services
        ]

    @cached_property
    def _answers(self) -> list[dict[str, Any]]:
        return [service.current.answers for service in self.services if service.current is not None]

    def _kept(self, section: ComparisonSection) -> ComparisonSection:
        rows = tuple(row for row in section.rows if row.is_answered and (row.differs or not self.only_differences))
        return ComparisonSection(section.key, section.label, rows)

    def _overview(self) -> ComparisonSection:
        return ComparisonSection("overview", "概要", tuple(self._overview_rows()))

    def _overview_rows(self) -> Iterator[ComparisonRow]:
        yield self._row("vendor", "事業者", lambda service: service.vendor.name)
        yield self._row("size", "企業規模", lambda service: VendorSize(service.vendor.size).label)
        yield self._row(
            "headquarters", "本社所在地", lambda service: PREFECTURE_NAMES.get(service.vendor.headquarters, "")
        )
        for key in PRICES:
            cells = tuple(self._price(key, answers) for answers in self._answers)
            yield ComparisonRow.of(key, load_sheet().question(key).label, cells)
        yield self._row("plans", "料金プラン", _plans)
        yield self._row("adoptions", "導入団体（確認済み）", self._uses_of)
        if self._body is not None:
            yield self._row("near", f"うち{self._body.name}に似た自治体", lambda service: self._count(service).near)
        yield self._row("reviews", "レビューの平均", _average)
        yield self._row("confirmed_on", "最終確認日", self._confirmed)

    def _row(self, key: str, label: str, value: Callable[[Service], str | int]) -> ComparisonRow:
        cells = []
        for service in self.services:
            told = value(service)
            text = f"{told:,}団体" if isinstance(told, int) else told
            cells.append(DetailRow(key, label, "text", (text or "未回答",), bool(text), ""))
        return ComparisonRow.of(key, label, tuple(cells))

    def _price(self, key: str, answers: dict[str, Any]) -> DetailRow:
        """The amount with its tax: 税抜 beside 税込 would mislead."""
        sheet = load_sheet()
        amount = detail_row(sheet.question(key), answers.get(key), self._today)
        if not amount.is_known or not answers[key]:
            return amount
        tax = detail_row(sheet.question("tax"), answers.get("tax"), self._today)
        told = tax.text if tax.is_known else "税の扱いは未回答"
        return DetailRow(key, amount.label, amount.type, (f"{amount.text}（{told}）",), is_known=True, help="")

    def _uses_of(self, service: Service) -> str:
        uses = self._count(service)
        return f"{uses.total:,}団体（{'、'.join(uses.kinds)}）" if uses.total else NONE_CONFIRMED

    def _count(self, service: Service) -> _Uses:
        return self._uses.get(service.pk, _Uses())

    @cached_property
    def _uses(self) -> dict[int, _Uses]:
        """Bodies by listing and kind, in one query."""
        confirmed = Adoption.objects.confirmed().filter(service__in=[service.pk for service in self.services])
        rows = (
            confirmed.order_by()
            .values("service", "municipality__kind")
            .annotate(
                bodies=Count("municipality", distinct=True),
                like=Count("municipality", distinct=True, filter=is_near(self._body)),
            )
        )
        by_service: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for row in rows:
            by_service[row["service"]][row["municipality__kind"]] = (row["bodies"], row["like"])
        return {
            pk: _Uses(
                total=sum(bodies for bodies, _ in kinds.values()),
                near=sum(like for _, like in kinds.values()),
                kinds=tuple(f"{kind.label} {kinds[kind][0]:,}" for kind in MunicipalityKind if kind in kinds),
            )
            for pk, kinds in by_service.items()
        }

    def _confirmed(self, service: Service) -> str:
        day = service.confirmed_on
        if day is None:
            return ""
        old = "（1年以上前）" if day < stale_before(self._today) else ""
        return f"{day.year}年{day.month}月{day.day}日{old}"


def _plans(service: Service) -> str:
    """Names and prices; what is included stands on the listing's own page."""
    plans = plans_of(service.current.plans) if service.current is not None else []
    return " ／ ".join(f"{plan.name} {plan.price_text}" for plan in plans)


def _average(service: Service) -> str:
    """As on the listing's own page: no average below three bodies."""
    summary = summary_card(getattr(service, "review_summary", None))
    if summary.overall is not None:
        return f"5点中{summary.overall}点（{summary.count:,}件）"
    return f"平均はまだありません（{summary.count:,}件）" if summary.count else "レビューはまだありません"
