"""Project answers on tokens for the indexed `facets` column, and name the filters that ask for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalog.specsheet.declaration import (
    CERTIFICATE_HOLDERS,
    TRISTATE_CHOICES,
    Question,
    QuestionType,
    Sheet,
    load_sheet,
)

# The value by which free text, a URL or a date is filtered: it was given at all.
GIVEN = "given"
HELD = "held"


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One tick of a filter: `value` stands in the address, `token` in the column."""

    value: str
    label: str
    token: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """The ticks of one filterable question; several ticks of one filter mean "any of them"."""

    key: str
    label: str
    section: str
    help: str
    options: tuple[FilterOption, ...]


def facet_token(key: str, value: str) -> str:
    """The token of one value of one question."""
    return f"{key}:{value}"


def facets(answers: Mapping[str, Any], today: dt.date, sheet: Sheet | None = None) -> list[str]:
    """Tokens of all filterable answers, sorted. What is unknown, or a certificate past its expiry, yields none."""
    sheet = sheet or load_sheet()
    return sorted(
        facet_token(question.key, value)
        for question in sheet.questions
        if question.filterable and question.key in answers
        for value in _values(question, answers[question.key], today)
    )


def is_expired(certificate: Mapping[str, str], today: dt.date) -> bool:
    """Whether a held certificate is past its last day; one without a date never is."""
    expires_on = certificate.get("expires_on")
    return expires_on is not None and dt.date.fromisoformat(expires_on) < today


def _values(question: Question, answer: Any, today: dt.date) -> list[str]:
    match question.type:
        case QuestionType.MULTICHOICE:
            return list(answer)
        case QuestionType.CHOICE | QuestionType.TRISTATE:
            return [answer]
        case QuestionType.INTEGER | QuestionType.MONEY | QuestionType.PERCENT:
            number = float(answer)
            return [
                band.code
                for band in question.bands
                if (band.minimum is None or band.minimum <= number) and (band.maximum is None or number <= band.maximum)
            ]
        case QuestionType.CERTIFICATE:
            if answer["state"] != HELD or is_expired(answer, today):
                return []
            return [HELD, f"{HELD}-{answer['holder']}"]
        case _:
            return [GIVEN]


@cache
def _own_filters() -> tuple[Filter, ...]:
    return _filters(load_sheet())


def filter_definitions(sheet: Sheet | None = None) -> tuple[Filter, ...]:
    """A filter for each filterable question, in the order of the sheet."""
    return _own_filters() if sheet is None else _filters(sheet)


def _filters(sheet: Sheet) -> tuple[Filter, ...]:
    return tuple(
        Filter(question.key, question.label, section.label, question.help, _options(question))
        for section in sheet.sections
        for question in section.questions
        if question.filterable
    )


def _options(question: Question) -> tuple[FilterOption, ...]:
    match question.type:
        case QuestionType.MULTICHOICE | QuestionType.CHOICE:
            pairs = [(choice.code, choice.label, choice.group) for choice in question.choices]
        case QuestionType.TRISTATE:
            pairs = [(choice.code, choice.label, "") for choice in TRISTATE_CHOICES]
        case QuestionType.INTEGER | QuestionType.MONEY | QuestionType.PERCENT:
            pairs = [(band.code, band.label, "") for band in question.bands]
        case QuestionType.CERTIFICATE:
            pairs = [(HELD, "有効な取得あり", "")]
            pairs += [(f"{HELD}-{holder.code}", f"取得主体が{holder.label}", "") for holder in CERTIFICATE_HOLDERS]
        case _:
            pairs = [(GIVEN, "記載あり", "")]
    return tuple(FilterOption(code, label, facet_token(question.key, code), group) for code, label, group in pairs)
