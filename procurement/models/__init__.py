"""The rows of procurement."""

from procurement.models.inquiries import (
    MESSAGE_LENGTH,
    SUBJECT_LENGTH,
    BrochureDownload,
    BrochureHandover,
    Inquiry,
    InquiryMessage,
)

__all__ = [
    "MESSAGE_LENGTH",
    "SUBJECT_LENGTH",
    "BrochureDownload",
    "BrochureHandover",
    "Inquiry",
    "InquiryMessage",
]
