"""Marking what was asked for: `ts_headline` marks nothing in text that was cut outside the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.search.cutting import Cut, Token, cut
from catalog.search.queries import Question

#: Characters of a window that is cut out of a longer text.
WINDOW_CHARACTERS = 120
#: The window starts this many characters before its first mark where it can.
LEAD_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters to mark, and the lexeme they stand for."""

    start: int
    end: int
    lexeme: str


def highlighted(text: str, question: Question) -> SafeString:
    """The whole text, escaped, with what was asked for in `<mark>`."""
    return _marked(text, 0, len(text), find_marks(text, question))


def excerpt(text: str, question: Question, length: int = WINDOW_CHARACTERS) -> SafeString:
    """About `length` characters where most of what was asked for stands together, escaped and marked; the beginning of
    the text where nothing is found."""
    return _window(text, find_marks(text, question), length)


def found_excerpt(text: str, question: Question) -> SafeString:
    """The same, but nothing where nothing is found."""
    marks = find_marks(text, question)
    return _window(text, marks, WINDOW_CHARACTERS) if marks else SafeString("")


def _window(text: str, marks: Sequence[Mark], length: int) -> SafeString:
    if len(text) <= length:
        return _marked(text, 0, len(text), marks)
    start = _densest(marks, length)
    start = _snapped(cut(text), max(start - LEAD_CHARACTERS, 0)) if start > LEAD_CHARACTERS else 0
    end = min(start + length, len(text))
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    return format_html("{}{}{}", head, _marked(text, start, end, marks), tail)


def excerpt_start(text: str, question: Question, length: int = WINDOW_CHARACTERS) -> int | None:
    """Where the first mark of that window stands in the text; None without any."""
    marks = find_marks(text, question)
    return _densest(marks, length) if marks else None


def find_marks(text: str, question: Question) -> list[Mark]:
    """Where in a text the words asked for stand, in order, without overlap."""
    groups = question.groups
    lexemes = frozenset[str]().union(*(group.lexemes for group in groups))
    prefixes = tuple(prefix for group in groups for prefix in group.prefixes)
    readings = "\n".join(term.reading for term in question.terms if term.reading)
    marks = [
        Mark(token.start, token.end, token.lexeme)
        for token in cut(text).tokens
        if _is_asked(token, lexemes, prefixes, readings)
    ]
    return list(_merged(marks))


def _is_asked(token: Token, lexemes: frozenset[str], prefixes: tuple[str, ...], readings: str) -> bool:
    words = token.words
    if not lexemes.isdisjoint(words) or (prefixes and any(word.startswith(prefixes) for word in words)):
        return True
    return bool(readings) and len(token.reading) > 1 and token.reading in readings


def _merged(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Marks that touch become one: 議事録 is one mark, not two."""
    current: Mark | None = None
    for mark in marks:
        if current is not None and mark.start <= current.end:
            current = Mark(current.start, max(current.end, mark.end), current.lexeme + mark.lexeme)
            continue
        if current is not None:
            yield current
        current = mark
    if current is not None:
        yield current


def _densest(marks: Sequence[Mark], length: int) -> int:
    """The start of the window that holds most different marks, then most marks; 0 without any."""
    best, best_start = (0, 0), 0
    for index, first in enumerate(marks):
        inside = [mark for mark in marks[index:] if mark.end <= first.start + length - LEAD_CHARACTERS]
        score = (len({mark.lexeme for mark in inside}), len(inside))
        if score > best:
            best, best_start = score, first.start
    return best_start


def _snapped(words: Cut, start: int) -> int:
    """The next beginning of a word."""
    return min((beginning for beginning in words.starts if beginning >= start), default=start)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> SafeString:
    if not marks:
        return escape(text[start:end])
    pieces: list[tuple[str, str]] = []
    position = start
    for mark in marks:
        if mark.start >= start and mark.end <= end:
            pieces.append((text[position : mark.start], text[mark.start : mark.end]))
            position = mark.end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[position:end])
