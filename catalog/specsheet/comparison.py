"""Several spec sheets side by side, with a mark where they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.specsheet.declaration import Question, Sheet, load_sheet
from catalog.specsheet.detail import DetailRow, detail_row


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One question over all listings; `differs` also when one answered and another did not."""

    key: str
    label: str
    cells: tuple[DetailRow, ...]
    differs: bool

    @property
    def is_answered(self) -> bool:
        return any(cell.is_known for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ComparisonSection:
    key: str
    label: str
    rows: tuple[ComparisonRow, ...]

    @property
    def has_answers(self) -> bool:
        return any(row.is_answered for row in self.rows)


def comparison_sections(
    listings: Sequence[Mapping[str, Any]], today: dt.date, sheet: Sheet | None = None
) -> list[ComparisonSection]:
    """Every comparable question, cells in the order of `listings`; sections without such a question are left out."""
    sheet = sheet or load_sheet()
    sections = [
        ComparisonSection(
            section.key,
            section.label,
            tuple(_row(question, listings, today) for question in section.questions if question.comparable),
        )
        for section in sheet.sections
    ]
    return [section for section in sections if section.rows]


def _row(question: Question, listings: Sequence[Mapping[str, Any]], today: dt.date) -> ComparisonRow:
    cells = tuple(detail_row(question, answers.get(question.key), today) for answers in listings)
    return ComparisonRow(question.key, question.label, cells, len({cell.values for cell in cells}) > 1)
