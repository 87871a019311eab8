"""Search hits as a list that Django's `Paginator` can page: one search gives the page and the total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from catalog.models import Service
from catalog.querysets import ServiceQuerySet
from catalog.search.engine import SearchResult, search_services
from catalog.search.queries import Question

Load = Callable[[ServiceQuerySet], ServiceQuerySet]
#: A page number longer than this cannot exist.
LONGEST_PAGE_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Found:
    """Why a listing stands in a list of hits: `label` names a loose stage, `question` is what to mark."""

    label: str
    question: Question


class FoundServices:
    """The services of `allowed` that fit what was typed, by relevance, each with its `found`.

    `show` says which hits will be asked for, before the total is known: then one search gives both.
    """

    def __init__(self, typed: str, allowed: ServiceQuerySet) -> None:
        self.typed = typed
        self.allowed = allowed
        self.load: Load = ServiceQuerySet.with_list_data
        self.limit = 0
        self.offset = 0

    def show(self, load: Load, *, limit: int, offset: int) -> FoundServices:
        """Search for these hits when asked next, and `load` with them what is shown; itself."""
        self.load, self.limit, self.offset = load, limit, offset
        vars(self).pop("result", None)
        return self

    @cached_property
    def result(self) -> SearchResult:
        return search_services(self.typed, self.allowed, limit=self.limit, offset=self.offset)

    def count(self) -> int:
        return self.result.total

    def __getitem__(self, window: slice) -> list[Service]:
        start, stop = window.start or 0, window.stop or self.limit
        result = self.result
        if start != self.offset:
            result = search_services(self.typed, self.allowed, limit=stop - start, offset=start)
        return _services(self.load(self.allowed), result)


def page_offset(asked: str, size: int) -> int:
    """Where the page of this number begins; 0 for what is no number of a page that could exist."""
    is_number = asked.isdecimal() and len(asked) <= LONGEST_PAGE_NUMBER
    return max(int(asked) - 1, 0) * size if is_number else 0


def _services(allowed: ServiceQuerySet, result: SearchResult) -> list[Service]:
    """The listings in the order of the hits; one that has gone meanwhile is left out."""
    services = allowed.in_bulk(result.ids)
    shown = []
    for hit in result.hits:
        service = services.get(hit.pk)
        if service is not None:
            vars(service)["found"] = Found(hit.label, result.question)
            shown.append(service)
    return shown
