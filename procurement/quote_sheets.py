"""One version of a quote as both sides read it: its lines beside the items, and the sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from procurement.amounts import COMPARED_MONTHS, Sums, Total, begun_years, line_amount, sums_of
from procurement.enums import QuoteTax
from procurement.models import QuoteLine, QuoteVersion


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line with its amount in whole yen; None where there is none."""

    line: QuoteLine
    amount: int | None

    @property
    def quantity(self) -> str:
        return plain_quantity(self.line.quantity)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines in the request's order and what they come to."""

    lines: Sequence[SheetLine]
    sums: Sums
    months: int
    excluded: Sequence[str]

    @property
    def total(self) -> int:
        """Over the quote's own months, in its own tax division."""
        return self.sums.over(self.months)

    @property
    def total_with_tax(self) -> int:
        return self.sums.with_tax(self.months)

    @property
    def by_rate(self) -> Total:
        """The same by tax rate."""
        return self.sums.total(self.months)

    @property
    def begun_years(self) -> int:
        return begun_years(self.months)

    @property
    def compared_with_tax(self) -> int:
        """Over the period in which quotes are compared."""
        return self.sums.with_tax(COMPARED_MONTHS)


def plain_quantity(quantity: Decimal) -> str:
    """As people write it: 1, 2.5, 10."""
    return f"{quantity.normalize():f}"


def sheet_of(version: QuoteVersion) -> Sheet:
    """The sheet of a version; one query for its lines."""
    lines = list(version.lines.select_related("item").order_by("item__position"))
    return Sheet(
        lines=[SheetLine(line, line_amount(line)) for line in lines],
        sums=sums_of(lines, QuoteTax(version.tax)),
        months=version.months,
        excluded=[line.item.label for line in lines if line.is_excluded],
    )
