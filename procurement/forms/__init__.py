"""What people enter in procurement."""

from procurement.forms.inquiries import (
    LARGEST_ID,
    InquiryForm,
    MessageForm,
    ReplyForm,
    RevealForm,
    TargetForm,
)

__all__ = [
    "LARGEST_ID",
    "InquiryForm",
    "MessageForm",
    "ReplyForm",
    "RevealForm",
    "TargetForm",
]
