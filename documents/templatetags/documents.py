"""Shared documents on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from documents import years
from documents.models import SharedDocument
from documents.searching import marked_passage

register = template.Library()


@register.filter
def year_label(year: int | None) -> str:
    """令和8年度（2026年度）; empty when no year is named."""
    return years.year_label(year) if year else ""


@register.filter
def found_text(document: SharedDocument) -> SafeString | str:
    """Of a hit, the part of its text that says what was asked for."""
    return marked_passage(document.passage, document.found.question)  # type: ignore[attr-defined]  # of a hit
