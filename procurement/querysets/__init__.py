"""Who sees what in procurement."""

from procurement.querysets.desk import AnswerTemplateQuerySet, AssignmentQuerySet, AssignmentStepQuerySet
from procurement.querysets.inquiries import (
    BrochureHandoverQuerySet,
    InquiryAttachmentQuerySet,
    InquiryMessageQuerySet,
    InquiryQuerySet,
)
from procurement.querysets.outcomes import OutcomeContractQuerySet, OutcomeLessonQuerySet, OutcomeQuerySet
from procurement.querysets.parties import AnyUser, can_be_asked, is_asked_for_quote, works_for
from procurement.querysets.projects import (
    CandidateQuerySet,
    ProjectDocumentQuerySet,
    ProjectMemberQuerySet,
    ProjectNoteQuerySet,
    ProjectQuerySet,
    ProjectStepQuerySet,
)
from procurement.querysets.quotes import (
    QuoteAttachmentQuerySet,
    QuoteInvitationQuerySet,
    QuoteItemQuerySet,
    QuoteQuerySet,
    QuoteQuestionQuerySet,
    QuoteRequestQuerySet,
    QuoteVersionQuerySet,
)
from procurement.querysets.references import (
    ReferenceAskedQuerySet,
    ReferenceChoiceQuerySet,
    ReferenceRequestQuerySet,
    adopters_of,
    with_acceptance,
)

__all__ = [
    "AnswerTemplateQuerySet",
    "AnyUser",
    "AssignmentQuerySet",
    "AssignmentStepQuerySet",
    "BrochureHandoverQuerySet",
    "CandidateQuerySet",
    "InquiryAttachmentQuerySet",
    "InquiryMessageQuerySet",
    "InquiryQuerySet",
    "OutcomeContractQuerySet",
    "OutcomeLessonQuerySet",
    "OutcomeQuerySet",
    "ProjectDocumentQuerySet",
    "ProjectMemberQuerySet",
    "ProjectNoteQuerySet",
    "ProjectQuerySet",
    "ProjectStepQuerySet",
    "QuoteAttachmentQuerySet",
    "QuoteInvitationQuerySet",
    "QuoteItemQuerySet",
    "QuoteQuerySet",
    "QuoteQuestionQuerySet",
    "QuoteRequestQuerySet",
    "QuoteVersionQuerySet",
    "ReferenceAskedQuerySet",
    "ReferenceChoiceQuerySet",
    "ReferenceRequestQuerySet",
    "adopters_of",
    "can_be_asked",
    "is_asked_for_quote",
    "with_acceptance",
    "works_for",
]
