"""Quotes side by side, line by line. Pure: it reads loaded rows and asks no database; sums come from `amounts`.

What vendors state without tax is compared with tax added, so that 税抜 and 税込 stand on the same ground. A quote that
leaves out what another one charges for is not called the cheapest, whatever its sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement.amounts import TAX_PERCENT, Sums, begun_years, line_amount, line_with_tax, sums_of
from procurement.enums import QuoteItemKind, QuoteStatus, QuoteTax, QuoteTaxRate
from procurement.models import QuoteInvitation, QuoteLine, QuoteRequest, QuoteRequestItem, QuoteVersion

EXCLUDED = "見積に含まない"
MISSING = "未回答"
FORMER = "条件を変更する前に提出された見積です。いまの条件での見積ではないため、比較と選定には使えません。"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one quote says to one item. `is_gap`: it leaves out what another one charges for, or says nothing."""

    amount: int | None
    text: str
    note: str = ""
    is_gap: bool = False
    is_lowest: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One item through all quotes."""

    label: str
    kind: str
    description: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Total:
    """One sum through all quotes."""

    label: str
    cells: Sequence[Cell]
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One quote that stands."""

    invitation: QuoteInvitation
    version: QuoteVersion
    sums: Sums
    gaps: int
    is_expired: bool

    @property
    def is_complete(self) -> bool:
        return not self.gaps


@dataclass(frozen=True, slots=True)
class Silent:
    """An invited service without a quote that stands, and why."""

    invitation: QuoteInvitation
    state: str
    reason: str

    @property
    def is_former(self) -> bool:
        """Whether there is a quote to read, for the conditions before they were amended."""
        return self.reason == FORMER


@dataclass(frozen=True, slots=True)
class QuoteComparison:
    """Everything the page of a comparison shows."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Total]
    silent: Sequence[Silent]
    months: int
    asked_months: int
    tax_percent: Decimal
    mixes_tax: bool
    has_gaps: bool

    @property
    def remarks(self) -> list[str]:
        """By what rules the amounts stand beside each other, in words."""
        rules = [
            f"{self.months}か月の総額＝初期・一時の費用＋月額×{self.months}＋年額×{self.begun_years}。",
            "月数を限った項目は、利用開始からその月数だけを数える。",
            "消費税は税率（10％、軽減8％、非課税・不課税）ごとの合計に対して1回だけ計算し、1円未満を切り捨てる。",
            "項目の金額は事業者が示したまま（税抜または税込）。総額と「最低額」の印は、税込にそろえて比べている。",
            "「最低額」は、金額の違いがある項目にだけ付く。",
        ]
        if self.has_gaps:
            rules.append("ほかの事業者が金額を示した項目を含まない見積の総額は参考とし、「最低額」の印を付けていない。")
        return [*rules, "参考見積の比較であり、入札ではない。"]

    @property
    def begun_years(self) -> int:
        """How often what is paid each year is paid: once each begun year."""
        return begun_years(self.months)


def compare_quotes(
    request: QuoteRequest,
    items: Sequence[QuoteRequestItem],
    invitations: Sequence[QuoteInvitation],
    lines: Iterable[QuoteLine],
    today: dt.date,
    months: int | None = None,
) -> QuoteComparison:
    """Put the standing quotes of these invitations beside each other, over the request's months or these.

    `invitations` carry vendor, version and `quote__current`; `lines` are those of the current versions, with `item`.
    """
    by_version: dict[int, dict[int, QuoteLine]] = {}
    for line in lines:
        by_version.setdefault(line.version_id, {})[line.item_id] = line
    months = months or request.months
    standing = [(each, version) for each in invitations if (version := standing_version(each)) is not None]
    answers = [by_version.get(version.pk, {}) for _, version in standing]
    taxes = [QuoteTax(version.tax) for _, version in standing]
    rows = [_row(item, answers, taxes) for item in items]
    columns = [
        Column(
            invitation=invitation,
            version=version,
            sums=sums_of(said.values(), tax),
            gaps=sum(row.cells[place].is_gap for row in rows),
            is_expired=version.valid_until is not None and version.valid_until < today,
        )
        for place, ((invitation, version), said, tax) in enumerate(zip(standing, answers, taxes, strict=True))
    ]
    return QuoteComparison(
        columns=columns,
        rows=rows,
        totals=_totals(columns, months),
        silent=[_silent(each) for each in invitations if standing_version(each) is None],
        months=months,
        asked_months=request.months,
        tax_percent=TAX_PERCENT,
        mixes_tax=len(set(taxes)) > 1,
        has_gaps=any(column.gaps for column in columns),
    )


def standing_version(invitation: QuoteInvitation) -> QuoteVersion | None:
    """The version that counts: submitted, not withdrawn, by a vendor that did not decline."""
    quote = getattr(invitation, "quote", None)
    if quote is None or not quote.stands or invitation.is_declined:
        return None
    current: QuoteVersion | None = quote.current
    return current


def _row(item: QuoteRequestItem, answers: Sequence[Mapping[int, QuoteLine]], taxes: Sequence[QuoteTax]) -> Row:
    said = [lines.get(item.pk) for lines in answers]
    amounts = [line_amount(line) if line is not None else None for line in said]
    taxed = [line_with_tax(line, tax) if line is not None else None for line, tax in zip(said, taxes, strict=True)]
    lowest = _lowest(taxed)
    is_charged = any(amount for amount in amounts)
    cells = [
        _cell(line, amount, is_charged=is_charged, is_lowest=lowest is not None and value == lowest)
        for line, amount, value in zip(said, amounts, taxed, strict=True)
    ]
    return Row(item.label, QuoteItemKind(item.kind).label, item.description, cells)


def _cell(line: QuoteLine | None, amount: int | None, *, is_charged: bool, is_lowest: bool) -> Cell:
    if line is None or not line.is_answered:
        return Cell(None, MISSING, note=line.note if line is not None else "", is_gap=True)
    if amount is None:
        return Cell(None, EXCLUDED, note=line.note, is_gap=is_charged)
    return Cell(amount, f"{amount:,}円", note=_detail(line), is_lowest=is_lowest)


def _detail(line: QuoteLine) -> str:
    """How the amount comes about where that is not plain, and the vendor's own words."""
    parts = [] if line.quantity == 1 else [f"{line.unit_amount:,}円 × {line.quantity.normalize():f}"]
    if line.months is not None:
        parts.append(f"{line.months}か月分")
    if line.tax_rate != QuoteTaxRate.STANDARD:
        parts.append(f"消費税 {line.get_tax_rate_display()}")
    return "　".join([*parts, line.note] if line.note else parts)


