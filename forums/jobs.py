"""Background jobs of the boards."""

from __future__ import annotations

from dss.jobs import job, periodic_job
from forums.indexing import TOPICS


@job(unique=True)
def reindex_stale_topics() -> None:
    """Write the search rows that a long topic or a large change left behind; idempotent."""
    TOPICS.reindex_stale()


@periodic_job("5-59/10 * * * *")
def reindex_stale_topic_rows() -> None:
    """Every ten minutes: missing rows, rows made with older cutting rules, and those about renamed listings."""
    TOPICS.reindex_stale()
