"""Who may copy, mark, watch and comment on shared documents."""

from __future__ import annotations

from accounts.personas import persona_of
from documents.enums import DocumentStatus, ReuseTerms
from documents.models import DocumentComment, SharedDocument
from documents.policies.documents import can_open_documents
from documents.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse

_MAY_BE_COPIED = (ReuseTerms.FREE, ReuseTerms.CREDIT)


def can_fork_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Staff of another body, while it is published and its terms of reuse allow it."""
    municipality = persona_of(user).municipality
    if municipality is None:
        return can_open_documents(user)
    if municipality.pk == document.municipality_id:
        return refuse("所属する自治体の文書です。写さずに、新しい版を登録してください。")
    if document.status != DocumentStatus.PUBLISHED:
        return refuse("公開中の文書だけを写せます。")
    if document.reuse_terms not in _MAY_BE_COPIED:
        return refuse(f"この文書の利用条件は「{document.get_reuse_terms_display()}」です。写して使うことはできません。")
    return ALLOWED


def can_mark_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Staff of every body but the owner's: one's own document is no proof of use."""
    municipality = persona_of(user).municipality
    if municipality is None:
        return can_open_documents(user)
    if municipality.pk == document.municipality_id:
        return refuse("所属する自治体の文書には付けられません。")
    return _while_published(document)


def can_watch_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Whoever of the staff sees it."""
    return can_open_documents(user)


def can_comment_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Live staff of any body, while it is published; the owner's staff may always talk about theirs."""
    municipality = persona_of(user).municipality
    if municipality is None:
        return can_open_documents(user)
    return ALLOWED if municipality.pk == document.municipality_id else _while_published(document)


def can_edit_comment(user: AnyUser, comment: DocumentComment) -> Decision:
    """Its author, while they are staff of a body."""
    if persona_of(user).municipality is None:
        return can_open_documents(user)
    if comment.author_id is None or comment.author_id != user.pk:
        return refuse("コメントを直したり消したりできるのは、書いた本人だけです。")
    return ALLOWED


def can_delete_comment(user: AnyUser, comment: DocumentComment) -> Decision:
    """Its author."""
    return can_edit_comment(user, comment)


def can_remove_comment(user: AnyUser, comment: DocumentComment) -> Decision:
    """Operators, but not a comment from the body they work for themselves."""
    persona = persona_of(user)
    if not persona.is_operator:
        return refuse("この操作は運営だけが行えます。")
    if persona.municipality is not None and persona.municipality.pk == comment.municipality_id:
        return refuse("ご自身が所属する自治体からのコメントには、ほかの運営担当者が対応します。")
    return ALLOWED


def _while_published(document: SharedDocument) -> Decision:
    return ALLOWED if document.is_published else refuse("公開中の文書だけに行えます。")
