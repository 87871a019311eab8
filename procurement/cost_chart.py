"""What each quote has cost by each month, as lines for a drawing and as a table. Pure: nothing is asked of a database.

The lines differ by dashes, marks and letters, too. Figures are ready-made text: the template only draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from procurement.comparison import Column, QuoteComparison

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 92, 36, 14, 46
MOST_LINES = 6
"""More lines could not be told apart; the cheapest are drawn, the table holds all."""
LETTER_HEIGHT = 18
MAN = 10_000
_LETTERS = "ABCDEFGHIJKLMNOPQRST"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis with what stands beside it."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One quote; `style` from 1 on chooses dash, mark and colour."""

    letter: str
    label: str
    note: str
    style: int
    points: str
    marks: Sequence[str]
    end_x: str
    end_y: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """What everybody has cost after so many months."""

    label: str
    amounts: Sequence[str]


@dataclass(frozen=True, slots=True)
class CostChart:
    """Everything the drawing and its table show; `heads` are the letters and names of all quotes."""

    lines: Sequence[Line]
    x_marks: Sequence[Mark]
    y_marks: Sequence[Mark]
    heads: Sequence[tuple[str, str]]
    rows: Sequence[TableRow]
    months: int
    is_shortened: bool

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def frame(self) -> dict[str, int]:
        """Where the axes run."""
        return {"left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM}


def cost_chart(comparison: QuoteComparison) -> CostChart | None:
    """None where there is nothing to draw."""
    columns, months = comparison.columns, comparison.months
    if not columns:
        return None
    ticks = _ticks(months)
    totals = [column.sums.with_tax(months) for column in columns]
    step, top = _scale(max(max(totals), *(column.sums.with_tax(0) for column in columns)))
    drawn = sorted(sorted(range(len(columns)), key=lambda place: (totals[place], place))[:MOST_LINES])
    ends = _apart({place: float(_y(totals[place], top)) for place in drawn})
    return CostChart(
        lines=[
            _line(columns[place], place, style, months, ticks, top, ends[place]) for style, place in enumerate(drawn, 1)
        ],
        x_marks=[Mark(_x(month, months), f"{month}か月") for month in _spread(ticks)],
        y_marks=[Mark(_y(value, top), _short(value, top)) for value in range(0, top + 1, step)],
        heads=[(_LETTERS[place], column.invitation.vendor.name) for place, column in enumerate(columns)],
        rows=[
            TableRow(
                f"{month}か月まで" if month else "初期・一時の費用",
                [f"{column.sums.with_tax(month):,}円" for column in columns],
            )
            for month in ticks
        ],
        months=months,
        is_shortened=len(columns) > MOST_LINES,
    )


def _apart(heights: Mapping[int, float]) -> dict[int, float]:
    """Where each letter stands, from the topmost down: beside its line's end, and clear of the one above it."""
    lowest = float("-inf")
    placed = {}
    for place in sorted(heights, key=lambda each: (heights[each], each)):
        placed[place] = lowest = max(heights[place], lowest + LETTER_HEIGHT)
    return placed


def _line(
    column: Column, place: int, style: int, months: int, ticks: Sequence[int], top: int, letter_at: float
) -> Line:
    costs = {month: column.sums.with_tax(month) for month in range(months + 1)}
    return Line(
        letter=_LETTERS[place],
        label=column.invitation.vendor.name,
        note="" if column.is_complete else "含まない項目があるため参考",
        style=style,
        points=" ".join(f"{_x(month, months)},{_y(cost, top)}" for month, cost in costs.items()),
        marks=[_shape(style, float(_x(month, months)), float(_y(costs[month], top))) for month in ticks],
        end_x=f"{WIDTH - RIGHT + 8}",
        end_y=f"{letter_at + 5:.1f}",
    )


def _ticks(months: int) -> list[int]:
    """The beginning, the end of each year, and the end of the term."""
    return [*range(0, months, 12), months]


def _spread(ticks: Sequence[int]) -> list[int]:
    """At most eight of them, so that their words do not touch; always the last."""
    every = -(-len(ticks) // 8)
    spread = list(ticks[::every])
    if spread[-1] != ticks[-1]:
        spread[-1:] = [ticks[-1]]
    return spread


def _scale(largest: int) -> tuple[int, int]:
    """The step between two marks, and the topmost mark: four to eight round figures."""
    step = 1
    while step * 8 < largest:
        step = step * 5 // 2 if f"{step}".startswith("2") else step * 2
    return step, max(step, -(-largest // step) * step)


def _short(value: int, top: int) -> str:
    return f"{value / MAN:,.10g}万円" if top >= MAN else f"{value:,}円"


def _x(month: int, months: int) -> str:
    return f"{LEFT + (WIDTH - LEFT - RIGHT) * month / months:.1f}"


def _y(cost: int, top: int) -> str:
    return f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * cost / top:.1f}"


def _shape(style: int, x: float, y: float) -> str:
    """A mark of its own for each line, as the data of a path."""
    corners = {
        1: ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        2: ((0, -5), (5, 4), (-5, 4)),
        3: ((0, -6), (6, 0), (0, 6), (-6, 0)),
        4: ((-5, -4), (5, -4), (0, 5)),
        5: ((-2, -5), (2, -5), (2, -2), (5, -2), (5, 2), (2, 2), (2, 5), (-2, 5), (-2, 2), (-5, 2), (-5, -2), (-2, -2)),
        6: ((0, -5), (5, -2), (3, 4), (-3, 4), (-5, -2)),
    }[style]
    return "M" + " L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + " Z"
