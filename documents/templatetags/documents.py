"""Shared documents on a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from catalog.search.highlighting import found_excerpt
from documents import bylines, download_records, years
from documents.enums import FileFormat, RedactionVerdict
from documents.models import DocumentComment, SharedDocument
from documents.outline import Place
from documents.questions import Question
from documents.searching import passage_place

register = template.Library()


@register.filter
def year_label(year: int | None) -> str:
    """令和8年度（2026年度）; empty when no year is named."""
    return years.year_label(year) if year else ""


@register.filter
def found_place(document: SharedDocument) -> Place | None:
    """Of a hit, the page or heading in which the words stand."""
    found: Any = document
    return passage_place(found.passage, found.passage_from, found.outline, found.found.question)


@register.filter
def found_text(document: SharedDocument) -> SafeString | str:
    """Of a hit, the part of its text that says what was asked for."""
    return found_excerpt(document.passage, document.found.question)  # type: ignore[attr-defined]  # of a hit


@register.filter
def format_label(value: str) -> str:
    """Word文書（docx） for docx; empty when there is no file."""
    return FileFormat(value).label if value in FileFormat else ""


@register.filter
def unanswered(questions: list[Question]) -> int:
    """How many questions of the redaction checker are open."""
    return sum(question.verdict is None for question in questions)


@register.filter
def to_fix(questions: list[Question]) -> int:
    """How many values have to go."""
    return sum(question.verdict == RedactionVerdict.FIX for question in questions)


@register.filter
def comment_byline(comment: DocumentComment) -> str:
    """Who wrote it, as far as they chose."""
    return bylines.comment_byline(comment)


@register.filter
def body_name(row: dict[str, Any]) -> str:
    """The body of a row of the record of downloads."""
    return download_records.body_name(row)
