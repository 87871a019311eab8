"""Sums of quotes: what is rounded, where tax is worked out, what a period costs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.amounts import add_tax, line_amount, line_with_tax, sums_of, take_tax_out, total_over
from procurement.enums import QuoteItemKind, QuoteTax, QuoteTaxRate
from procurement.models import MOST_MONTHS, MOST_QUANTITY, MOST_YEN, QuoteLine, QuoteRequestItem
from procurement.quote_sheets import plain_quantity


def line(kind, amount, quantity="1", *, is_excluded=False, **more):
    item = QuoteRequestItem(kind=kind, label=kind)
    return QuoteLine(item=item, unit_amount=amount, quantity=Decimal(quantity), is_excluded=is_excluded, **more)


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


def test_tax_is_rounded_once_for_each_rate():
    """Two lines of 9 yen at each rate: 18 × 10 % = 1.8, 18 × 8 % = 1.44; together 2 and not 3."""
    lines = [
        line(QuoteItemKind.ONE_TIME, 9, tax_rate=rate)
        for rate in (QuoteTaxRate.STANDARD, QuoteTaxRate.REDUCED, QuoteTaxRate.NONE)
        for _ in range(2)
    ]
    total = total_over(lines, 1, QuoteTax.EXCLUDED)
    assert [(each.rate, each.stated, each.tax) for each in total.rates] == [
        ("standard", 18, 1),
        ("reduced", 18, 1),
        ("none", 18, 0),
    ]
    assert (total.without_tax, total.tax, total.with_tax) == (54, 2, 56)


def test_tax_is_taken_out_by_rate():
    lines = [
        line(QuoteItemKind.ONE_TIME, 1_100),
        line(QuoteItemKind.ONE_TIME, 1_080, tax_rate=QuoteTaxRate.REDUCED),
        line(QuoteItemKind.ONE_TIME, 500, tax_rate=QuoteTaxRate.NONE),
    ]
    total = total_over(lines, 1, QuoteTax.INCLUDED)
    assert (total.with_tax, total.tax, total.without_tax) == (2_680, 180, 2_500)
    assert [line_with_tax(each, QuoteTax.EXCLUDED) for each in lines] == [1_210, 1_166, 500]
    assert [line_with_tax(each, QuoteTax.INCLUDED) for each in lines] == [1_100, 1_080, 500]


@pytest.mark.parametrize(
    ("kind", "months", "period", "expected"),
    [
        (QuoteItemKind.MONTHLY, None, 60, 60),
        (QuoteItemKind.MONTHLY, 48, 60, 48),
        (QuoteItemKind.MONTHLY, 48, 36, 36),
        (QuoteItemKind.YEARLY, None, 13, 2),
        (QuoteItemKind.YEARLY, 12, 60, 1),
        (QuoteItemKind.ONE_TIME, None, 60, 1),
        (QuoteItemKind.OTHER, None, 1, 1),
    ],
)
def test_how_often_a_line_is_paid(kind, months, period, expected):
    assert total_over([line(kind, 1, months=months)], period, QuoteTax.EXCLUDED).stated == expected


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(QuoteItemKind),
        st.none() | st.integers(0, MOST_YEN),
        st.decimals(Decimal("0.01"), MOST_QUANTITY, places=2),
        tax_rate=st.sampled_from(QuoteTaxRate),
        months=st.none() | st.integers(1, MOST_MONTHS),
    ),
    max_size=30,
)
MONTHS = st.integers(1, MOST_MONTHS)


@given(LINES, MONTHS, st.sampled_from(QuoteTax))
def test_a_total_adds_up_and_does_not_depend_on_the_order(lines, months, tax):
    total = total_over(lines, months, tax)
    assert total == total_over(lines[::-1], months, tax)
    assert total.without_tax + total.tax == total.with_tax
    assert total.stated == sum(each.stated for each in total.rates)
    assert total.tax == sum(each.tax for each in total.rates) >= 0
    assert total.stated == (total.with_tax if tax == QuoteTax.INCLUDED else total.without_tax)
    assert 10 * total.tax <= total.without_tax + 10


@given(LINES, MONTHS, MONTHS, st.sampled_from(QuoteTax))
def test_a_longer_period_never_costs_less(lines, one, other, tax):
    shorter, longer = sorted((one, other))
    assert total_over(lines, shorter, tax).with_tax <= total_over(lines, longer, tax).with_tax


@given(LINES, LINES, MONTHS)
def test_more_lines_cost_their_sum_but_for_the_fractions(some, more, months):
    both = total_over([*some, *more], months, QuoteTax.EXCLUDED)
    apart = [total_over(each, months, QuoteTax.EXCLUDED) for each in (some, more)]
    assert both.without_tax == sum(each.without_tax for each in apart)
    assert 0 <= both.tax - sum(each.tax for each in apart) <= len(QuoteTaxRate)


@given(st.integers(0, MOST_YEN), st.sampled_from(QuoteTaxRate))
def test_tax_added_is_taken_out_again(amount, rate):
    assert take_tax_out(add_tax(amount, rate), rate) - amount in (0, 1)
