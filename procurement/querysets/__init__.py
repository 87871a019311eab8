"""Who sees what in procurement."""

from procurement.querysets.inquiries import (
    BrochureHandoverQuerySet,
    InquiryMessageQuerySet,
    InquiryQuerySet,
)
from procurement.querysets.outcomes import OutcomeContractQuerySet, OutcomeLessonQuerySet, OutcomeQuerySet
from procurement.querysets.parties import AnyUser, is_asked_for_quote, serves, works_for
from procurement.querysets.projects import (
    CandidateQuerySet,
    ProjectDocumentQuerySet,
    ProjectNoteQuerySet,
    ProjectQuerySet,
    ProjectStepQuerySet,
)
from procurement.querysets.quotes import (
    QuoteAttachmentQuerySet,
    QuoteInvitationQuerySet,
    QuoteQuerySet,
    QuoteQuestionQuerySet,
    QuoteRequestQuerySet,
    QuoteVersionQuerySet,
)

__all__ = [
    "AnyUser",
    "BrochureHandoverQuerySet",
    "CandidateQuerySet",
    "InquiryMessageQuerySet",
    "InquiryQuerySet",
    "OutcomeContractQuerySet",
    "OutcomeLessonQuerySet",
    "OutcomeQuerySet",
    "ProjectDocumentQuerySet",
    "ProjectNoteQuerySet",
    "ProjectQuerySet",
    "ProjectStepQuerySet",
    "QuoteAttachmentQuerySet",
    "QuoteInvitationQuerySet",
    "QuoteQuerySet",
    "QuoteQuestionQuerySet",
    "QuoteRequestQuerySet",
    "QuoteVersionQuerySet",
    "is_asked_for_quote",
    "serves",
    "works_for",
]
