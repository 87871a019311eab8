"""Hits of every kind as one list shows them: each kind gives the same columns, so that one query reads them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Columns:
    """One row of these columns. `facts` is whatever the kind itself reads again."""

    section: str
    key: str
    name: str
    passage: str
    facts: Mapping[str, Any]
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One hit. `label` names a loose stage, `mark` is a caution that must stand beside the title.

    `place` says where in a long text the passage stands, `place_href` leads there.
    """

    href: str
    title: SafeString | str
    facts: tuple[str, ...] = ()
    passage: SafeString | str = ""
    label: str = ""
    mark: str = ""
    moment: datetime | None = None
    place: str = ""
    place_href: str = ""


def in_columns(
    things: QuerySet[Any], section: str, *, name: str, facts: Any, passage: Any = None, moment: Any = None
) -> QuerySet[Any]:
    """Things of one kind in the columns that all kinds share."""
    columns: QuerySet[Any] = things.annotate(
        section=Value(section, output_field=CharField()),
        key=Cast("pk", CharField()),
        column_name=Cast(F(name), CharField()),
        column_passage=Value("", output_field=CharField()) if passage is None else Cast(passage, CharField()),
        column_facts=facts,
        column_moment=Value(None, output_field=DateTimeField()) if moment is None else moment,
    ).values_list("section", "key", "column_name", "column_passage", "column_facts", "column_moment")
    return columns
