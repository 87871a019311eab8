"""Who sees what of the shared documents."""

from documents.querysets.documents import (
    ATTACHABLE,
    AnyUser,
    DocumentDownloadQuerySet,
    DocumentVersionQuerySet,
    SharedDocumentQuerySet,
)

__all__ = [
    "ATTACHABLE",
    "AnyUser",
    "DocumentDownloadQuerySet",
    "DocumentVersionQuerySet",
    "SharedDocumentQuerySet",
]
