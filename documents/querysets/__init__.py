"""Who sees what of the shared documents."""

from documents.querysets.documents import (
    ATTACHABLE,
    AnyUser,
    DocumentDownloadQuerySet,
    DocumentVersionQuerySet,
    RedactionAnswerQuerySet,
    RedactionFindingQuerySet,
    SharedDocumentQuerySet,
)

__all__ = [
    "ATTACHABLE",
    "AnyUser",
    "DocumentDownloadQuerySet",
    "DocumentVersionQuerySet",
    "RedactionAnswerQuerySet",
    "RedactionFindingQuerySet",
    "SharedDocumentQuerySet",
]
