"""xlsx: the stored values of every sheet, row by row."""

from __future__ import annotations

import datetime as dt
import io
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from documents.extraction.blocks import MAX_CELLS, Collector

MAX_SHEETS = 100
MAX_ROWS = 100_000
"""Looked at in one sheet, empty ones included: a sheet may declare a million."""


def read_xlsx(content: bytes, into: Collector) -> None:
    """Values, not formulas; hidden sheets are named as such, for whoever downloads the file has them, too."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets[:MAX_SHEETS]:
            into.sheet(sheet.title if sheet.sheet_state == "visible" else f"{sheet.title}（非表示のシート）")
            sheet.reset_dimensions()
            for row in islice(sheet.iter_rows(max_col=MAX_CELLS, values_only=True), MAX_ROWS):
                into.row([_shown(value) for value in row])
    finally:
        book.close()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date().isoformat()
    return str(value)
