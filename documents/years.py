"""Fiscal years as town halls count them, and how old a document is."""

from __future__ import annotations

import datetime as dt

_REIWA = 2018


def fiscal_year(day: dt.date) -> int:
    """The fiscal year of a day: it begins on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def year_label(year: int) -> str:
    """2026 → 令和8年度（2026年度）; years before Reiwa by their number alone."""
    if year <= _REIWA:
        return f"{year}年度"
    return f"令和{year - _REIWA if year > _REIWA + 1 else '元'}年度（{year}年度）"


def year_choices(today: dt.date, *, back: int = 15) -> list[tuple[int, str]]:
    """The coming year, this one and those before, latest first."""
    latest = fiscal_year(today) + 1
    return [(year, year_label(year)) for year in range(latest, latest - back - 1, -1)]


def years_old(*, named_year: int | None, uploaded_on: dt.date, today: dt.date) -> int:
    """By the year the document names; without one by the day its file was uploaded."""
    if named_year is not None:
        return max(0, fiscal_year(today) - named_year)
    had_birthday = (today.month, today.day) >= (uploaded_on.month, uploaded_on.day)
    return max(0, today.year - uploaded_on.year - (0 if had_birthday else 1))
