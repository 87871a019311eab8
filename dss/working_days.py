"""Working days of Japan's offices: the days on which a body, and mostly a company, is there to answer.

Closed are, as 行政機関の休日に関する法律 says: Saturdays and Sundays; the holidays of 国民の祝日に関する法律 with its
振替休日 and 国民の休日; 12月29日 to 1月3日. Every date is a date in Tokyo (`timezone.localdate(now)`).
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@cache
def _public_holidays(year: int) -> Container[date]:
    # The package costs a tenth of a second and 300 modules: only processes that ask for a working day pay for it.
    from holidays.countries.japan import Japan

    return frozenset(Japan(years=year))


def _is_year_end(day: date) -> bool:
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)


def is_working_day(day: date) -> bool:
    """Whether offices work on this day. Holidays are known from 1949 to 2099."""
    return day.weekday() < _SATURDAY and not _is_year_end(day) and day not in _public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it, when negative); 0 gives `day` itself."""
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days pass from `start` to `end`: those after `start`, `end` included; negative when reversed.

    Friday to the next Monday is one, the same day none: `add_working_days(start, n)` is n away from `start`.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))
