"""Dates as official papers write them: 令和8年11月25日."""

from __future__ import annotations

import datetime as dt

_ERAS = (
    (dt.date(2019, 5, 1), "令和", 2018),
    (dt.date(1989, 1, 8), "平成", 1988),
    (dt.date(1926, 12, 25), "昭和", 1925),
)


def era_date(day: dt.date) -> str:
    """The day with its Japanese year, the first one as 元年; the western year before 昭和."""
    for began, name, before in _ERAS:
        if day >= began:
            year = day.year - before
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"
