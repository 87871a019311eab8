"""The text of all blocks in one string, as it is searched, and the way back to the place of each character."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

AROUND = 30
"""Characters shown on either side."""
_HYPHENS = dict.fromkeys("‐‑‒–—―−﹣－ーｰ─━~〜～", "-")
_KEPT = frozenset("㊞")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its screen and its part there, both from 1, and its page, sheet or heading in words."""

    portion: int
    block: int
    words: str


@dataclass(slots=True)
class Sheet:
    """`text` has one character for each of `shown`: narrow digits and letters, one kind of hyphen between digits."""

    shown: str = ""
    text: str = ""
    starts: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def place_at(self, offset: int) -> Place:
        return self.places[max(bisect_right(self.starts, offset) - 1, 0)]

    def before(self, offset: int) -> str:
        return _one_line(self.shown[max(0, offset - AROUND) : offset])

    def after(self, offset: int) -> str:
        return _one_line(self.shown[offset : offset + AROUND])

    def line_around(self, start: int, end: int) -> str:
        """The whole line or cell in which a place stands."""
        first = max(self.text.rfind("\n", 0, start), self.text.rfind("\t", 0, start)) + 1
        ends = [found for found in (self.text.find("\n", end), self.text.find("\t", end)) if found >= 0]
        return self.text[first : min(ends, default=len(self.text))]


def sheet_of(portions: Sequence[Iterable[dict[str, Any]]]) -> Sheet:
    """Lay the blocks of all portions one after the other, a line each; cells are parted by tabs."""
    sheet, pieces, offset = Sheet(), [], 0
    area = heading = ""
    for portion, blocks in enumerate(portions, 1):
        for number, block in enumerate(blocks, 1):
            area, heading = _moved(block, area, heading)
            text = "\t".join(block.get("cells", ())) if block["kind"] == "row" else block.get("text", "")
            sheet.starts.append(offset)
            sheet.places.append(Place(portion, number, area + heading))
            pieces.append(text + "\n")
            offset += len(text) + 1
    sheet.shown = "".join(pieces)
    sheet.text = narrowed(sheet.shown)
    return sheet


def narrowed(text: str) -> str:
    """The same length: wide letters and digits become narrow ones, every sort of stroke beside a digit a hyphen."""
    signs = [_narrow(sign) for sign in text]
    for index, sign in enumerate(signs):
        if sign in _HYPHENS and (_is_digit(signs, index - 1) or _is_digit(signs, index + 1)):
            signs[index] = "-"
    return "".join(signs)


def _narrow(sign: str) -> str:
    if sign.isascii() or sign in _KEPT:
        return sign
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if len(narrow) == 1 else sign


def _is_digit(signs: list[str], index: int) -> bool:
    return 0 <= index < len(signs) and (signs[index] in "0123456789()")


def _moved(block: dict[str, Any], area: str, heading: str) -> tuple[str, str]:
    """The page or sheet, and the heading, from this block on."""
    if block["kind"] == "page":
        return f"{block.get('number', '')}ページ", heading
    if block["kind"] == "sheet":
        return f"シート「{block.get('text', '')[:40]}」", ""
    if block["kind"] == "heading":
        return area, f"「{block.get('text', '')[:40]}」"
    return area, heading


def _one_line(text: str) -> str:
    return " ".join(text.split())
