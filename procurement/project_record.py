"""案件の記録: everything of one project on one page, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.compared import comparisons_of
from procurement.comparison import QuoteComparison
from procurement.models import (
    Candidate,
    Outcome,
    OutcomeRemark,
    Project,
    ProjectDocument,
    ProjectStep,
    QuoteAmendment,
    QuoteQuestion,
    QuoteRequest,
)
from procurement.quote_asks import terms_of

MOST_STEPS = 500
"""A longer history is read page by page."""


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """One request for quotes: what was asked, answered and offered."""

    request: QuoteRequest
    terms: Sequence[tuple[str, str]]
    questions: Sequence[QuoteQuestion]
    amendments: Sequence[QuoteAmendment]
    comparison: QuoteComparison

    @property
    def heading(self) -> str:
        return f"見積依頼：{self.request.title}"

    @property
    def anchor(self) -> str:
        return f"request-{self.request.pk}"

    @property
    def silent_anchor(self) -> str:
        return f"silent-{self.request.pk}"


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """One decision with what was said of each candidate."""

    outcome: Outcome
    remarks: Sequence[OutcomeRemark]

    @property
    def heading(self) -> str:
        return f"結果：{self.outcome.quote_request.title}" if self.outcome.quote_request is not None else "結果"

    @property
    def anchor(self) -> str:
        return f"outcome-{self.outcome.pk}"


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """What the page shows; drafts of requests are nobody's record yet."""

    project: Project
    candidates: Sequence[Candidate]
    requests: Sequence[RequestEntry]
    outcomes: Sequence[OutcomeEntry]
    documents: Sequence[ProjectDocument]
    steps: Sequence[ProjectStep]
    is_shortened: bool


def project_record_of(project: Project) -> ProjectRecord:
    """Gather it; `project` has its page data loaded. The same number of queries whatever there is of each."""
    steps = list(project.steps.latest_first()[: MOST_STEPS + 1])
    return ProjectRecord(
        project=project,
        candidates=list(project.candidates.in_order()),
        requests=_requests(project),
        outcomes=_outcomes(project),
        documents=list(project.documents.in_order()),
        steps=steps[:MOST_STEPS][::-1],
        is_shortened=len(steps) > MOST_STEPS,
    )


def _requests(project: Project) -> list[RequestEntry]:
    requests = list(project.quote_requests.sent().order_by("opened_at", "pk"))
    comparisons = comparisons_of(requests)
    questions: dict[int, list[QuoteQuestion]] = {}
    asked = QuoteQuestion.objects.filter(invitation__request__in=comparisons).select_related("invitation")
    for question in asked.order_by("pk"):
        questions.setdefault(question.invitation.request_id, []).append(question)
    amendments: dict[int, list[QuoteAmendment]] = {}
    for amendment in QuoteAmendment.objects.filter(request__in=comparisons).order_by("pk"):
        amendments.setdefault(amendment.request_id, []).append(amendment)
    return [
        RequestEntry(
            request,
            terms_of(request),
            questions.get(request.pk, []),
            amendments.get(request.pk, []),
            comparisons[request.pk],
        )
        for request in requests
    ]


def _outcomes(project: Project) -> list[OutcomeEntry]:
    outcomes = list(project.outcomes.with_page_data().order_by("decided_at", "pk"))
    remarks: dict[int, list[OutcomeRemark]] = {}
    said = OutcomeRemark.objects.filter(outcome__project=project).select_related("candidate__version")
    for remark in said.order_by("pk"):
        remarks.setdefault(remark.outcome_id, []).append(remark)
    return [OutcomeEntry(outcome, remarks.get(outcome.pk, [])) for outcome in outcomes]
