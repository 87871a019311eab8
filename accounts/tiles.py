"""The 47 prefectures as equal tiles: the smallest can be read, too. Columns and rows count from the north-west."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.prefectures import PREFECTURES

_MAP = """
. . . . . . . . . . . 01
. . . . . . . . . . . 02
. . . . . . . . . . 05 03
. . . . . . . . . . 06 04
. . . . . . . . 17 16 15 07
. . . 35 32 31 28 26 18 20 10 09
. 41 40 . 34 33 27 25 21 19 11 08
. 42 44 38 37 . 30 29 23 22 13 12
. 43 45 39 36 . . 24 . . 14 .
. 46 . . . . . . . . . .
47 . . . . . . . . . . .
"""
PLACES: dict[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_MAP.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code != "."
}
SIDE = 64
GAP = 4
LEVELS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One prefecture; `level` is 0 for none and else 1 to `LEVELS`, by the share of the highest value."""

    code: str
    name: str
    short: str
    value: int
    level: int
    x: int
    y: int


def tiles_of(values: Mapping[str, int]) -> list[Tile]:
    """Every prefecture in the order of its code; `values` by prefecture code, those without one are 0."""
    highest = max(values.values(), default=0)
    return [
        Tile(
            code=code,
            name=name,
            short=name if code == "01" else name[:-1],
            value=values.get(code, 0),
            level=_level(values.get(code, 0), highest),
            x=PLACES[code][0] * (SIDE + GAP),
            y=PLACES[code][1] * (SIDE + GAP),
        )
        for code, name in PREFECTURES
    ]


def _level(value: int, highest: int) -> int:
    return 0 if value <= 0 else -(-value * LEVELS // highest)


#: Width and height of the whole map.
SIZE = (12 * (SIDE + GAP) - GAP, 11 * (SIDE + GAP) - GAP)
