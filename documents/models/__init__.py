"""Rows of the shared documents."""

from documents.models.documents import (
    DESCRIPTION_LENGTH,
    FIRST_YEAR,
    LAST_YEAR,
    NOTE_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
    DocumentDownload,
    DocumentSearch,
    DocumentVersion,
    SharedDocument,
    version_path,
)
from documents.models.redaction import RedactionAnswer, RedactionFinding
from documents.models.templates import (
    CODE_LENGTH,
    SUMMARY_LENGTH,
    DocumentTemplate,
    TemplateDraft,
    template_path,
)

__all__ = [
    "CODE_LENGTH",
    "DESCRIPTION_LENGTH",
    "FIRST_YEAR",
    "LAST_YEAR",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "DocumentDownload",
    "DocumentSearch",
    "DocumentTemplate",
    "DocumentVersion",
    "RedactionAnswer",
    "RedactionFinding",
    "SharedDocument",
    "TemplateDraft",
    "template_path",
    "version_path",
]
