"""Who is told what about the shared documents."""

from documents.emails.documents import send_document_suspended

__all__ = ["send_document_suspended"]
