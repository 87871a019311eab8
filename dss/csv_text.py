"""Text for tables that people open in a spreadsheet: whatever was written, no cell of it is a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for Shift JIS
ESCAPED = re.compile(r"^'+[=+\-@\t\r＝＋－＠]")
"""A cell before which `csv_cell` put an apostrophe."""
_FORMULA = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def csv_cell(value: Any) -> str:
    """A cell no spreadsheet takes for a formula: a leading sign of one is hidden behind an apostrophe."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (list, tuple)):
        return ";".join(str(part) for part in value)
    text = "" if value is None else _CONTROLS.sub("", str(value))
    return f"'{text}" if _FORMULA.match(text) else text


class _HandsBack:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A table line by line as its rows are read: a byte order mark, the header, and no cell that is a formula."""
    writer: Any = csv.writer(_HandsBack(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow(header)
    for row in rows:
        yield writer.writerow([csv_cell(value) for value in row])
