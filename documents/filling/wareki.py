"""Dates as town halls write them: 令和8年4月1日."""

from __future__ import annotations

import datetime as dt

#: First day of each era, the latest first.
ERAS = (
    (dt.date(2019, 5, 1), "令和"),
    (dt.date(1989, 1, 8), "平成"),
    (dt.date(1926, 12, 25), "昭和"),
)


def era_year(day: dt.date) -> str:
    """令和8年, 令和元年; before 昭和 the year of our calendar."""
    for begin, name in ERAS:
        if day >= begin:
            number = day.year - begin.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def wareki(day: dt.date) -> str:
    """令和8年4月1日."""
    return f"{era_year(day)}{day.month}月{day.day}日"


def seireki(day: dt.date) -> str:
    """2026年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def both(day: dt.date) -> str:
    """令和8年（2026年）4月1日."""
    year = era_year(day)
    common = f"（{day.year}年）" if not year.startswith(str(day.year)) else ""
    return f"{year}{common}{day.month}月{day.day}日"