def _totals(columns: Sequence[Column], months: int) -> list[Total]:
    sums = [column.sums for column in columns]
    return [
        _stated("初期・一時の費用の計", [each.one_time for each in sums]),
        _stated("月額の計", [each.monthly for each in sums]),
        _stated("年額の計", [each.yearly for each in sums]),
        _total(f"{months}か月の総額（税込）", columns, [each.with_tax(months) for each in sums]),
        _stated(f"{months}か月の総額（税抜）", [each.without_tax(months) for each in sums]),
    ]


def _stated(label: str, amounts: Sequence[int]) -> Total:
    return Total(label, [Cell(amount, f"{amount:,}円") for amount in amounts])


def _total(label: str, columns: Sequence[Column], amounts: Sequence[int]) -> Total:
    lowest = _lowest([amount if column.is_complete else None for column, amount in zip(columns, amounts, strict=True)])
    cells = [
        Cell(
            amount,
            f"{amount:,}円",
            note="" if column.is_complete else "含まない項目があるため参考",
            is_gap=not column.is_complete,
            is_lowest=column.is_complete and amount == lowest,
        )
        for column, amount in zip(columns, amounts, strict=True)
    ]
    return Total(label, cells, is_main=True)


def _lowest(amounts: Sequence[int | None]) -> int | None:
    """The smallest of at least two amounts that differ; nothing stands out among equals."""
    known = [amount for amount in amounts if amount is not None]
    return min(known) if len(set(known)) > 1 else None


def _silent(invitation: QuoteInvitation) -> Silent:
    if invitation.is_declined:
        return Silent(invitation, invitation.get_status_display(), invitation.decline_reason)
    quote = getattr(invitation, "quote", None)
    if quote is not None and quote.status == QuoteStatus.WITHDRAWN:
        return Silent(invitation, QuoteStatus.WITHDRAWN.label, "")
    if quote is not None and quote.status == QuoteStatus.OUTDATED:
        return Silent(invitation, QuoteStatus.OUTDATED.label, FORMER)
    return Silent(invitation, MISSING, "")
