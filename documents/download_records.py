"""By which bodies a document was fetched, month by month: a table and the same as CSV. Never by whom."""

from __future__ import annotations

import csv
import io
from typing import Any

from documents.querysets import DocumentDownloadQuerySet
from dss.csv_text import BYTE_ORDER_MARK, csv_cell

OPERATORS = "運営"


def body_name(row: dict[str, Any]) -> str:
    """The body of a row of `by_body_and_month`."""
    if not row["name"]:
        return OPERATORS
    return row["name"] if row["name"] == row["prefecture"] else f"{row['prefecture']}{row['name']}"


def months_as_csv(downloads: DocumentDownloadQuerySet) -> str:
    """One line a body and month, with a mark by which Excel knows the encoding."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["月", "自治体", "回数"])
    for row in downloads.by_body_and_month():
        writer.writerow([f"{row['month']:%Y-%m}", csv_cell(body_name(row)), row["times"]])
    return BYTE_ORDER_MARK + out.getvalue()
