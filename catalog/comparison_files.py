"""The comparison of listings as a workbook and as CSV. What vendors wrote is text and stays text: never a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from catalog.comparing import Comparison
from catalog.specsheet import ComparisonRow
from dss.csv_text import BYTE_ORDER_MARK, csv_cell

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST_WIDTH, _MARK_WIDTH, _WIDTH = 28, 12, 34
_FROZEN = "C5"  # below the names, right of the marks


def comparison_workbook(comparison: Comparison, day: dt.date) -> io.BytesIO:
    """The rows of the page, every cell as text; names and questions stay in sight."""
    book = Workbook()
    book.properties.creator = ""
    sheet = book.active
    sheet.title = "サービスの比較"
    for number, (is_bold, values) in enumerate(_rows(comparison, day), 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(row=number, column=place, value=ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
            cell.font = Font(bold=is_bold)
    for number in range(1, len(comparison.services) + 3):
        width = _FIRST_WIDTH if number == 1 else _MARK_WIDTH if number == 2 else _WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = _FROZEN
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def comparison_csv(comparison: Comparison, day: dt.date) -> io.BytesIO:
    """The same as lines of text, for other programs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for _, values in _rows(comparison, day):
        writer.writerow([csv_cell(value) for value in values])
    return io.BytesIO(f"{BYTE_ORDER_MARK}{text.getvalue()}".encode())


def _rows(comparison: Comparison, day: dt.date) -> Iterator[tuple[bool, list[str]]]:
    """Every row with whether it stands out."""
    shown = "違いのある項目だけ" if comparison.only_differences else "回答のある項目"
    yield True, [f"サービスの比較（{day.year}年{day.month}月{day.day}日現在、{shown}）"]
    yield False, ["事業者の回答です。「未回答」は「ない」ことを意味しません。期限の過ぎた認証は「未確認」です。"]
    yield False, [""]
    yield True, ["項目", "違い", *(service.name for service in comparison.services)]
    yield False, ["ページ", "", *(f"{settings.SITE_URL}{each.get_absolute_url()}" for each in comparison.services)]
    for section in comparison.sections:
        yield True, [section.label]
        for row in section.rows:
            yield False, [row.label, _mark(row), *(cell.text for cell in row.cells)]


def _mark(row: ComparisonRow) -> str:
    return "違いあり" if row.answers_differ else "未回答あり" if row.has_gap else ""
