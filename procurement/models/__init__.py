"""The rows of procurement."""

from procurement.models.inquiries import (
    MESSAGE_LENGTH,
    SUBJECT_LENGTH,
    BrochureDownload,
    BrochureHandover,
    Inquiry,
    InquiryMessage,
)
from procurement.models.projects import (
    MOST_CANDIDATES,
    NEED_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
    Candidate,
    Project,
    ProjectNote,
    ProjectStep,
)

__all__ = [
    "MESSAGE_LENGTH",
    "MOST_CANDIDATES",
    "NEED_LENGTH",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "SUBJECT_LENGTH",
    "TITLE_LENGTH",
    "BrochureDownload",
    "BrochureHandover",
    "Candidate",
    "Inquiry",
    "InquiryMessage",
    "Project",
    "ProjectNote",
    "ProjectStep",
]
