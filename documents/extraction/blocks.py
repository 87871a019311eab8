"""What a reader finds, collected up to a limit and cut into portions of about one screen page each."""

from __future__ import annotations

import re
from typing import TypedDict

MAX_CHARACTERS = 400_000
MAX_BLOCKS = 20_000
PORTION = 6_000
"""Characters of one portion, so that a page of it stays light; a block that is longer is split."""
OVERHEAD = 10
"""What a block or a cell counts besides its characters: a thousand empty ones weigh, too."""
MAX_CELLS = 60
DEEPEST = 6

KINDS = frozenset({"heading", "paragraph", "row", "page", "sheet", "cut"})
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]{2,}")


class Block(TypedDict, total=False):
    """`level` of headings from 1; `cells` of rows; `number` of pages; "cut" says that the rest was left out."""

    kind: str
    text: str
    level: int
    cells: list[str]
    number: int


class Full(Exception):
    """Enough was read."""


class Collector:
    """Takes blocks in the order of the document; raises `Full` when there is enough."""

    def __init__(self) -> None:
        self.portions: list[list[Block]] = []
        self._room = 0
        self._characters = 0
        self._blocks = 0

    def heading(self, text: str, level: int) -> None:
        self._texts("heading", text, level=max(1, min(level, DEEPEST)))

    def paragraph(self, text: str) -> None:
        self._texts("paragraph", text)

    def row(self, cells: list[str]) -> None:
        room = PORTION
        cleaned = []
        for cell in cells[:MAX_CELLS]:
            cleaned.append(clean(cell)[:room])
            room -= len(cleaned[-1])
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if cleaned:
            self._add({"kind": "row", "cells": cleaned}, sum(len(cell) + OVERHEAD for cell in cleaned))

    def page(self, number: int) -> None:
        self._add({"kind": "page", "number": number}, OVERHEAD)

    def sheet(self, name: str) -> None:
        self._add({"kind": "sheet", "text": clean(name)[:100]}, OVERHEAD)

    def close(self, *, is_whole: bool) -> None:
        """After the last block; says so when the rest was left out."""
        if not is_whole:
            self.portions[-1].append({"kind": "cut"})

    def _texts(self, kind: str, text: str, level: int = 0) -> None:
        cleaned = clean(text)
        for start in range(0, len(cleaned), PORTION):
            part = cleaned[start : start + PORTION]
            block: Block = {"kind": kind, "text": part}
            if level:
                block["level"] = level
            self._add(block, len(part) + OVERHEAD)

    def _add(self, block: Block, size: int) -> None:
        if self._characters + size > MAX_CHARACTERS or self._blocks >= MAX_BLOCKS:
            raise Full
        self._characters += size
        self._blocks += 1
        if not self.portions or size > self._room:
            self.portions.append([])
            self._room = PORTION
        self.portions[-1].append(block)
        self._room -= size


def clean(text: str) -> str:
    """Without what no database column takes and no reader should see; runs of blanks become one."""
    return _BLANKS.sub(" ", _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def plain_text(portions: list[list[Block]]) -> str:
    """The same as text, a line a block: what is searched and compared."""
    lines = []
    for portion in portions:
        for block in portion:
            if block["kind"] == "row":
                lines.append("\t".join(block["cells"]))
            elif block.get("text"):
                lines.append(block["text"])
    return "\n".join(lines)
