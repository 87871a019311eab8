"""Writing search rows, of whatever kind: each room declares one `Index` for its things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from catalog.models import SearchRow
from catalog.search.cutting import RULES
from catalog.search.vectors import Searchable, doc_vector, grams_vector
from dss.jobs import enqueue

#: Rows written in one statement, and things locked at once.
BATCH = 200
#: The `rules` of a row that waits for a job.
STALE = 0
#: So many things, and characters of theirs, are indexed in the transaction that changed them; more are left to a job.
AT_ONCE = 20
CHARACTERS_AT_ONCE = 30_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be searched of the thing with this key."""

    pk: int
    text: Searchable
    boost: int = 0


@dataclass(frozen=True, slots=True)
class Index:
    """How the search rows of one kind of thing are kept.

    `things`: all that are to be found by anybody; others have no row. `entries` locks the things of these ids and reads
    them, so that two runs cannot leave the older text. `job` is the dotted path of the one that calls `reindex_stale`.
    """

    rows: type[SearchRow]
    things: Callable[[], QuerySet[Any]]
    entries: Callable[[Sequence[int]], Iterable[Entry]]
    job: str

    def changed(self, ids: Iterable[int], *, characters: int = 0) -> None:
        """Called in the transaction that changed these things, after the change; `characters`: how long they are."""
        wanted = set(ids)
        if len(wanted) <= AT_ONCE and characters <= CHARACTERS_AT_ONCE:
            self.reindex(wanted)
            return
        self.mark_stale(wanted)
        enqueue(self.job)

    def reindex(self, ids: Iterable[int]) -> int:
        """Write the rows of these things anew, about 2 ms for a short one; the number written."""
        wanted = sorted(set(ids))
        return sum(self._reindex_batch(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))

    def all_ids(self) -> Iterator[int]:
        """Everything that has a row, or is to have one."""
        known = self.rows._default_manager.values_list("pk", flat=True)
        return self.things().values_list("pk", flat=True).union(known).order_by("pk").iterator()

    def stale_ids(self) -> Iterator[int]:
        """Things whose row is missing or made with older rules."""
        stale = self.things().filter(Q(search__isnull=True) | Q(search__rules__lt=RULES))
        return stale.order_by("pk").values_list("pk", flat=True).iterator()

    def mark_stale(self, ids: Iterable[int]) -> None:
        """Leave these rows to the next `reindex_stale`."""
        self.rows._default_manager.filter(pk__in=list(ids)).update(rules=STALE)

    def reindex_stale(self) -> int:
        """Write every missing or stale row anew, batch by batch; the number written. What changes meanwhile is fine."""
        stale = list(self.stale_ids())
        return sum(self.reindex(stale[start : start + BATCH]) for start in range(0, len(stale), BATCH))

    @transaction.atomic
    def _reindex_batch(self, ids: Sequence[int]) -> int:
        entries = list(self.entries(ids))
        gone = set(ids) - {entry.pk for entry in entries}
        if gone:
            self.rows._default_manager.filter(pk__in=gone).delete()
        key = self.rows._meta.pk
        self.rows._default_manager.bulk_create(
            [
                self.rows(**{key.attname: entry.pk, "boost": entry.boost, "rules": RULES, **_vectors(entry.text)})
                for entry in entries
            ],
            update_conflicts=True,
            unique_fields=[key.name],
            update_fields=["doc", "grams", "boost", "rules"],
        )
        return len(entries)


def _vectors(text: Searchable) -> dict[str, str]:
    return {"doc": doc_vector(text), "grams": grams_vector(text)}
