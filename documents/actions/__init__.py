"""Every write of the shared documents."""

from documents.actions.documents import (
    create_document,
    lift_document,
    publish_document,
    suspend_document,
    withdraw_document,
)
from documents.actions.facts import DocumentChanged, DocumentFacts, edit_document
from documents.actions.redaction import answer_redactions, check_version
from documents.actions.versions import add_version, download_version, save_reading

__all__ = [
    "DocumentChanged",
    "DocumentFacts",
    "add_version",
    "answer_redactions",
    "check_version",
    "create_document",
    "download_version",
    "edit_document",
    "lift_document",
    "publish_document",
    "save_reading",
    "suspend_document",
    "withdraw_document",
]
