"""Keep the search rows in step with the listings."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.search.indexing import LISTINGS


def listings_changed(service_ids: Iterable[int]) -> None:
    """Called in the transaction that changed the listings, after the change."""
    LISTINGS.changed(service_ids)
