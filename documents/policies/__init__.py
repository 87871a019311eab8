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
from documents.policies.usage import (
    can_comment_document,
    can_delete_comment,
    can_edit_comment,
    can_fork_document,
    can_mark_document,
    can_remove_comment,
    can_watch_document,
)
from documents.policies.wanted import (
    can_answer_wanted,
    can_ask_wanted,
    can_edit_wanted,
    can_end_wanted,
    can_remove_wanted,
    can_renew_wanted,
)

__all__ = [
    "can_add_version",
    "can_answer_wanted",
    "can_ask_wanted",
    "can_comment_document",
    "can_create_document",
    "can_delete_comment",
    "can_download_version",
    "can_edit_comment",
    "can_edit_document",
    "can_edit_draft",
    "can_edit_wanted",
    "can_end_wanted",
    "can_fork_document",
    "can_manage_templates",
    "can_mark_document",
    "can_open_documents",
    "can_publish_document",
    "can_remove_comment",
    "can_remove_wanted",
    "can_renew_wanted",
    "can_start_draft",
    "can_suspend_document",
    "can_watch_document",
    "can_withdraw_document",
]
