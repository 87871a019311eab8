"""Background jobs of procurement."""

from __future__ import annotations

from datetime import datetime

from dss.jobs import periodic_job
from procurement import actions


@periodic_job("10 23 * * *")  # 08:10 in Tokyo
def remind_of_quote_deadlines(*, now: datetime) -> None:
    """Every morning: vendors who have not answered learn that a deadline is near, once for each deadline."""
    actions.remind_of_quote_deadlines(now=now)
