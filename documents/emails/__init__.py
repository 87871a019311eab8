"""Who is told what about the shared documents."""

from documents.emails.documents import send_document_suspended
from documents.emails.usage import send_comment, send_new_version
from documents.emails.wanted import send_wanted_answered, send_wanted_asked_again, send_wanted_expired

__all__ = [
    "send_comment",
    "send_document_suspended",
    "send_new_version",
    "send_wanted_answered",
    "send_wanted_asked_again",
    "send_wanted_expired",
]
