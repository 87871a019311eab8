"""Quotes side by side: every sum, every mixture of taxes, every gap. No database: rows are only held in memory."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Vendor
from procurement.comparison import compare_quotes
from procurement.cost_chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, cost_chart
from procurement.enums import QuoteInvitationStatus, QuoteItemKind, QuoteStatus, QuoteTax
from procurement.models import Quote, QuoteInvitation, QuoteLine, QuoteRequest, QuoteRequestItem, QuoteVersion

TODAY = dt.date(2026, 11, 25)
ITEMS = [
    QuoteRequestItem(pk=1, position=1, kind=QuoteItemKind.ONE_TIME, label="初期費用"),
    QuoteRequestItem(pk=2, position=2, kind=QuoteItemKind.MONTHLY, label="月額利用料"),
    QuoteRequestItem(pk=3, position=3, kind=QuoteItemKind.YEARLY, label="年額費用"),
    QuoteRequestItem(pk=4, position=4, kind=QuoteItemKind.OTHER, label="その他"),
]
LEFT_OUT = "left out"
NOTHING = None


def quoted(number, amounts, tax=QuoteTax.EXCLUDED, status=QuoteStatus.SUBMITTED, **changes):
    """An invitation with a quote, and its lines."""
    version = QuoteVersion(**({"pk": number, "number": 1, "tax": tax, "months": 60} | changes))
    invitation = QuoteInvitation(pk=number, status=QuoteInvitationStatus.INVITED)
    invitation.quote = Quote(pk=number, status=status, current=version)
    lines = [_line(version, item, amount) for item, amount in zip(ITEMS, amounts, strict=True) if amount != "no line"]
    return invitation, lines


def _line(version, item, amount):
    unit, quantity = amount if isinstance(amount, tuple) else (amount, 1)
    is_excluded = unit == LEFT_OUT
    return QuoteLine(
        version=version,
        item=item,
        unit_amount=None if is_excluded else unit,
        quantity=Decimal(quantity),
        is_excluded=is_excluded,
    )


def compare(*quotes, months=60, over=None, others=()):
    lines = [line for _, own in quotes for line in own]
    invitations = [invitation for invitation, _ in quotes] + list(others)
    return compare_quotes(QuoteRequest(months=months), ITEMS, invitations, lines, TODAY, over)


def main(comparison):
    return next(total for total in comparison.totals if total.is_main)


@pytest.mark.parametrize(
    ("amounts", "tax", "taxed", "untaxed"),
    [
        ((100_000, 10_000, 120_000, 0), QuoteTax.EXCLUDED, 1_430_000, 1_300_000),
        ((110_000, 11_000, 132_000, 0), QuoteTax.INCLUDED, 1_430_000, 1_300_000),
        ((0, 0, 0, 0), QuoteTax.EXCLUDED, 0, 0),
        ((0, 1, 0, 0), QuoteTax.EXCLUDED, 66, 60),
        ((1, 0, 0, 0), QuoteTax.EXCLUDED, 1, 1),
        ((11, 0, 0, 0), QuoteTax.INCLUDED, 11, 10),
        ((9, 0, 0, 0), QuoteTax.EXCLUDED, 9, 9),
        ((19, 0, 0, 0), QuoteTax.EXCLUDED, 20, 19),
        ((0, 0, 333, 0), QuoteTax.EXCLUDED, 1_831, 1_665),
        ((0, (980, "1.5"), 0, 0), QuoteTax.EXCLUDED, 97_020, 88_200),
        ((0, (333, "0.5"), 0, 0), QuoteTax.EXCLUDED, 10_956, 9_960),
        ((0, 0, 0, 50_000), QuoteTax.EXCLUDED, 55_000, 50_000),
        ((LEFT_OUT, 1_000, LEFT_OUT, LEFT_OUT), QuoteTax.EXCLUDED, 66_000, 60_000),
        ((NOTHING, 1_000, "no line", 0), QuoteTax.EXCLUDED, 66_000, 60_000),
        ((999_999_999_999, 999_999_999_999, 0, 0), QuoteTax.INCLUDED, 60_999_999_999_939, 55_454_545_454_490),
    ],
)
def test_sums_over_sixty_months(amounts, tax, taxed, untaxed):
    comparison = compare(quoted(1, amounts, tax))
    assert main(comparison).label == "60か月の総額（税込）"
    assert main(comparison).cells[0].amount == taxed
    assert comparison.totals[4].cells[0].amount == untaxed


@pytest.mark.parametrize(
    ("asked", "over", "label", "amount"),
    [
        (36, None, "36か月の総額（税込）", 100 + 360 + 360),
        (36, 60, "60か月の総額（税込）", 100 + 600 + 600),
        (36, 13, "13か月の総額（税込）", 100 + 130 + 240),
        (60, 1, "1か月の総額（税込）", 100 + 10 + 120),
    ],
)
def test_the_term_is_the_requests_or_any(asked, over, label, amount):
    comparison = compare(quoted(1, (100, 10, 120, 0), QuoteTax.INCLUDED), months=asked, over=over)
    assert (main(comparison).label, main(comparison).cells[0].amount) == (label, amount)
    assert comparison.asked_months == asked
    assert f"月額×{comparison.months}＋年額×{comparison.begun_years}" in comparison.remarks[0]


def test_taxes_are_put_on_the_same_ground():
    """1,000 without tax is more than 1,050 with tax."""
    comparison = compare(quoted(1, (1_000, 0, 0, 0), QuoteTax.EXCLUDED), quoted(2, (1_050, 0, 0, 0), QuoteTax.INCLUDED))
    assert comparison.mixes_tax
    assert [cell.is_lowest for cell in comparison.rows[0].cells] == [False, True]
    assert [cell.amount for cell in main(comparison).cells] == [1_100, 1_050]
    assert [cell.is_lowest for cell in main(comparison).cells] == [False, True]


def test_a_quote_that_leaves_something_out_is_not_the_cheapest():
    comparison = compare(quoted(1, (100, 10, 500, 0)), quoted(2, (100, 10, LEFT_OUT, 0)), quoted(3, (100, 11, 500, 0)))
    assert [cell.is_gap for cell in comparison.rows[2].cells] == [False, True, False]
    assert [cell.is_lowest for cell in main(comparison).cells] == [True, False, False]
    assert main(comparison).cells[1].note == "含まない項目があるため参考"
    assert [column.gaps for column in comparison.columns] == [0, 1, 0]
    assert comparison.has_gaps


def test_what_nobody_charges_for_is_no_gap():
    comparison = compare(quoted(1, (100, 10, LEFT_OUT, 0)), quoted(2, (100, 11, LEFT_OUT, LEFT_OUT)))
    assert not comparison.has_gaps
    assert {cell.text for cell in comparison.rows[2].cells} == {"見積に含まない"}
    assert [cell.is_lowest for cell in main(comparison).cells] == [True, False]


@pytest.mark.parametrize("silence", [NOTHING, "no line"])
def test_no_answer_is_a_gap(silence):
    comparison = compare(quoted(1, (silence, 10, 0, 0)))
    assert (comparison.rows[0].cells[0].text, comparison.rows[0].cells[0].is_gap) == ("未回答", True)


def test_nothing_stands_out_among_equals_nor_alone():
    for quotes in ([quoted(1, (1, 1, 1, 1))], [quoted(1, (1, 1, 1, 1)), quoted(2, (1, 1, 1, 1))]):
        comparison = compare(*quotes)
        cells = [cell for row in [*comparison.rows, *comparison.totals] for cell in row.cells]
        assert not any(cell.is_lowest for cell in cells)


def test_quantities_are_shown_as_they_were_meant():
    cell = compare(quoted(1, (0, (980, "12.50"), 0, 0))).rows[1].cells[0]
    assert (cell.text, cell.note) == ("12,250円", "980円 × 12.5")


def test_who_did_not_quote_is_named_with_the_reason():
    declined = QuoteInvitation(pk=7, status=QuoteInvitationStatus.DECLINED, decline_reason="人員が足りません。")
    silent = QuoteInvitation(pk=8, status=QuoteInvitationStatus.INVITED)
    for invitation in (declined, silent):
        invitation._state.fields_cache["quote"] = None  # as `select_related` leaves it where there is none
    withdrawn, lines = quoted(9, (1, 1, 1, 1), status=QuoteStatus.WITHDRAWN)
    comparison = compare(quoted(1, (1, 1, 1, 1)), (withdrawn, lines), others=[declined, silent])
    assert [column.invitation.pk for column in comparison.columns] == [1]
    assert [(each.invitation.pk, each.state, each.reason) for each in comparison.silent] == [
        (9, "取下げ", ""),
        (7, "辞退", "人員が足りません。"),
        (8, "未回答", ""),
    ]


def test_an_expired_quote_is_marked():
    for valid_until, expected in ((TODAY, False), (TODAY - dt.timedelta(days=1), True)):
        assert compare(quoted(1, (1, 1, 1, 1), valid_until=valid_until)).columns[0].is_expired is expected


def test_without_quotes_there_is_nothing_to_compare():
    comparison = compare()
    assert (comparison.columns, comparison.silent, comparison.mixes_tax) == ([], [], False)


# --- The chart ------------------------------------------------------------------------------------------------------


def named(number, *args, **kwargs):
    invitation, lines = quoted(number, *args, **kwargs)
    invitation.vendor = Vendor(name=f"事業者{number}")
    return invitation, lines


def test_the_chart_and_its_table_say_what_the_sums_say():
    comparison = compare(named(1, (100_000, 10_000, 120_000, 0)), named(2, (0, 20_000, LEFT_OUT, 0)), months=30)
    chart = cost_chart(comparison)
    assert [row.label for row in chart.rows] == ["初期・一時の費用", "12か月まで", "24か月まで", "30か月まで"]
    assert [row.amounts[0] for row in chart.rows] == ["110,000円", "374,000円", "638,000円", "836,000円"]
    assert chart.rows[-1].amounts[0] == main(comparison).cells[0].text
    assert [(line.letter, line.label, line.note) for line in chart.lines] == [
        ("A", "事業者1", ""),
        ("B", "事業者2", "含まない項目があるため参考"),
    ]
    assert {len(line.points.split()) for line in chart.lines} == {31}
    heights = [float(point.split(",")[1]) for point in chart.lines[0].points.split()]
    assert heights == sorted(heights, reverse=True), "costs only grow"


@pytest.mark.parametrize("months", [1, 11, 12, 13, 240])
@pytest.mark.parametrize("amount", [0, 1, 7, 999_999_999_999])
def test_any_term_and_amount_can_be_drawn(months, amount):
    chart = cost_chart(compare(named(1, (amount, amount, amount, amount)), months=months))
    assert 2 <= len(chart.y_marks) <= 9
    assert len(chart.x_marks) <= 9
    assert chart.x_marks[-1].text == f"{months}か月"
    for point in chart.lines[0].points.split():
        x, y = map(float, point.split(","))
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP <= y <= HEIGHT - BOTTOM


def test_more_lines_than_can_be_told_apart_are_only_in_the_table():
    chart = cost_chart(compare(*(named(number, (number * 1_000, 0, 0, 0)) for number in range(20, 0, -1))))
    assert chart.is_shortened
    assert [line.letter for line in chart.lines] == ["O", "P", "Q", "R", "S", "T"]
    assert [line.style for line in chart.lines] == [1, 2, 3, 4, 5, 6]
    assert len(chart.heads) == len(chart.rows[0].amounts) == 20


def test_without_quotes_there_is_no_chart():
    assert cost_chart(compare()) is None
