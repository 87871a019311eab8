"""Sums of quotes: what is rounded, where tax is worked out, what a period costs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from procurement.amounts import add_tax, line_amount, sums_of, take_tax_out
from procurement.enums import QuoteItemKind, QuoteTax
from procurement.models import QuoteLine, QuoteRequestItem
from procurement.quote_sheets import plain_quantity


def line(kind, amount, quantity="1", *, is_excluded=False):
    item = QuoteRequestItem(kind=kind, label=kind)
    return QuoteLine(item=item, unit_amount=amount, quantity=Decimal(quantity), is_excluded=is_excluded)


@pytest.mark.parametrize(
    ("amount", "quantity", "expected"), [(100, "1", 100), (333, "0.5", 166), (0, "3", 0), (None, "3", None)]
)
def test_a_line_drops_the_fraction_of_a_yen(amount, quantity, expected):
    assert line_amount(line(QuoteItemKind.ONE_TIME, amount, quantity)) == expected


@pytest.mark.parametrize(("amount", "taxed"), [(0, 0), (1, 1), (9, 9), (10, 11), (19, 20), (1_000_005, 1_100_005)])
def test_tax_drops_the_fraction(amount, taxed):
    assert add_tax(amount) == taxed


@pytest.mark.parametrize(("amount", "untaxed"), [(0, 0), (11, 10), (10, 10), (110, 100), (1_100_005, 1_000_005)])
def test_tax_is_taken_out_of_the_whole(amount, untaxed):
    assert take_tax_out(amount) == untaxed


def test_the_sums_by_how_often_they_are_paid():
    lines = [
        line(QuoteItemKind.ONE_TIME, 100_000),
        line(QuoteItemKind.OTHER, 50_000),
        line(QuoteItemKind.MONTHLY, 10_000, "3"),
        line(QuoteItemKind.YEARLY, 120_000),
        line(QuoteItemKind.ONE_TIME, None, is_excluded=True),
    ]
    sums = sums_of(lines, QuoteTax.EXCLUDED)
    assert (sums.one_time, sums.monthly, sums.yearly) == (150_000, 30_000, 120_000)
    assert sums.over(60) == 150_000 + 60 * 30_000 + 5 * 120_000
    assert sums.over(13) == 150_000 + 13 * 30_000 + 2 * 120_000
    assert sums.with_tax(60) == add_tax(sums.over(60))
    assert sums.without_tax(60) == sums.over(60)


def test_tax_is_worked_out_once_and_not_line_by_line():
    """Ten lines of 9 yen: 99 with tax on the sum; line by line there would be none."""
    sums = sums_of([line(QuoteItemKind.ONE_TIME, 9)] * 10, QuoteTax.EXCLUDED)
    assert sums.with_tax(1) == 99


def test_a_taxed_quote_is_taken_as_it_is():
    sums = sums_of([line(QuoteItemKind.MONTHLY, 1_100)], QuoteTax.INCLUDED)
    assert (sums.with_tax(12), sums.without_tax(12)) == (13_200, 12_000)


@pytest.mark.parametrize(("quantity", "text"), [("1.00", "1"), ("10", "10"), ("100.00", "100"), ("2.50", "2.5")])
def test_quantities_as_people_write_them(quantity, text):
    assert plain_quantity(Decimal(quantity)) == text
