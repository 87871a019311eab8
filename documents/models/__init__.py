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
    "SharedDocument",
    "version_path",
]
