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
from documents.models.usage import COMMENT_LENGTH, DocumentComment, DocumentHelpful, DocumentWatch
from documents.models.wanted import (
    ANSWER_NOTE_LENGTH,
    MOST_ANSWERS,
    WANTED_TEXT_LENGTH,
    WANTED_TITLE_LENGTH,
    WantedAnswer,
    WantedDocument,
)

__all__ = [
    "ANSWER_NOTE_LENGTH",
    "CODE_LENGTH",
    "COMMENT_LENGTH",
    "DESCRIPTION_LENGTH",
    "FIRST_YEAR",
    "LAST_YEAR",
    "MOST_ANSWERS",
    "NOTE_LENGTH",
    "REASON_LENGTH",
    "SUMMARY_LENGTH",
    "TITLE_LENGTH",
    "WANTED_TEXT_LENGTH",
    "WANTED_TITLE_LENGTH",
    "DocumentComment",
    "DocumentDownload",
    "DocumentHelpful",
    "DocumentSearch",
    "DocumentTemplate",
    "DocumentVersion",
    "DocumentWatch",
    "RedactionAnswer",
    "RedactionFinding",
    "SharedDocument",
    "TemplateDraft",
    "WantedAnswer",
    "WantedDocument",
    "template_path",
    "version_path",
]
