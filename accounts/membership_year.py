"""The yearly calendar of a municipal membership: pure dates, no clock of its own.

Municipal staff are transferred on 1 April. Every membership therefore ends on 31 May unless its address was
confirmed again in April or May, or the membership was granted since 1 April.
"""

from __future__ import annotations

from datetime import date

#: Days before the last day of a membership on which its holder is reminded.
REMINDER_DAYS = (14, 3)


def last_day_after(confirmed_on: date) -> date:
    """The last day (included) on which a membership confirmed on `confirmed_on` counts."""
    year = confirmed_on.year if confirmed_on.month < 4 else confirmed_on.year + 1
    return date(year, 5, 31)


def is_confirmation_season(today: date) -> bool:
    """April and May: after the transfers, before the end."""
    return today.month in (4, 5)


def needs_confirmation(expires_on: date, today: date) -> bool:
    """Whether a membership ending on `expires_on` can and should be confirmed on `today`."""
    return is_confirmation_season(today) and today <= expires_on < last_day_after(today)


def reminder_due(expires_on: date, today: date) -> int | None:
    """How many days before the end today's reminder belongs to, or None. A day the job missed is made good later."""
    if not needs_confirmation(expires_on, today):
        return None
    left = (expires_on - today).days
    due = [days for days in REMINDER_DAYS if left <= days]
    return min(due) if due else None
