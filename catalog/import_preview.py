"""What an uploaded table would change, as its preview shows it page by page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from catalog.actions.bulk_submission import lacking_in
from catalog.browsing import repaired_page
from catalog.differences import ChangedSection, changed_sections
from catalog.enums import DraftStatus
from catalog.importing.content import Problem
from catalog.importing.planning import ImportPlan, PlannedRow, RowKind, plan_drafts
from catalog.models import ListingUpload, ServiceDraft
from catalog.open_records import columns
from catalog.specsheet import load_sheet

SHOWN_CHANGES = 10
SHOWN_DRAFTS = 50
SHOWN_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """`label`: what the column holds, in Japanese; empty for a column that no table of ours has."""

    place: str
    column: str
    label: str
    message: str


def shown_problems(problems: list[Problem]) -> list[ShownProblem]:
    """The first of them. A certificate's problems name the question, which stands in four columns."""
    labels = {f"spec.{question.key}": question.label for question in load_sheet().questions}
    labels |= {column.name: column.label for column in columns()}
    return [
        ShownProblem(problem.place, problem.column, labels.get(problem.column, ""), problem.message)
        for problem in problems[:SHOWN_PROBLEMS]
    ]


@dataclass(frozen=True, slots=True)
class ShownChange:
    planned: PlannedRow
    sections: list[ChangedSection]


class ImportedDrafts:
    """The drafts that a table wrote and that are not published yet: where each stands, and what it lacks."""

    def __init__(self, upload: ListingUpload, asked_page: str) -> None:
        drafts = ServiceDraft.objects.filter(upload=upload).order_by("pk")
        states = [(draft, [] if draft.status == DraftStatus.IN_REVIEW else lacking_in(draft)) for draft in drafts]
        self.ready = sum(1 for draft, lost in states if draft.status != DraftStatus.IN_REVIEW and not lost)
        self.lacking = sum(1 for _, lost in states if lost)
        self.in_review = len(states) - self.ready - self.lacking
        self.notes: list[str] = []
        lacking_first = sorted(states, key=lambda state: not state[1])
        self.page = repaired_page(Paginator(lacking_first, SHOWN_DRAFTS), asked_page, self.notes)


class ImportPreview:
    """Asked anew at every look: the drafts may have changed since the upload."""

    def __init__(self, upload: ListingUpload, asked_page: str, today: dt.date) -> None:
        self.plan: ImportPlan = plan_drafts(upload.content(), upload.vendor)
        self.problems = shown_problems(self.plan.problems)
        self.new = self.plan.of_kind(RowKind.NEW)
        self.changed = self.plan.of_kind(RowKind.CHANGED)
        self.unchanged = self.plan.of_kind(RowKind.UNCHANGED)
        self.notes: list[str] = []
        self.page: Page[PlannedRow] = repaired_page(Paginator(self.changed, SHOWN_CHANGES), asked_page, self.notes)
        self.shown = [
            ShownChange(planned, changed_sections(planned.before, planned.after, today) if planned.before else [])
            for planned in self.page
        ]

    @property
    def writes(self) -> int:
        """How many drafts would be written."""
        return len(self.new) + len(self.changed)
