"""Who may do what with the shared documents."""

from documents.policies.documents import (
    can_add_version,
    can_create_document,
    can_download_version,
    can_edit_document,
    can_open_documents,
    can_publish_document,
    can_suspend_document,
    can_withdraw_document,
)
from documents.policies.templates import can_edit_draft, can_manage_templates, can_start_draft

__all__ = [
    "can_add_version",
    "can_create_document",
    "can_download_version",
    "can_edit_document",
    "can_edit_draft",
    "can_manage_templates",
    "can_open_documents",
    "can_publish_document",
    "can_start_draft",
    "can_suspend_document",
    "can_withdraw_document",
]
