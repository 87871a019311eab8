"""Working days, checked against calendars as the Cabinet Office published them."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dss.working_days import add_working_days, is_working_day, working_days_between

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 22), "Sunday"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 9, 21), "敬老の日"),
        (date(2026, 9, 22), "国民の休日: a Tuesday between two holidays"),
        (date(2026, 9, 23), "秋分の日"),
        (date(2026, 5, 6), "振替休日 three days after 憲法記念日 on a Sunday"),
        (date(2027, 3, 22), "振替休日 of 春分の日"),
        (date(2021, 7, 23), "スポーツの日, moved for the Olympic Games"),
        (date(2019, 5, 1), "the Emperor's accession, a holiday of that year alone"),
        (date(2026, 12, 29), "年末"),
        (date(2026, 12, 30), "年末"),
        (date(2026, 12, 31), "年末"),
        (date(2026, 1, 1), "元日"),
        (date(2026, 1, 2), "年始"),
        (date(2029, 1, 3), "年始, a Wednesday"),
    ],
)
def test_offices_are_closed(day: date, why: str) -> None:
    assert not is_working_day(day), why


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 24),
        date(2026, 9, 24),
        date(2026, 5, 7),
        date(2026, 12, 28),
        date(2027, 1, 4),
        date(2021, 10, 11),
        date(2026, 12, 23),
    ],
)
def test_offices_are_open(day: date) -> None:
    assert is_working_day(day)


def test_days_are_added_over_weekends_holidays_and_the_year_end() -> None:
    assert add_working_days(date(2026, 11, 25), 0) == date(2026, 11, 25)
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert add_working_days(date(2026, 9, 18), 1) == date(2026, 9, 24)
    assert add_working_days(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert add_working_days(date(2026, 12, 28), 7) == date(2027, 1, 13)
    assert add_working_days(date(2027, 1, 4), -1) == date(2026, 12, 28)
    assert add_working_days(date(2026, 11, 22), 1) == date(2026, 11, 24)


def test_days_are_counted_after_the_first_up_to_the_last() -> None:
    assert working_days_between(date(2026, 11, 25), date(2026, 11, 25)) == 0
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 24)) == 1
    assert working_days_between(date(2026, 11, 21), date(2026, 11, 23)) == 0
    assert working_days_between(date(2026, 12, 25), date(2027, 1, 5)) == 3
    assert working_days_between(date(2027, 1, 4), date(2026, 12, 25)) == -2


@given(DAYS, st.integers(min_value=0, max_value=60))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    reached = add_working_days(day, count)
    assert working_days_between(day, reached) == count
    assert count == 0 or is_working_day(reached)
    assert working_days_between(reached, day) <= 0


@given(DAYS, st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=400))
def test_counts_of_two_stretches_add_up(day: date, first: int, second: int) -> None:
    middle, end = day + timedelta(days=first), day + timedelta(days=first + second)
    whole = working_days_between(day, end)
    assert working_days_between(day, middle) + working_days_between(middle, end) == whole


def test_far_years_raise_nothing() -> None:
    assert is_working_day(date(2150, 6, 1))
    assert not is_working_day(date(1, 1, 1))
    assert add_working_days(date(2099, 12, 28), 1) == date(2100, 1, 4)


def test_the_calendar_is_read_only_when_it_is_asked_for() -> None:
    code = "import sys, dss.working_days; print(sum(name.startswith('holidays') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
