"""What a quote costs. Pure arithmetic on whole yen and Decimal; the only place that knows how yen are rounded.

- A line is unit × quantity, a fraction of a yen dropped.
- Over a period, what is paid once counts once, a monthly amount each month, a yearly amount each begun year; a line
  that names its own months is paid for those alone, counted from the start of use, never for more than the period.
- The lines are added by tax rate, taxed or untaxed as the quote says. Consumption tax is worked out once for each rate
  on its whole sum, never line by line, a fraction of a yen dropped: as an invoice has to do it (消費税法施行令70条の10:
  the sums are 税率ごとに区分して合計し, the fraction is dealt with once for each rate; dropping it is our choice among
  those it leaves open). Untaxed sums × 10/100 and 8/100, taxed sums × 10/110 and 8/108.
- A quote is treated as one document. Invoices of single months may differ from its total by some yen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from types import MappingProxyType

from procurement.enums import QuoteItemKind, QuoteTax, QuoteTaxRate
from procurement.models import QuoteLine

PERCENT: Mapping[QuoteTaxRate, int] = MappingProxyType(
    {QuoteTaxRate.STANDARD: 10, QuoteTaxRate.REDUCED: 8, QuoteTaxRate.NONE: 0}
)
TAX_PERCENT = Decimal(PERCENT[QuoteTaxRate.STANDARD])
COMPARED_MONTHS = 60
_YEN = Decimal(1)


@dataclass(frozen=True, slots=True)
class RateSum:
    """All lines of one tax rate: `stated` as the quote writes them, `tax` in or on top of that."""

    rate: QuoteTaxRate
    stated: int
    tax: int


@dataclass(frozen=True, slots=True)
class Total:
    """What a quote comes to over a period."""

    rates: Sequence[RateSum]
    stated: int
    tax: int
    without_tax: int
    with_tax: int


@dataclass(frozen=True, slots=True)
class Charge:
    """One line: how often it is paid, and for how many months if not the whole time."""

    kind: QuoteItemKind
    amount: int
    rate: QuoteTaxRate = QuoteTaxRate.STANDARD
    months: int | None = None

    def over(self, months: int) -> int:
        """What is paid in so many months."""
        paid = months if self.months is None else min(self.months, months)
        if self.kind == QuoteItemKind.MONTHLY:
            return self.amount * paid
        if self.kind == QuoteItemKind.YEARLY:
            return self.amount * begun_years(paid)
        return self.amount


@dataclass(frozen=True, slots=True)
class Sums:
    """The charges of a quote, taxed or untaxed as it states them (see `tax`), and what they come to."""

    tax: QuoteTax
    charges: Sequence[Charge]

    @property
    def one_time(self) -> int:
        """What is paid once; OTHER is."""
        return self._stated(QuoteItemKind.ONE_TIME) + self._stated(QuoteItemKind.OTHER)

    @property
    def monthly(self) -> int:
        """What is paid in a month in which every monthly line is."""
        return self._stated(QuoteItemKind.MONTHLY)

    @property
    def yearly(self) -> int:
        return self._stated(QuoteItemKind.YEARLY)

    def total(self, months: int) -> Total:
        """What is paid in so many months, by tax rate and together."""
        rates = [
            RateSum(rate, stated, tax_of(stated, self.tax, rate))
            for rate in QuoteTaxRate
            if (charges := [each for each in self.charges if each.rate == rate])
            for stated in [sum(each.over(months) for each in charges)]
        ]
        stated, tax = sum(each.stated for each in rates), sum(each.tax for each in rates)
        if self.tax == QuoteTax.INCLUDED:
            return Total(rates, stated, tax, without_tax=stated - tax, with_tax=stated)
        return Total(rates, stated, tax, without_tax=stated, with_tax=stated + tax)

    def over(self, months: int) -> int:
        """What is paid in so many months, in the quote's own tax division."""
        return self.total(months).stated

    def with_tax(self, months: int) -> int:
        """The same, tax included."""
        return self.total(months).with_tax

    def without_tax(self, months: int) -> int:
        """The same, tax taken out."""
        return self.total(months).without_tax

    def _stated(self, kind: QuoteItemKind) -> int:
        return sum(each.amount for each in self.charges if each.kind == kind)


def total_over(lines: Iterable[QuoteLine], months: int, tax: QuoteTax) -> Total:
    """What these lines, whose `item` must be loaded, come to in so many months."""
    return sums_of(lines, tax).total(months)


def sums_of(lines: Iterable[QuoteLine], tax: QuoteTax) -> Sums:
    """The sums of these lines, whose `item` must be loaded; what is excluded adds nothing."""
    charges = [
        Charge(QuoteItemKind(line.item.kind), amount, QuoteTaxRate(line.tax_rate), line.months)
        for line in lines
        if (amount := line_amount(line)) is not None
    ]
    return Sums(tax=tax, charges=charges)


def line_amount(line: QuoteLine) -> int | None:
    """Unit × quantity in whole yen; None where the line names no amount."""
    if line.unit_amount is None:
        return None
    return _down(Decimal(line.unit_amount) * line.quantity)


def line_with_tax(line: QuoteLine, tax: QuoteTax) -> int | None:
    """One line by itself with its tax, for telling which is lower; totals are never made of these."""
    amount, rate = line_amount(line), QuoteTaxRate(line.tax_rate)
    if amount is None or tax == QuoteTax.INCLUDED:
        return amount
    return add_tax(amount, rate)


def begun_years(months: int) -> int:
    """How often what is paid each year is paid."""
    return -(-months // 12)


def tax_of(stated: int, tax: QuoteTax, rate: QuoteTaxRate = QuoteTaxRate.STANDARD) -> int:
    """The tax on an untaxed sum, or in a taxed one."""
    percent = PERCENT[rate]
    base = 100 + percent if tax == QuoteTax.INCLUDED else 100
    return stated * percent // base


def add_tax(amount: int, rate: QuoteTaxRate = QuoteTaxRate.STANDARD) -> int:
    """The taxed amount of an untaxed one."""
    return amount + tax_of(amount, QuoteTax.EXCLUDED, rate)


def take_tax_out(amount: int, rate: QuoteTaxRate = QuoteTaxRate.STANDARD) -> int:
    """The untaxed amount in a taxed one."""
    return amount - tax_of(amount, QuoteTax.INCLUDED, rate)


def _down(amount: Decimal) -> int:
    return int(amount.quantize(_YEN, rounding=ROUND_DOWN))
