"""How much time vendors are left, in working days. Every date is a date in Tokyo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from dss.working_days import is_working_day, working_days_between

ENOUGH_DAYS = 10
"""Below this the page warns: vendors have to ask, to calculate and to get it signed."""
LATEST_INVITATION_DAYS = 5
"""A vendor that is invited later has at least this long."""
LATEST_AMENDMENT_DAYS = 3
"""And so has everybody whose quote an amendment has put out of date."""


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """From a moment to a deadline."""

    working_days: int
    is_on_holiday: bool

    @property
    def is_short(self) -> bool:
        return self.working_days < ENOUGH_DAYS

    @property
    def warnings(self) -> list[str]:
        """What staff should think about before they send it."""
        found = []
        if self.is_short:
            found.append(
                f"回答期限まで{max(self.working_days, 0)}営業日です。"
                f"事業者が検討できるよう、{ENOUGH_DAYS}営業日以上を空けることをお勧めします。"
            )
        if self.is_on_holiday:
            found.append("回答期限が休日（土・日・祝日・年末年始）です。事業者が提出しにくいため、平日をお勧めします。")
        return found


def time_left(now: datetime, deadline_at: datetime) -> TimeLeft:
    """The working days after today, the day of the deadline included."""
    day = timezone.localdate(deadline_at)
    return TimeLeft(working_days_between(timezone.localdate(now), day), is_on_holiday=not is_working_day(day))


def can_still_invite(now: datetime, deadline_at: datetime) -> bool:
    """Whether a vendor that is invited now has enough time."""
    return time_left(now, deadline_at).working_days >= LATEST_INVITATION_DAYS


def can_still_amend(now: datetime, deadline_at: datetime) -> bool:
    """Whether everybody has enough time to quote anew."""
    return time_left(now, deadline_at).working_days >= LATEST_AMENDMENT_DAYS
