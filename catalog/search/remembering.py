"""Searches of the open catalogue, remembered by each process while nothing in it changes.

The words asked most often are few, and a reader who turns back from a listing asks the same again. What is remembered
counts only in the generation in which it was found, which is asked first, so nobody finds what has gone meanwhile.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.core.cache import caches

from catalog.models import Generation, ServiceSearch
from catalog.querysets import ServiceQuerySet
from catalog.search.engine import Scope, SearchResult, compiled_ids, search
from catalog.search.paging import FoundThings

REMEMBERED_SECONDS = 60 * 60


class FoundListings(FoundThings[ServiceQuerySet]):
    """What of the listings that all may find fits what was typed. Other querysets can be narrowed by the same words."""

    def __init__(self, typed: str, allowed: ServiceQuerySet) -> None:
        super().__init__(typed, ServiceSearch, allowed)

    def _search(self, limit: int, offset: int) -> SearchResult:
        return search_openly(self.typed, Scope(self.rows, self.allowed, limit, offset, narrows=True))


def search_openly(typed: str, scope: Scope) -> SearchResult:
    """The same as `search`, in one small query where this process knows what the present catalogue holds of it.

    What the scope allows may lean on nothing but what raises the generation: listings, vendors, adoptions, bodies.
    """
    place = _place_of(typed, scope)
    known: SearchResult | None = caches["process"].get(place)
    if known is not None and known.generation == Generation.objects.present():
        return known
    result = search(typed, scope)
    if result.generation is not None:
        # The list of all hits may be as long as the catalogue.
        caches["process"].set(place, replace(result, listed=None), REMEMBERED_SECONDS)
    return result


def _place_of(typed: str, scope: Scope) -> str:
    allowed = compiled_ids(scope.allowed)
    asked = repr((typed, allowed, scope.limit, scope.offset))
    return f"catalog.search.{hashlib.sha256(asked.encode()).hexdigest()}"
