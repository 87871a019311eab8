"""What another room hands over as the beginning of a draft. Known keys only; what a template does not ask is left out.

    prefill = Prefill(project_title="議事録作成支援", users=120, line_items=(PrefillItem("初期設定"),))
    started = prefilled(declaration, prefill)       # {"title": "議事録作成支援", …} as a draft keeps it

A template asks for a key by `prefill = "project_title"` on a field, and for parts of line items by `prefill = "label"`
on the columns of a table with `prefill = "line_items"`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from documents.filling.declaration import LINES, Declaration, Field, FieldType
from documents.filling.values import Values, fit
from documents.years import year_label


@dataclass(frozen=True, slots=True)
class PrefillItem:
    """One line of what is bought: what it is called, how it is paid, what belongs to it."""

    label: str
    kind: str = ""
    description: str = ""
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Prefill:
    """Everything that may be known of a purchase. Empty: not known, and not filled in."""

    project_title: str = ""
    need: str = ""
    budget: int | None = None
    fiscal_year: int | None = None
    conditions: str = ""
    users: int | None = None
    population: int | None = None
    months: int | None = None
    starts_on: dt.date | None = None
    network: str = ""
    deadline_on: dt.date | None = None
    line_items: tuple[PrefillItem, ...] = ()
    candidate_services: tuple[str, ...] = ()
    municipality: str = ""
    department: str = ""
    contact: str = ""


KEYS = frozenset(each.name for each in fields(Prefill))
ITEM_KEYS = frozenset(each.name for each in fields(PrefillItem))


def prefilled(declaration: Declaration, prefill: Prefill) -> Values:
    """The answers that `prefill` knows, in the form a draft keeps; text that is too long for a field is cut."""
    known: Values = {}
    for field in declaration.fields:
        value = _value(field, getattr(prefill, field.prefill)) if field.prefill in KEYS else None
        if value not in (None, "", []):
            known[field.key] = value
    return known


def _value(field: Field, known: Any) -> Any:
    """`known` as this field keeps it: words for a line, lines for a text, rows for a table."""
    if known in (None, "", ()):
        return None
    if field.type == FieldType.TABLE:
        return fit(field, [_row(field, each) for each in known] if isinstance(known, tuple) else None)
    if field.type in LINES or field.type == FieldType.LONG_TEXT:
        return fit(field, _words(field, known))
    return fit(field, known)


def _row(table: Field, item: Any) -> dict[str, Any]:
    """A row of a table: of a line item, or of a name alone in the first column."""
    if isinstance(item, PrefillItem):
        asked = {column.key: column.prefill for column in table.columns if column.prefill in ITEM_KEYS}
        return {key: getattr(item, name) for key, name in asked.items()}
    return {table.columns[0].key: str(item)}


def _words(field: Field, known: Any) -> str:
    if isinstance(known, tuple):
        names = [each.label if isinstance(each, PrefillItem) else str(each) for each in known]
        return ("、" if field.type in LINES else "\n").join(names)
    if field.prefill == "fiscal_year":
        return year_label(known)
    if isinstance(known, dt.date):
        return known.isoformat()
    return f"{known:,}" if isinstance(known, int) else str(known)


def unknown_keys(declaration: Declaration) -> Mapping[str, str]:
    """Field → the key it asks for, where no such key is known: a mistake in the declaration."""
    asked = {field.key: field.prefill for field in declaration.fields if field.prefill and field.prefill not in KEYS}
    for table in declaration.fields:
        wrong = [column for column in table.columns if column.prefill and column.prefill not in ITEM_KEYS]
        asked |= {f"{table.key}.{column.key}": column.prefill for column in wrong}
    return asked
