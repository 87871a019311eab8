"""Every write of the shared documents."""

from documents.actions.batches import register_file
from documents.actions.documents import (
    create_document,
    lift_document,
    publish_document,
    suspend_document,
    withdraw_document,
)
from documents.actions.drafts import (
    DraftChanged,
    DraftSource,
    copy_draft,
    download_draft,
    save_draft,
    save_draft_as_document,
    start_draft,
)
from documents.actions.facts import DocumentChanged, DocumentFacts, edit_document
from documents.actions.redaction import answer_redactions, check_version
from documents.actions.templates import TemplateFacts, approve_template, register_template, retire_template
from documents.actions.versions import add_version, download_version, save_reading

__all__ = [
    "DocumentChanged",
    "DocumentFacts",
    "DraftChanged",
    "DraftSource",
    "TemplateFacts",
    "add_version",
    "answer_redactions",
    "approve_template",
    "check_version",
    "copy_draft",
    "create_document",
    "download_draft",
    "download_version",
    "edit_document",
    "lift_document",
    "publish_document",
    "register_file",
    "register_template",
    "retire_template",
    "save_draft",
    "save_draft_as_document",
    "save_reading",
    "start_draft",
    "suspend_document",
    "withdraw_document",
]
