"""What an uploaded table would change, as its preview shows it page by page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from catalog.browsing import repaired_page
from catalog.differences import ChangedSection, changed_sections
from catalog.importing.planning import ImportPlan, PlannedRow, RowKind, plan_drafts
from catalog.models import ListingUpload

SHOWN_CHANGES = 10
SHOWN_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class ShownChange:
    planned: PlannedRow
    sections: list[ChangedSection]


class ImportPreview:
    """Asked anew at every look: the drafts may have changed since the upload."""

    def __init__(self, upload: ListingUpload, asked_page: str, today: dt.date) -> None:
        self.plan: ImportPlan = plan_drafts(upload.content(), upload.vendor)
        self.problems = self.plan.problems[:SHOWN_PROBLEMS]
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
