"""The stored text of a version as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

TOP_LEVEL = 3
"""Headings of the document stand below the page's own h1 and h2."""
LOWEST_LEVEL = 6


@dataclass(slots=True)
class Row:
    """One row of a table; its last cell spans `span` columns where it is shorter than the widest row.

    `block` is its place in the portion, counted from 1, and its anchor on the page.
    """

    cells: list[str]
    block: int
    span: int = 1


@dataclass(slots=True)
class Element:
    """One thing to show; `rows` for tables, `level` for headings, `number` of a page, or of a table in its portion."""

    kind: str
    text: str = ""
    level: int = 0
    number: int = 0
    block: int = 0
    rows: list[Row] = field(default_factory=list)


def elements(portion: Iterable[dict[str, Any]] | None) -> list[Element]:
    """The blocks of a portion in their order; rows that follow each other become one table of even width."""
    shown: list[Element] = []
    tables = 0
    for place, block in enumerate(portion or [], 1):
        kind = block["kind"]
        if kind == "row":
            if not shown or shown[-1].kind != "table":
                tables += 1
                shown.append(Element("table", number=tables))
            shown[-1].rows.append(Row(block["cells"], place))
        else:
            level = min(block.get("level", 1) + TOP_LEVEL - 1, LOWEST_LEVEL)
            shown.append(Element(kind, block.get("text", ""), level, block.get("number", 0), place))
    for element in shown:
        widest = max((len(row.cells) for row in element.rows), default=0)
        for row in element.rows:
            row.span = widest - len(row.cells) + 1
    return shown
