"""What people filled in. Kept as JSON: dates as 2026-04-01, amounts in whole yen, rows as objects. No Django here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from documents.filling.declaration import LINES, TAXES, Declaration, Field, FieldType
from documents.filling.wareki import both, seireki, wareki

MOST_YEN = 999_999_999_999
MOST_NUMBER = 2_000_000_000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

Values = dict[str, Any]


def clean(text: str, *, is_line: bool = False) -> str:
    """Without what XML cannot carry and no reader should see; line ends are plain."""
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return (re.sub(r"[\n\t]+", " ", plain) if is_line else plain).strip()


# --- Kept -----------------------------------------------------------------------------------------------------------


def fitting(declaration: Declaration, given: Mapping[str, Any]) -> Values:
    """What of `given` fits the questions, in the form it is kept in; the rest is left out."""
    kept: Values = {}
    for field in declaration.fields:
        value = fit(field, given.get(field.key))
        if value not in (None, "", []):
            kept[field.key] = value
    return kept


def beginnings(declaration: Declaration) -> Values:
    """What stands in an empty form."""
    given = {field.key: list(field.rows) if field.rows else field.default for field in declaration.fields}
    return fitting(declaration, given)


def fit(field: Field, value: Any) -> Any:
    """The value as this field keeps it, None where it does not fit."""
    if value is None:
        return None
    if field.type == FieldType.TABLE:
        return _fit_rows(field, value)
    if field.type in LINES or field.type == FieldType.LONG_TEXT:
        return clean(value, is_line=field.type in LINES)[: field.max_length] if isinstance(value, str) else None
    if field.type == FieldType.DATE:
        return _fit_day(value)
    if field.type in {FieldType.MONEY, FieldType.INTEGER}:
        most = MOST_YEN if field.type == FieldType.MONEY else MOST_NUMBER
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None
    if field.type == FieldType.CHOICE:
        return value if value in field.choices else None
    if field.type == FieldType.MULTIPLE:
        return [each for each in field.choices if each in value] if isinstance(value, list | tuple) else None
    return value if isinstance(value, bool) else None


def _fit_day(value: Any) -> str | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


def _fit_rows(field: Field, value: Any) -> list[Values] | None:
    if not isinstance(value, list | tuple):
        return None
    rows = [fitting(Declaration(field.columns), row) for row in value if isinstance(row, Mapping)]
    return [row for row in rows if any(each is not False for each in row.values())][: field.max_rows]


def missing(declaration: Declaration, values: Mapping[str, Any]) -> list[Field]:
    """The required questions that nobody has answered yet."""
    return [field for field in declaration.fields if field.required and values.get(field.key) in (None, "", [])]


# --- In the file ----------------------------------------------------------------------------------------------------


def context_of(declaration: Declaration, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is put into the places of the file. A required answer that is missing is seen: 【未記入：件名】."""
    context: dict[str, Any] = {}
    for field in declaration.fields:
        context |= _in_file(field, values.get(field.key), f"【未記入：{field.label}】" if field.required else "")
    return context


def _in_file(field: Field, value: Any, empty: str) -> dict[str, Any]:
    if field.type == FieldType.TABLE:
        return {field.key: [_row_in_file(field.columns, row) for row in value or []]}
    if field.type == FieldType.YES_NO:
        return {field.key: bool(value)}
    if field.type == FieldType.MULTIPLE:
        return {field.key: list(value or [])}
    if value in (None, ""):
        return dict.fromkeys(field.names, empty)
    if field.type == FieldType.DATE:
        day = dt.date.fromisoformat(value)
        return dict(zip(field.names, (wareki(day), seireki(day), both(day)), strict=True))
    if field.type == FieldType.MONEY:
        return dict(zip(field.names, (shown(field, value), f"{value:,}"), strict=True))
    return {field.key: shown(field, value)}


def _row_in_file(columns: Iterable[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for column in columns:
        cells |= _in_file(column, row.get(column.key), "")
    return cells


# --- On a page ------------------------------------------------------------------------------------------------------


def shown(field: Field, value: Any) -> str:
    """The value as a person reads it."""
    if value in (None, "", []):
        return ""
    if field.type == FieldType.TABLE:
        return "\n".join(
            " ／ ".join(shown(column, row.get(column.key)) or "−" for column in field.columns) for row in value
        )
    if field.type == FieldType.DATE:
        return wareki(dt.date.fromisoformat(value))
    if field.type == FieldType.MONEY:
        return f"{value:,}円{TAXES[field.tax]}"
    if field.type == FieldType.INTEGER:
        return f"{value:,}{field.unit}"
    if field.type == FieldType.MULTIPLE:
        return "、".join(value)
    if field.type == FieldType.YES_NO:
        return "はい" if value else "いいえ"
    return f"{value}{field.unit}"


def shown_lines(declaration: Declaration, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text of every question."""
    return [(field.label, shown(field, values.get(field.key))) for field in declaration.fields]
