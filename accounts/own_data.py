"""A person's own data as files: what every room declares to be theirs (`Own` in its `holdings.py`), nothing else."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignKey, Model, Q
from django.utils import timezone

from dss.holdings import PUBLIC_NAMES, Holding, Own, all_holdings

if TYPE_CHECKING:
    from accounts.models import User

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
README = """自分のデータの写し（デジタルサービス広場）
作成日時：{made_at}

data/ には分野ごとのJSON、csv/ には表ごとのCSV（UTF-8）があります。
どのデータを何のために保存しているかは、サイトの「保存しているデータ」のページに示しています。
ほかの方のデータと、自治体や事業者の記録の本文は含みません。日時は協定世界時（UTC）です。
"""


def packed(person: User, now: datetime) -> bytes:
    """The ZIP with one JSON file for each group of tables and one CSV file for each table that has rows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(made_at=timezone.localtime(now).strftime("%Y-%m-%d %H:%M")))
        for holding in all_holdings():
            _write_holding(archive, holding, person)
    return buffer.getvalue()


def rows_of(own: Own, person: User) -> Iterator[dict[str, Any]]:
    """The person's rows of one table, as declared."""
    model = apps.get_model(own.model)
    mine = Q()
    for column in own.by:
        mine |= Q(**{column: person.key if column.endswith("_key") else person.pk})
    fields = [model._meta.get_field(name) for name in own.columns]
    related = [field.name for field in fields if isinstance(field, ForeignKey) and field.name in PUBLIC_NAMES]
    for row in model._base_manager.filter(mine).select_related(*related).order_by("pk").iterator():
        yield dict(_pair for field in fields for _pair in _values(row, field))


def _values(row: Model, field: Any) -> Iterable[tuple[str, Any]]:
    column: Field[Any, Any] = field
    if not isinstance(column, ForeignKey):
        return [(column.name, getattr(row, column.name))]
    number = [(column.attname, getattr(row, column.attname))]
    if column.name not in PUBLIC_NAMES:
        return number
    thing = getattr(row, column.name)
    return [*number, (column.name, str(thing) if thing is not None else None)]


def _write_holding(archive: zipfile.ZipFile, holding: Holding, person: User) -> None:
    tables = {own.model: list(rows_of(own, person)) for own in holding.own}
    filled = {label: rows for label, rows in tables.items() if rows}
    if not filled:
        return
    document = {"title": holding.title, "purpose": holding.why, "kept": holding.kept, "tables": filled}
    archive.writestr(
        f"data/{holding.key}.json", json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    )
    for label, rows in filled.items():
        archive.writestr(f"csv/{label.lower()}.csv", _as_csv(rows))


def _as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> str:
    """As text that no spreadsheet takes for a formula."""
    if isinstance(value, dict | list):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
