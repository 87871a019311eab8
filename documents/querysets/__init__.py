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

__all__ = [
    "ATTACHABLE",
    "AnyUser",
    "DocumentDownloadQuerySet",
    "DocumentTemplateQuerySet",
    "DocumentVersionQuerySet",
    "RedactionAnswerQuerySet",
    "RedactionFindingQuerySet",
    "SharedDocumentQuerySet",
    "TemplateDraftQuerySet",
]
