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
    put_away_draft,
    save_draft,
    save_draft_as_document,
    start_draft,
)
from documents.actions.facts import DocumentChanged, DocumentFacts, edit_document
from documents.actions.forks import fork_document
from documents.actions.redaction import answer_redactions, check_version
from documents.actions.templates import TemplateFacts, approve_template, register_template, retire_template
from documents.actions.usage import (
    CommentChanged,
    delete_comment,
    edit_comment,
    mark_document,
    remove_comment,
    watch_document,
    write_comment,
)
from documents.actions.versions import add_version, download_version, save_reading
from documents.actions.wanted import (
    WantedChanged,
    WantedFacts,
    answer_wanted,
    ask_wanted,
    ask_wanted_again,
    edit_wanted,
    end_wanted,
    expire_wanted,
    remove_wanted,
    renew_wanted,
)

__all__ = [
    "CommentChanged",
    "DocumentChanged",
    "DocumentFacts",
    "DraftChanged",
    "DraftSource",
    "TemplateFacts",
    "WantedChanged",
    "WantedFacts",
    "add_version",
    "answer_redactions",
    "answer_wanted",
    "approve_template",
    "ask_wanted",
    "ask_wanted_again",
    "check_version",
    "copy_draft",
    "create_document",
    "delete_comment",
    "download_draft",
    "download_version",
    "edit_comment",
    "edit_document",
    "edit_wanted",
    "end_wanted",
    "expire_wanted",
    "fork_document",
    "lift_document",
    "mark_document",
    "publish_document",
    "put_away_draft",
    "register_file",
    "register_template",
    "remove_comment",
    "remove_wanted",
    "renew_wanted",
    "retire_template",
    "save_draft",
    "save_draft_as_document",
    "save_reading",
    "start_draft",
    "suspend_document",
    "watch_document",
    "withdraw_document",
    "write_comment",
]
