"""Answers as flat text columns for CSV, and back again without loss.

Columns are `spec.<key>`, and `spec.<key>.<part>` for the parts of a certificate. An empty column is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.specsheet.cleaning import Cleaned, clean_answers
from catalog.specsheet.declaration import Question, QuestionType, Sheet, load_sheet

PREFIX = "spec."
CERTIFICATE_PARTS = ("state", "holder", "number", "expires_on")


@dataclass(frozen=True, slots=True)
class Part:
    """One flat piece of a question: the whole answer, or one fact of a certificate (`name` empty or the fact)."""

    question: Question
    name: str

    @property
    def column(self) -> str:
        return f"{PREFIX}{self.question.key}.{self.name}" if self.name else f"{PREFIX}{self.question.key}"


def parts_of(question: Question) -> tuple[Part, ...]:
    """The flat pieces of one question, in order."""
    if question.type == QuestionType.CERTIFICATE:
        return tuple(Part(question, name) for name in CERTIFICATE_PARTS)
    return (Part(question, ""),)


def _all_parts(sheet: Sheet) -> Iterator[Part]:
    for question in sheet.questions:
        yield from parts_of(question)


def export_columns(sheet: Sheet | None = None) -> tuple[str, ...]:
    """Names of all columns, in the order of the sheet."""
    return tuple(part.column for part in _all_parts(sheet or load_sheet()))


def part_text(part: Part, answers: Mapping[str, Any]) -> str:
    """One piece of canonical answers as text, empty when unknown."""
    answer = answers.get(part.question.key)
    if answer is None:
        return ""
    if part.name:
        return str(answer.get(part.name, ""))
    if part.question.type == QuestionType.MULTICHOICE:
        return ";".join(answer)
    return str(answer)


def to_columns(answers: Mapping[str, Any], sheet: Sheet | None = None) -> dict[str, str]:
    """Every column with its text."""
    return {part.column: part_text(part, answers) for part in _all_parts(sheet or load_sheet())}


def columns_question(column: str) -> str:
    """The key of the question to which a `spec.` column belongs."""
    return column.removeprefix(PREFIX).partition(".")[0]


def from_columns(row: Mapping[str, Any], sheet: Sheet | None = None) -> Cleaned:
    """Answers of a row of columns; a missing column is unknown, a `spec.` column not declared is an error.

    Errors are keyed by question, as `clean_answers` gives them. Columns without the prefix are not looked at.
    """
    sheet = sheet or load_sheet()
    known = {part.column: part for part in _all_parts(sheet)}
    raw: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for column, text in row.items():
        if not column.startswith(PREFIX):
            continue
        part = known.get(column)
        if part is None:
            errors[column.removeprefix(PREFIX)] = "仕様情報にない項目です。"
        elif part.name:
            raw.setdefault(part.question.key, {})[part.name] = text
        else:
            raw[part.question.key] = text
    cleaned = clean_answers(raw, sheet)
    return Cleaned(cleaned.answers, errors | cleaned.errors)
