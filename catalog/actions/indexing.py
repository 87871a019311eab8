"""Keep the search rows in step with the listings."""

from __future__ import annotations

from collections.abc import Iterable


def listings_changed(service_ids: Iterable[int]) -> None:
    """Called in the transaction that changed the listings."""
