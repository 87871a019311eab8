"""Bytes from strangers as rows of a table: CSV or JSON Lines, within limits, every bad row by its line."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.exports import CSV_COLUMNS
from catalog.importing.content import Problem
from dss.csv_text import ESCAPED

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 20_000
_OTHER_DELIMITERS = {"\t": "タブ", ";": "セミコロン"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at once."""

    size: int
    rows: int

    @property
    def size_text(self) -> str:
        return f"{self.size // 1024 // 1024}MB"


DESK_LIMITS = Limits(size=2 * 1024 * 1024, rows=300)
SERVER_LIMITS = Limits(size=256 * 1024 * 1024, rows=100_000)


@dataclass(frozen=True, slots=True)
class Record:
    """One row; `place` names it: the line of the file, and the row of the table where cells hold line ends."""

    place: str
    cells: dict[str, Any]


class UnreadableTable(ValueError):
    """The file is no table we read; the message is for the person."""


def records_of(content: bytes, limits: Limits) -> tuple[list[Record], list[Problem], str]:
    """Every row that could be read, what was wrong with the others, and the encoding in words."""
    if len(content) > limits.size:
        raise UnreadableTable(f"ファイルが大きすぎます（上限{limits.size_text}）。")
    text, encoding = _decoded(content)
    if not text.strip():
        raise UnreadableTable("ファイルが空です。")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise UnreadableTable(f"{line}行目に、使えない文字（NUL）が含まれています。")
    problems: list[Problem] = []
    records: list[Record] = []
    read = _json_lines if text.lstrip()[0] in "{[" else _csv_rows
    for row in read(text):
        if len(records) + len(problems) >= limits.rows:
            raise UnreadableTable(f"行が多すぎます（上限{limits.rows:,}行）。ファイルを分けてください。")
        if isinstance(row, Problem):
            problems.append(row)
        else:
            records.append(row)
    if not records and not problems:
        raise UnreadableTable("見出しの行だけで、サービスの行がありません。")
    return records, problems, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    """UTF-8 with or without its mark, else Shift_JIS as Windows writes it. With a mark it is never taken for anything
    else: half a character at the end of a file that broke off must not turn all of it into other signs."""
    if content.startswith(UTF16_MARKS):
        raise UnreadableTable("文字コードがUTF-16です。UTF-8またはShift_JISのCSVで保存し直してください。")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        if content.startswith(UTF8_MARK):
            line = error.object[: error.start].count(b"\n") + 1
            raise UnreadableTable(f"{line}行目に、UTF-8として読めない文字があります。") from error
    try:
        return content.decode("cp932"), "Shift_JIS"
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"{line}行目に、UTF-8としてもShift_JISとしても読めない文字があります。"
        raise UnreadableTable(message) from error


def _csv_rows(text: str) -> Iterator[Record | Problem]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        _check_header(header)
        number, ended = 1, reader.line_num
        for cells in reader:
            line, ended, number = ended + 1, reader.line_num, number + 1
            place = f"{line}行目" if line == number else f"{line}行目（表の{number}行目）"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                yield Problem(place, "", f"列の数が{len(cells)}で、見出しの{len(header)}と違います。")
                continue
            too_long = [name for name, cell in zip(header, cells, strict=True) if len(cell) > LONGEST_CELL]
            if too_long:
                yield Problem(place, too_long[0], f"{LONGEST_CELL:,}文字を超えています。")
                continue
            yield Record(place, {name: _unescaped(cell) for name, cell in zip(header, cells, strict=True)})
    except csv.Error as error:
        raise UnreadableTable(
            f"{reader.line_num}行目: CSVとして読めません（引用符の閉じ忘れ、またはセルが長すぎます）。"
        ) from error


def _check_header(header: list[str]) -> None:
    """Known columns, each once, and one that says which listing is meant."""
    header[:] = [name.strip() for name in header]
    other = next((sign for sign in _OTHER_DELIMITERS if len(header) == 1 and sign in header[0]), None)
    if other is not None:
        raise UnreadableTable(f"区切り文字が{_OTHER_DELIMITERS[other]}です。カンマ区切り（CSV）で保存してください。")
    if twice := [name for name, times in Counter(header).items() if times > 1]:
        raise UnreadableTable(f"1行目: 列「{twice[0][:60] or '（見出しなし）'}」が2回以上あります。")
    if unknown := [name for name in header if name not in CSV_COLUMNS]:
        names = "、".join(f"「{name[:60] or '（見出しなし）'}」" for name in unknown[:5])
        raise UnreadableTable(f"1行目: {names}という列はありません。見出しはservices.csvと同じ名前にしてください。")
    if "name" not in header and "id" not in header:
        raise UnreadableTable("1行目: 列「id」も「name」もないため、どのサービスのことか分かりません。")


def _unescaped(cell: str) -> str:
    """Without the apostrophe that the export puts before what a spreadsheet would take for a formula."""
    return cell[1:] if ESCAPED.match(cell) else cell


def _json_lines(text: str) -> Iterator[Record | Problem]:
    if text.lstrip().startswith("["):
        raise UnreadableTable("JSONの配列は読めません。1行に1件のJSON Linesにしてください。")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{number}行目"
        try:
            cells = json.loads(line, object_pairs_hook=_once, parse_constant=_refuse_constant)
        except _Twice as error:
            yield Problem(place, str(error), "同じ項目が2回書かれています。")
            continue
        except (ValueError, RecursionError):
            yield Problem(place, "", "JSONとして読めません。1行に1件のオブジェクトを書いてください。")
            continue
        yield _json_record(place, cells)


def _json_record(place: str, cells: Any) -> Record | Problem:
    if not isinstance(cells, dict):
        return Problem(place, "", "JSONのオブジェクト（項目と値の対応）ではありません。")
    if unknown := [name for name in cells if name not in CSV_COLUMNS and name != "answers"]:
        return Problem(place, unknown[0], "この名前の列はありません。services.csvと同じ名前にしてください。")
    too_long = [name for name, cell in cells.items() if isinstance(cell, str) and len(cell) > LONGEST_CELL]
    if too_long:
        return Problem(place, too_long[0], f"{LONGEST_CELL:,}文字を超えています。")
    return Record(place, cells)


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key given twice would silently keep the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice(next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)[:60])
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
