"""Search hits as a list that Django's `Paginator` can page: one search gives the page and the total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from catalog.models import SearchRow
from catalog.search.engine import Scope, SearchResult, search
from catalog.search.queries import Question

#: A page number longer than this cannot exist.
LONGEST_PAGE_NUMBER = 6

Thing = TypeVar("Thing", bound=Model)
Things = TypeVar("Things", bound="QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class Found:
    """Why a thing stands in a list of hits: `label` names a loose stage, `question` is what to mark."""

    label: str
    question: Question


class FoundThings(Generic[Things]):
    """What of `allowed` fits what was typed, by relevance, each with its `found`.

    `show` says which hits will be asked for, before the total is known: then one search gives both.
    """

    def __init__(self, typed: str, rows: type[SearchRow], allowed: Things) -> None:
        self.typed = typed
        self.rows = rows
        self.allowed = allowed
        self.load: Callable[[Things], Things] = lambda things: things
        self.limit = 0
        self.offset = 0

    def show(self, load: Callable[[Things], Things], *, limit: int, offset: int) -> FoundThings[Things]:
        """Search for these hits when asked next, and `load` with them what is shown; itself."""
        self.load, self.limit, self.offset = load, limit, offset
        vars(self).pop("result", None)
        return self

    @cached_property
    def result(self) -> SearchResult:
        return self._search(self.limit, self.offset)

    def count(self) -> int:
        return self.result.total

    def __getitem__(self, window: slice) -> list[Any]:
        start, stop = window.start or 0, window.stop or self.limit
        result = self.result if start == self.offset else self._search(stop - start, start)
        return things_found(self.load(self.allowed), result)

    def _search(self, limit: int, offset: int) -> SearchResult:
        return search(self.typed, Scope(self.rows, self.allowed, limit, offset))


def page_offset(asked: str, size: int) -> int:
    """Where the page of this number begins; 0 for what is no number of a page that could exist."""
    is_number = asked.isdecimal() and len(asked) <= LONGEST_PAGE_NUMBER
    return max(int(asked) - 1, 0) * size if is_number else 0


def things_found(things: QuerySet[Thing], result: SearchResult) -> list[Thing]:
    """The things in the order of the hits; one that has gone meanwhile is left out."""
    known = things.in_bulk(result.ids) if result.hits else {}
    shown = []
    for hit in result.hits:
        thing = known.get(hit.pk)
        if thing is not None:
            vars(thing)["found"] = Found(hit.label, result.question)
            shown.append(thing)
    return shown
