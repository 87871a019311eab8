"""Who may know about what, as targets that are only asked for when somebody looks: several kinds in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from dss.compiled import load_asking_once


class Targets(Collection[str]):
    """The keys of the rows of a queryset: the column `field` as text, each once."""

    def __init__(self, rows: QuerySet[Any, Any], field: str = "pk") -> None:
        self._rows = rows
        self._field = field

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(str(key) for key in self._rows.order_by().values_list(self._field, flat=True))

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def as_rows(self, name: str) -> Any:
        """Rows of this name and a key, to be united with others."""
        named = self._rows.order_by().annotate(
            told_kind=Value(name, output_field=CharField()), told_key=Cast(self._field, CharField())
        )
        return named.values_list("told_kind", "told_key")


def all_targets(asked: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """The targets by name; those that lie in the database in one query."""
    waiting = [targets.as_rows(name) for name, targets in asked.items() if isinstance(targets, Targets)]
    known = {name: set[str]() if isinstance(targets, Targets) else set(targets) for name, targets in asked.items()}
    if waiting:
        for name, key in load_asking_once(waiting[0].union(*waiting[1:], all=True)):
            known[name].add(key)
    return {name: frozenset(keys) for name, keys in known.items()}
