"""Which columns of which rooms name files: read from the app registry, so that a new FileField is never forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField, Model, QuerySet

PORTION = 500


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One FileField; `digest` is the column that holds the SHA-256 of its content, if there is one."""

    model: type[Model]
    field: str
    digest: str | None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def storage(self) -> Storage:
        field: Any = self.model._meta.get_field(self.field)
        storage: Storage = field.storage
        return storage

    def rows(self) -> QuerySet[Any]:
        """The rows that name a file, whatever the model's own manager hides."""
        named: QuerySet[Any] = self.model._base_manager.exclude(**{self.field: ""})
        return named.exclude(**{f"{self.field}__isnull": True})

    def owners(self, names: Collection[str]) -> dict[str, FileOwner]:
        """Who names these files, of this column."""
        columns = ["pk", self.field, *([self.digest] if self.digest else [])]
        rows = self.rows().filter(**{f"{self.field}__in": names}).order_by("-pk").values_list(*columns)
        return {row[1]: FileOwner(self, str(row[0]), row[2] if self.digest else "") for row in rows}

    def in_portions(self, rows: QuerySet[Any]) -> Iterator[list[tuple[Any, str]]]:
        """(key, name of the file) of these rows in the order of their keys, without holding them all."""
        last: Any = None
        while True:
            further = rows if last is None else rows.filter(pk__gt=last)
            portion = list(further.order_by("pk").values_list("pk", self.field)[:PORTION])
            if not portion:
                return
            yield portion
            last = portion[-1][0]


@dataclass(frozen=True, slots=True)
class FileOwner:
    """The row that names a file; `sha256` is empty where its table keeps none."""

    column: FileColumn
    key: str
    sha256: str


def file_columns() -> list[FileColumn]:
    """Every FileField with a table behind it."""
    return [
        FileColumn(model, field.name, _digest_of(model, field.name))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]


def owners_of(names: Collection[str]) -> dict[str, FileOwner]:
    """Which of these files are named by a row, and by which; whatever storage the column says it means."""
    found: dict[str, FileOwner] = {}
    for column in file_columns():
        found |= column.owners(names)
    return found


def _digest_of(model: type[Model], field: str) -> str | None:
    known = {each.name for each in model._meta.get_fields()}
    return next((name for name in (f"{field}_sha256", "sha256") if name in known), None)
