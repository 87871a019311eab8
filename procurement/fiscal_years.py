"""年度: the budget year of a municipality, April to March, named by the year in which it begins."""

from __future__ import annotations

import datetime as dt

_REIWA_BEGAN = 2019
_AHEAD = 5


def fiscal_year(day: dt.date) -> int:
    """The budget year this day lies in."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_label(year: int) -> str:
    """令和9年度（2027年度）; the western year alone before 令和."""
    if year < _REIWA_BEGAN:
        return f"{year}年度"
    return f"令和{year - _REIWA_BEGAN + 1 if year > _REIWA_BEGAN else '元'}年度（{year}年度）"


def fiscal_year_choices(today: dt.date, *, kept: int | None = None) -> list[tuple[int | str, str]]:
    """Last year to five years ahead; `kept` is one that is chosen already and stays choosable."""
    years = set(range(fiscal_year(today) - 1, fiscal_year(today) + _AHEAD + 1)) | ({kept} if kept else set())
    return [("", "未定"), *((year, fiscal_year_label(year)) for year in sorted(years))]
