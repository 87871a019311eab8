"""Who sees what in procurement."""

from procurement.querysets.inquiries import (
    BrochureHandoverQuerySet,
    InquiryMessageQuerySet,
    InquiryQuerySet,
)
from procurement.querysets.parties import AnyUser, serves, works_for
from procurement.querysets.projects import (
    CandidateQuerySet,
    ProjectNoteQuerySet,
    ProjectQuerySet,
    ProjectStepQuerySet,
)

__all__ = [
    "AnyUser",
    "BrochureHandoverQuerySet",
    "CandidateQuerySet",
    "InquiryMessageQuerySet",
    "InquiryQuerySet",
    "ProjectNoteQuerySet",
    "ProjectQuerySet",
    "ProjectStepQuerySet",
    "serves",
    "works_for",
]
