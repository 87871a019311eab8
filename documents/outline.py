"""Where the pages, sheets and headings of a text begin: for the table of contents, and to say where words were found.

Stored beside the text as small rows, so that a list of hits never loads whole documents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MAX_ENTRIES = 2_000
LONGEST_LABEL = 80
_NAMED = frozenset({"page", "sheet", "heading"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the preview: its screen and its part there, both counted from 1, and what stands there."""

    label: str
    portion: int
    block: int
    level: int = 1

    @property
    def anchor(self) -> str:
        """Behind the address of the preview."""
        return f"?page={self.portion}#place-{self.block}"


def outline_of(portions: Sequence[Iterable[dict[str, Any]]]) -> list[dict[str, Any]]:
    """An entry for each page, sheet and heading, and one where a screen begins within one; `at` counts characters of
    `extraction.blocks.plain_text`."""
    entries: list[dict[str, Any]] = []
    at, area, heading = 0, "", ""
    for portion, blocks in enumerate(portions, 1):
        for number, block in enumerate(blocks, 1):
            area, heading = _moved(block, area, heading)
            if block["kind"] in _NAMED or number == 1:
                entry = {"at": at, "label": area + heading, "portion": portion, "block": number}
                named = {"kind": block["kind"], "level": block.get("level", 1), "title": _title(block)}
                entries.append(entry | (named if block["kind"] in _NAMED else {}))
            line = "\t".join(block["cells"]) if block["kind"] == "row" else block.get("text", "")
            at += len(line) + 1 if line or block["kind"] == "row" else 0
    return entries[:MAX_ENTRIES]


def place_at(outline: Sequence[dict[str, Any]], offset: int) -> Place | None:
    """The page or heading in which a character stands; None before the first one."""
    index = bisect_right([entry["at"] for entry in outline], offset) - 1
    if index < 0:
        return None
    entry = outline[index]
    return Place(entry["label"], entry["portion"], entry["block"])


def contents_of(outline: Sequence[dict[str, Any]]) -> list[Place]:
    """The table of contents; pages only where the text has no headings."""
    named = [entry for entry in outline if entry.get("title")]
    headings = [entry for entry in named if entry["kind"] != "page"]
    return [
        Place(entry["title"], entry["portion"], entry["block"], min(entry["level"], 3)) for entry in headings or named
    ]


def _title(block: dict[str, Any]) -> str:
    if block["kind"] == "page":
        return f"{block.get('number', '')}ページ"
    text = block.get("text", "")[:LONGEST_LABEL]
    return f"シート「{text}」" if block["kind"] == "sheet" else text


def _moved(block: dict[str, Any], area: str, heading: str) -> tuple[str, str]:
    """The page or sheet, and the heading, from this block on."""
    if block["kind"] == "page":
        return f"{block.get('number', '')}ページ", heading
    if block["kind"] == "sheet":
        return f"シート「{block.get('text', '')[:40]}」", ""
    if block["kind"] == "heading":
        return area, f"「{block.get('text', '')[:40]}」"
    return area, heading
