"""Keep the search rows in step with the listings."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.search.indexing import mark_stale, reindex
from dss.jobs import enqueue

#: So many listings are indexed at once, in the transaction that changed them; more are left to a job.
AT_ONCE = 20


def listings_changed(service_ids: Iterable[int]) -> None:
    """Called in the transaction that changed the listings, after the change."""
    wanted = set(service_ids)
    if len(wanted) <= AT_ONCE:
        reindex(wanted)
        return
    mark_stale(wanted)
    enqueue("catalog.jobs.reindex_stale_services")
