"""Writing search rows, of whatever kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from catalog.models import SearchRow
from catalog.search.cutting import RULES
from catalog.search.vectors import Searchable, doc_vector, grams_vector

#: Rows written in one statement, and things locked at once.
BATCH = 200
#: The `rules` of a row that waits for a job.
STALE = 0

Things = TypeVar("Things", bound="QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be searched of the thing with this key."""

    pk: int
    text: Searchable
    boost: int = 0


def write_rows(model: type[SearchRow], entries: Iterable[Entry]) -> int:
    """Write these rows anew, whether they are there or not; the number written. The caller has locked the things, so
    that two runs cannot leave the older text."""
    key = model._meta.pk.attname
    rows = [model(**{key: entry.pk, "boost": entry.boost, "rules": RULES, **_vectors(entry.text)}) for entry in entries]
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=["doc", "grams", "boost", "rules"],
    )
    return len(rows)


def _vectors(text: Searchable) -> dict[str, str]:
    return {"doc": doc_vector(text), "grams": grams_vector(text)}


def mark_stale(model: type[SearchRow], ids: Iterable[int]) -> None:
    """Leave these rows to the next run over stale ones."""
    model._default_manager.filter(pk__in=list(ids)).update(rules=STALE)


def stale(things: Things) -> Things:
    """Those whose row is missing or made with older rules."""
    return things.filter(Q(search__isnull=True) | Q(search__rules__lt=RULES))
