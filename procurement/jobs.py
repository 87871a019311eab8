"""Background jobs of procurement."""

from __future__ import annotations

from datetime import datetime

from dss.jobs import job, periodic_job
from procurement import actions
from procurement.indexing import PROJECTS


@periodic_job("10 23 * * *")  # 08:10 in Tokyo
def remind_of_quote_deadlines(*, now: datetime) -> None:
    """Every morning: vendors who have not answered learn that a deadline is near, once for each deadline."""
    actions.remind_of_quote_deadlines(now=now)


@periodic_job("25 23 * * *")  # 08:25 in Tokyo
def remind_of_contract_ends(*, now: datetime) -> None:
    """Every morning: the bodies whose contracts end in 12 or 6 months are told, once for each end."""
    actions.remind_of_contract_ends(now=now)


@periodic_job("20 23 * * *")  # 08:20 in Tokyo
def remind_of_unanswered_inquiries(*, now: datetime) -> None:
    """Every morning of a working day: vendors learn what they have left unanswered for three and for seven of them."""
    actions.remind_of_unanswered_inquiries(now=now)


@job(unique=True)
def reindex_stale_projects() -> None:
    """Write the search rows that many notes left behind; idempotent."""
    PROJECTS.reindex_stale()


@periodic_job("7-59/10 * * * *")
def reindex_stale_project_rows() -> None:
    """Every ten minutes: missing rows, and rows made with older cutting rules."""
    PROJECTS.reindex_stale()
