"""Several spec sheets side by side, with a mark where they differ and where somebody gave no answer.

"Unknown" is not "no": a row where one answered and another did not may differ, so it counts as different, yet it is
marked as a gap and not as a difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
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

    @classmethod
    def of(cls, key: str, label: str, cells: tuple[DetailRow, ...]) -> ComparisonRow:
        return cls(key, label, cells, len({cell.values for cell in cells}) > 1)

    @property
    def answers_differ(self) -> bool:
        """Two of the answers that were given are not the same."""
        return len({cell.values for cell in self.cells if cell.is_known}) > 1

    @property
    def has_gap(self) -> bool:
        """One answered and another did not."""
        return len({cell.is_known for cell in self.cells}) > 1

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
    listings: Sequence[Mapping[str, Any]],
    today: dt.date,
    sheet: Sheet | None = None,
    *,
    besides: Collection[str] = (),
) -> list[ComparisonSection]:
    """Every comparable question but `besides`, cells in the order of `listings`; sections without one are left out."""
    sheet = sheet or load_sheet()
    sections = [
        ComparisonSection(
            section.key,
            section.label,
            tuple(
                _row(question, listings, today)
                for question in section.questions
                if question.comparable and question.key not in besides
            ),
        )
        for section in sheet.sections
    ]
    return [section for section in sections if section.rows]


def _row(question: Question, listings: Sequence[Mapping[str, Any]], today: dt.date) -> ComparisonRow:
    cells = tuple(detail_row(question, answers.get(question.key), today) for answers in listings)
    return ComparisonRow.of(question.key, question.label, cells)
