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

__all__ = [
    "DESCRIPTION_LENGTH",
    "FIRST_YEAR",
    "LAST_YEAR",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "TITLE_LENGTH",
    "DocumentDownload",
    "DocumentSearch",
    "DocumentVersion",
    "RedactionAnswer",
    "RedactionFinding",
    "SharedDocument",
    "version_path",
]
