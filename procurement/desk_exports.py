"""The inbox and the figures as tables to keep. They hold what the pages show and no more; no cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from catalog.models import Service
from dss.csv_text import BYTE_ORDER_MARK, csv_cell
from procurement.desk_figures import Figures
from procurement.inbox import InboxRow

MOST_EXPORTED = 5_000
COLUMNS = (
    "種類",
    "件名",
    "サービス",
    "送信者（団体）",
    "送信者（氏名）",
    "状態",
    "届いた日時",
    "対応の期限",
    "最後の動き",
    "担当者",
)
FIGURE_COLUMNS = ("ID", "サービス", "月", "閲覧", "問い合わせ", "うち回答した", "見積依頼", "見積の提出", "選定")
_WIDTHS = (16, 40, 30, 30, 16, 20, 18, 18, 18, 16)


def inbox_csv(rows: Iterable[InboxRow]) -> io.BytesIO:
    """UTF-8 with a byte order mark, so that spreadsheets read it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([csv_cell(value) for value in _values(row)] for row in rows)
    return io.BytesIO(f"{BYTE_ORDER_MARK}{text.getvalue()}".encode())


def figures_csv(rows: Iterable[tuple[Service, date, Figures]]) -> io.BytesIO:
    """A vendor's figures, one line a listing and month."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(FIGURE_COLUMNS)
    for service, month, figures in rows:
        numbers = (getattr(figures, field.name) for field in fields(Figures))
        writer.writerow([service.pk, csv_cell(service.name), f"{month:%Y-%m}", *numbers])
    return io.BytesIO(f"{BYTE_ORDER_MARK}{text.getvalue()}".encode())


def inbox_workbook(rows: Iterable[InboxRow]) -> io.BytesIO:
    """One sheet; every cell is text."""
    book = Workbook(write_only=False)
    book.properties.creator = ""
    sheet = book.active
    sheet.title = "問い合わせと見積依頼"
    for number, values in enumerate([COLUMNS, *map(_values, rows)], 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(row=number, column=place, value=ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[place]].width = width
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _values(row: InboxRow) -> Sequence[str]:
    return (
        row.kind_label,
        row.subject,
        row.service,
        row.sender_body,
        row.sender_person,
        row.state_label,
        _moment(row.received_at),
        _moment(row.due_at) if row.due_on is None else f"{row.due_on:%Y-%m-%d}",
        _moment(row.moment),
        row.assignee,
    )


def _moment(value: datetime | None) -> str:
    return "" if value is None else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
