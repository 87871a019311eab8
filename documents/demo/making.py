"""Real office files from short Markdown texts: headings, tables, lists and paragraphs, nothing more."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind` is heading, table, item or paragraph."""

    kind: str
    text: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)


def pieces(source: str) -> Iterator[Piece]:
    """The text in its parts. The rule below a table's head is no row."""
    for is_table, lines in groupby(source.splitlines(), key=lambda line: line.startswith("|")):
        if is_table:
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
            yield Piece("table", rows=[row for row in rows if set("".join(row)) - {"-", " "}])
        else:
            yield from (_piece(line) for line in lines if line.strip())


def _piece(line: str) -> Piece:
    marks, _, rest = line.partition(" ")
    if marks and set(marks) == {"#"}:
        return Piece("heading", rest, level=len(marks))
    if marks == "-":
        return Piece("item", rest)
    return Piece("paragraph", line)


def word_file(source: str) -> bytes:
    """A docx; the first heading is its title."""
    document = Document()
    for piece in pieces(source):
        if piece.kind == "heading":
            document.add_heading(piece.text, level=piece.level - 1)
        elif piece.kind == "table":
            _add_table(document, piece.rows)
        elif piece.kind == "item":
            document.add_paragraph(piece.text, style="List Bullet")
        else:
            document.add_paragraph(piece.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def excel_file(sources: Sequence[str]) -> bytes:
    """An xlsx, one sheet for each text: its heading names the sheet, its table fills it."""
    book = Workbook()
    book.remove(book.active)
    for source in sources:
        parts = list(pieces(source))
        sheet = book.create_sheet(next(part.text for part in parts if part.kind == "heading"))
        for row in next(part.rows for part in parts if part.kind == "table"):
            sheet.append([int(cell) if cell.isascii() and cell.isdigit() else cell for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, column in enumerate(sheet.columns, 1):
            width = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[get_column_letter(number)].width = min(60, width * 2 + 2)
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
