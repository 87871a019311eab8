"""The comparison of quotes as a workbook. What vendors wrote is text and stays text: never a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from procurement.comparison import Cell as Compared
from procurement.comparison import QuoteComparison
from procurement.models import QuoteRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIRST_WIDTH, _WIDTH = 28, 30
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def comparison_workbook(request: QuoteRequest, comparison: QuoteComparison) -> io.BytesIO:
    """The same lines, sums and remarks as the page, amounts as numbers."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "見積の比較"
    _put(sheet, [f"{request.project.municipality.full_name}　{request.title}"], bold=True)
    tax, months = comparison.tax_percent, comparison.months
    _put(
        sheet,
        [f"総額は{months}か月。消費税{tax}％を加えた税込にそろえて比べています。各項目は事業者が示した金額です。"],
    )
    columns = comparison.columns
    _put(sheet, [])
    _put(sheet, ["事業者", "支払い", *(each.invitation.vendor.name for each in columns)], bold=True)
    _put(sheet, ["サービス", "", *(each.invitation.version.name for each in columns)])
    _put(sheet, ["金額の税区分", "", *(each.version.get_tax_display() for each in columns)])
    for row in comparison.rows:
        _put(sheet, [row.label, row.kind, *(_value(cell) for cell in row.cells)])
        if any(cell.note for cell in row.cells):
            _put(sheet, ["（備考）", "", *(cell.note for cell in row.cells)])
    for total in comparison.totals:
        _put(sheet, [total.label, "", *(_value(cell) for cell in total.cells)], bold=total.is_main)
        if total.is_main:
            _put(sheet, ["（印）", "", *(_mark(cell) for cell in total.cells)])
    _put(sheet, ["有効期限", "", *(f"{each.version.valid_until or ''}" for each in columns)])
    _put(sheet, ["契約期間の前提", "", *(f"{each.version.months}か月" for each in columns)])
    _put(sheet, ["前提条件・範囲", "", *(each.version.scope_notes for each in columns)])
    for silent in comparison.silent:
        invitation = silent.invitation
        _put(sheet, [invitation.vendor.name, invitation.version.name, silent.state, silent.reason])
    for number in range(1, len(columns) + 3):
        sheet.column_dimensions[get_column_letter(number)].width = _FIRST_WIDTH if number == 1 else _WIDTH
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _value(cell: Compared) -> int | str:
    return cell.amount if cell.amount is not None else cell.text


def _mark(cell: Compared) -> str:
    return "最低額" if cell.is_lowest else cell.note


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
