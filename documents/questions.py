"""What has to be answered before versions are shown to others, one question for each value however often it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from documents.enums import RedactionVerdict
from documents.models import RedactionFinding, SharedDocument
from documents.querysets import AnyUser

SHOWN_PLACES = 5
QUESTIONS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where a value stands, with the words around it and the address of that place in the preview."""

    where: str
    before: str
    value: str
    after: str
    href: str


@dataclass(slots=True)
class Question:
    """A value, the places where it stands, and what was answered."""

    fingerprint: str
    kind: str
    verdict: RedactionVerdict | None
    places: list[FoundPlace] = field(default_factory=list)
    count: int = 0

    @property
    def further(self) -> int:
        """How many places are not listed."""
        return self.count - len(self.places)


def questions_of(document: SharedDocument, user: AnyUser) -> list[Question]:
    """The questions about the versions that others do not see yet, and open ones about the others; open ones first."""
    visible = RedactionFinding.objects.visible_to(user).filter(version__document=document)
    questions: dict[str, Question] = {}
    rows: Iterable[Any] = visible.of_interest().with_number().in_order()
    for row in rows:
        verdict = RedactionVerdict(row.verdict) if row.verdict else None
        question = questions.setdefault(row.fingerprint, Question(row.fingerprint, row.get_kind_display(), verdict))
        question.count += 1
        if len(question.places) < SHOWN_PLACES:
            question.places.append(_place(document, row))
    return sorted(questions.values(), key=lambda question: question.verdict is not None)


def _place(document: SharedDocument, row: Any) -> FoundPlace:
    address = reverse("documents:version_detail", args=[document.pk, row.number])
    where = f"第{row.number}版 {row.place}".strip()
    return FoundPlace(where, row.before, row.value, row.after, f"{address}?page={row.portion}#place-{row.block}")
