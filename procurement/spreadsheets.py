"""The comparison of quotes as a workbook and as CSV. What vendors wrote is text and stays text: never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dss.csv_text import BYTE_ORDER_MARK, csv_cell
from procurement.comparison import Cell as Compared
from procurement.comparison import QuoteComparison
from procurement.models import QuoteRequest

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST_WIDTH, _WIDTH = 28, 30
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def comparison_workbook(request: QuoteRequest, comparison: QuoteComparison) -> io.BytesIO:
    """The same lines, sums and remarks as the page, amounts as numbers."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "見積の比較"
    for is_bold, values in _rows(request, comparison):
        _put(sheet, values, bold=is_bold)
    for number in range(1, len(comparison.columns) + 3):
        sheet.column_dimensions[get_column_letter(number)].width = _FIRST_WIDTH if number == 1 else _WIDTH
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def comparison_csv(request: QuoteRequest, comparison: QuoteComparison) -> io.BytesIO:
    """The same as lines of text, for other programs."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for _, values in _rows(request, comparison):
        writer.writerow([csv_cell(value) for value in values])
    return io.BytesIO((BYTE_ORDER_MARK + text.getvalue()).encode())


def _rows(request: QuoteRequest, comparison: QuoteComparison) -> Iterator[tuple[bool, Sequence[int | str]]]:
    """Every row with whether it stands out."""
    columns = comparison.columns
    yield True, [f"{request.project.municipality.full_name}　{request.title}"]
    for remark in comparison.remarks:
        yield False, [remark]
    yield False, []
    yield True, ["事業者", "支払い", *(each.invitation.vendor.name for each in columns)]
    yield False, ["サービス", "", *(each.invitation.version.name for each in columns)]
    yield False, ["金額の税区分", "", *(each.version.get_tax_display() for each in columns)]
    for row in comparison.rows:
        yield False, [row.label, row.kind, *(_value(cell) for cell in row.cells)]
        if any(_mark(cell) for cell in row.cells):
            yield False, ["（印）", "", *(_mark(cell) for cell in row.cells)]
        if any(cell.note for cell in row.cells):
            yield False, ["（備考）", "", *(cell.note for cell in row.cells)]
    for total in comparison.totals:
        yield total.is_main, [total.label, "", *(_value(cell) for cell in total.cells)]
        if total.is_main:
            yield False, ["（印）", "", *(_mark(cell) or cell.note for cell in total.cells)]
    yield False, ["有効期限", "", *(f"{each.version.valid_until or ''}" for each in columns)]
    yield False, ["契約期間の前提", "", *(f"{each.version.months}か月" for each in columns)]
    yield False, ["前提条件・範囲", "", *(each.version.scope_notes for each in columns)]
    for silent in comparison.silent:
        invitation = silent.invitation
        yield False, [invitation.vendor.name, invitation.version.name, silent.state, silent.reason]


def _value(cell: Compared) -> int | str:
    return cell.amount if cell.amount is not None else cell.text


def _mark(cell: Compared) -> str:
    return "範囲の違い" if cell.is_gap else "最低額" if cell.is_lowest else ""


def _put(sheet: Worksheet, values: Sequence[int | str], *, bold: bool = False) -> None:
    number = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    for place, value in enumerate(values, 1):
        cell: Cell = sheet.cell(row=number, column=place)
        if isinstance(value, int):
            cell.value = value
            cell.number_format = "#,##0"
        else:
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"
        cell.alignment = _WRAPPED
        if bold:
            cell.font = _BOLD
    if not values:
        sheet.cell(row=number, column=1, value="").data_type = "s"
