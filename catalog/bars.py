"""A drawing of a table of figures, two bars a line. Pure: the template only draws, and the table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 480
LABEL_HEIGHT = 22
BAR = 14
GAP = 4
BETWEEN = 14
ROOM_FOR_VALUE = 90


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `series` counts from 1."""

    series: int
    y: int
    width: int
    text_x: int
    text_y: int
    text: str


@dataclass(frozen=True, slots=True)
class BarLine:
    label: str
    label_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """`height` of the whole drawing, in its own units."""

    width: int
    height: int
    bar_height: int
    lines: tuple[BarLine, ...]


def bars_of(lines: Sequence[tuple[str, tuple[int, ...]]], units: Sequence[str]) -> Bars:
    """Bars of all series on one scale, in the order given."""
    highest = max((value for _, values in lines for value in values), default=0)
    step = LABEL_HEIGHT + len(units) * (BAR + GAP) + BETWEEN
    drawn = tuple(
        BarLine(label, number * step + 16, tuple(_bars(values, units, number * step + LABEL_HEIGHT, highest)))
        for number, (label, values) in enumerate(lines)
    )
    return Bars(WIDTH, max(step * len(lines) - BETWEEN, 1), BAR, drawn)


def _bars(values: tuple[int, ...], units: Sequence[str], top: int, highest: int) -> Sequence[Bar]:
    room = WIDTH - ROOM_FOR_VALUE
    return [
        Bar(
            series=series,
            y=(y := top + (series - 1) * (BAR + GAP)),
            width=(width := room * value // highest if highest else 0),
            text_x=width + 6,
            text_y=y + BAR - 2,
            text=f"{value:,}{unit}",
        )
        for series, (value, unit) in enumerate(zip(values, units, strict=True), start=1)
    ]
