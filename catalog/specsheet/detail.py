"""The spec sheet as a person reads it: one row a question, unknown shown as 未回答 and never as "no"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.specsheet.declaration import (
    CERTIFICATE_HOLDERS,
    CERTIFICATE_STATES,
    TRISTATE_CHOICES,
    Choice,
    Question,
    QuestionType,
    Sheet,
    load_sheet,
)
from catalog.specsheet.facets import HELD, is_expired

UNKNOWN = "未回答"
UNCONFIRMED = "未確認"


@dataclass(frozen=True, slots=True)
class DetailRow:
    """`values` holds one text, or one for each item of a list; `text` joins them; `is_url` marks a link."""

    key: str
    label: str
    type: str
    values: tuple[str, ...]
    is_known: bool
    help: str

    @property
    def text(self) -> str:
        return "、".join(self.values)

    @property
    def is_unconfirmed(self) -> bool:
        """A certificate past its last day."""
        return self.type == QuestionType.CERTIFICATE and self.values[0].startswith(UNCONFIRMED)

    @property
    def is_url(self) -> bool:
        return self.is_known and self.type == QuestionType.URL


@dataclass(frozen=True, slots=True)
class DetailSection:
    """One section's rows; `has_answers` lets a page fold away a section nobody answered."""

    key: str
    label: str
    rows: tuple[DetailRow, ...]

    @property
    def has_answers(self) -> bool:
        return any(row.is_known for row in self.rows)


def detail_sections(answers: Mapping[str, Any], today: dt.date, sheet: Sheet | None = None) -> list[DetailSection]:
    """Every section with every question, answered or not."""
    sheet = sheet or load_sheet()
    return [
        DetailSection(
            section.key,
            section.label,
            tuple(detail_row(question, answers.get(question.key), today) for question in section.questions),
        )
        for section in sheet.sections
    ]


def detail_row(question: Question, answer: Any, today: dt.date) -> DetailRow:
    """One question with its answer in words; None is unknown."""
    values = (UNKNOWN,) if answer is None else formatted_values(question, answer, today)
    return DetailRow(question.key, question.label, question.type.value, values, answer is not None, question.help)


def formatted_values(question: Question, answer: Any, today: dt.date) -> tuple[str, ...]:
    """The words for one canonical answer."""
    match question.type:
        case QuestionType.MULTICHOICE:
            return tuple(question.choice_label(code) for code in answer)
        case QuestionType.CHOICE:
            return (question.choice_label(answer),)
        case QuestionType.TRISTATE:
            return (_label(TRISTATE_CHOICES, answer),)
        case QuestionType.INTEGER | QuestionType.MONEY:
            return (f"{answer:,}{question.unit}",)
        case QuestionType.PERCENT:
            return (f"{Decimal(answer)}{question.unit}",)
        case QuestionType.DATE:
            return (format_date(answer),)
        case QuestionType.CERTIFICATE:
            return (_certificate(answer, today),)
        case _:
            return (answer,)


def format_date(iso: str) -> str:
    """2027-03-31 as 2027年3月31日."""
    date = dt.date.fromisoformat(iso)
    return f"{date.year}年{date.month}月{date.day}日"


def _label(choices: tuple[Choice, ...], code: str) -> str:
    return next((choice.label for choice in choices if choice.code == code), code)


def _certificate(answer: Mapping[str, str], today: dt.date) -> str:
    if answer["state"] != HELD:
        return _label(CERTIFICATE_STATES, answer["state"])
    if is_expired(answer, today):
        return f"{UNCONFIRMED}（有効期限の{format_date(answer['expires_on'])}を過ぎています）"
    facts = [f"取得主体: {_label(CERTIFICATE_HOLDERS, answer['holder'])}"]
    if "number" in answer:
        facts.append(f"番号: {answer['number']}")
    if "expires_on" in answer:
        facts.append(f"有効期限: {format_date(answer['expires_on'])}")
    return f"{_label(CERTIFICATE_STATES, HELD)}（{'、'.join(facts)}）"
