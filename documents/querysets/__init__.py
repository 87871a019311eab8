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
from documents.querysets.templates import DocumentTemplateQuerySet, TemplateDraftQuerySet
from documents.querysets.usage import DocumentCommentQuerySet, DocumentWatchQuerySet
from documents.querysets.wanted import WantedAnswerQuerySet, WantedDocumentQuerySet

__all__ = [
    "ATTACHABLE",
    "AnyUser",
    "DocumentCommentQuerySet",
    "DocumentDownloadQuerySet",
    "DocumentTemplateQuerySet",
    "DocumentVersionQuerySet",
    "DocumentWatchQuerySet",
    "RedactionAnswerQuerySet",
    "RedactionFindingQuerySet",
    "SharedDocumentQuerySet",
    "TemplateDraftQuerySet",
    "WantedAnswerQuerySet",
    "WantedDocumentQuerySet",
]
