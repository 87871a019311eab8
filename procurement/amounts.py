"""What a quote costs. Pure arithmetic on Decimal; the only place that knows how yen are rounded.

A line is unit × quantity, a fraction of a yen dropped. Lines are added as they are, taxed or untaxed as the quote says.
Tax is worked out once, on the whole sum and never line by line, a fraction of a yen dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from procurement.enums import QuoteItemKind, QuoteTax
from procurement.models import QuoteLine

TAX_PERCENT = Decimal(10)
COMPARED_MONTHS = 60
_YEN = Decimal(1)


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a quote by how often they are paid, as the quote states them (see `tax`)."""

    tax: QuoteTax
    one_time: int
    monthly: int
    yearly: int

    def over(self, months: int) -> int:
        """What is paid in so many months: once, each month, and each begun year; in the quote's own tax division."""
        years = int((Decimal(months) / 12).to_integral_value(ROUND_CEILING))
        return self.one_time + self.monthly * months + self.yearly * years

    def with_tax(self, months: int) -> int:
        """The same, tax included."""
        return add_tax(self.over(months)) if self.tax == QuoteTax.EXCLUDED else self.over(months)

    def without_tax(self, months: int) -> int:
        """The same, tax taken out."""
        return take_tax_out(self.over(months)) if self.tax == QuoteTax.INCLUDED else self.over(months)


def line_amount(line: QuoteLine) -> int | None:
    """Unit × quantity in whole yen; None where the line names no amount."""
    if line.unit_amount is None:
        return None
    return _down(Decimal(line.unit_amount) * line.quantity)


def sums_of(lines: Iterable[QuoteLine], tax: QuoteTax) -> Sums:
    """The sums of these lines, whose `item` must be loaded. OTHER is paid once; what is excluded adds nothing."""
    added = dict.fromkeys(QuoteItemKind, 0)
    for line in lines:
        added[QuoteItemKind(line.item.kind)] += line_amount(line) or 0
    return Sums(
        tax=tax,
        one_time=added[QuoteItemKind.ONE_TIME] + added[QuoteItemKind.OTHER],
        monthly=added[QuoteItemKind.MONTHLY],
        yearly=added[QuoteItemKind.YEARLY],
    )


def add_tax(amount: int) -> int:
    """The taxed amount of an untaxed one."""
    return amount + _down(Decimal(amount) * TAX_PERCENT / 100)


def take_tax_out(amount: int) -> int:
    """The untaxed amount in a taxed one: the tax in it is a fraction-dropped share of 10/110."""
    return amount - _down(Decimal(amount) * TAX_PERCENT / (100 + TAX_PERCENT))


def _down(amount: Decimal) -> int:
    return int(amount.quantize(_YEN, rounding=ROUND_DOWN))
