"""Shared documents on a page."""

from __future__ import annotations

from django import template

from documents import years

register = template.Library()


@register.filter
def year_label(year: int | None) -> str:
    """令和8年度（2026年度）; empty when no year is named."""
    return years.year_label(year) if year else ""
