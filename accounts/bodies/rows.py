"""Tables out of CSV and XLSX files whose header may stand anywhere near the top and be dressed in any way."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

HEADER_WITHIN = 40  # rows; e-Stat puts notes above its header


class ListError(Exception):
    """The file cannot be used. `problems` are Japanese sentences, each naming its row."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Sheet(NamedTuple):
    """The cells of one sheet as text, in rows; a CSV file is one sheet."""

    title: str
    rows: list[list[str]]


class Row(NamedTuple):
    """One row below the header: where it stands (for messages), and its cells by column name."""

    place: str
    cells: Mapping[str, str]


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of the file; raises ListError where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ListError([f"{path} を読めません（{error.strerror}）。"]) from error
    if content.startswith(b"PK"):
        return _read_xlsx(path, content)
    try:
        return [Sheet("", list(csv.reader(io.StringIO(_decode(path, content), newline=""))))]
    except csv.Error as error:
        raise ListError([f"{path} を CSV として読めません（{error}）。"]) from error


def _decode(path: Path, content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise ListError([f"{path} は CSV（UTF-8 または Shift_JIS）でも XLSX でもありません。"])


def _read_xlsx(path: Path, content: bytes) -> list[Sheet]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [
            Sheet(sheet.title, [["" if cell is None else str(cell) for cell in row] for row in sheet.values])
            for sheet in book.worksheets
        ]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError, EOFError) as error:
        raise ListError([f"{path} を XLSX として読めません（{type(error).__name__}）。"]) from error


def plain(heading: str) -> str:
    """A heading without its dress: one width, no spaces or line ends, lower case."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).lower()


def find_columns(header: Iterable[str], names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Column name -> its position, by the first of its possible headings that the row has."""
    headings = [plain(cell) for cell in header]
    found: dict[str, int] = {}
    for name, possible in names.items():
        for heading in possible:
            if heading in headings:
                found[name] = headings.index(heading)
                break
    return found


def table(sheet: Sheet, names: Mapping[str, tuple[str, ...]], required: frozenset[str]) -> Iterator[Row] | None:
    """The rows below the header; None where no row near the top has the required headings."""
    for number, header in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns = find_columns(header, names)
        if required <= columns.keys():
            return _rows_below(sheet, number, columns)
    return None


def _rows_below(sheet: Sheet, header: int, columns: Mapping[str, int]) -> Iterator[Row]:
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        if any(cell.strip() for cell in cells):
            place = f"{sheet.title} {number}行目".strip()
            yield Row(place, {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()})
