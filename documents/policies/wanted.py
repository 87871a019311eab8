"""Who may look for documents, answer and end that."""

from __future__ import annotations

from accounts.personas import persona_of
from documents.models import WantedDocument
from documents.policies.documents import can_open_documents
from documents.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse


def can_ask_wanted(user: AnyUser, subject: object = None) -> Decision:
    """Live municipal staff of any body."""
    return can_open_documents(user)


def can_answer_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Live staff, but not the asker."""
    if persona_of(user).municipality is None:
        return can_open_documents(user)
    if wanted.asker_id == user.pk:
        return refuse("ご自身が探している文書です。見つかったときは「見つかった」を押してください。")
    return ALLOWED


def can_edit_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Its asker, while they are staff of a body."""
    if persona_of(user).municipality is None:
        return can_open_documents(user)
    if wanted.asker_id is None or wanted.asker_id != user.pk:
        return refuse("この操作ができるのは、探している本人だけです。")
    return ALLOWED


def can_end_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Its asker."""
    return can_edit_wanted(user, wanted)


def can_renew_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Its asker."""
    return can_edit_wanted(user, wanted)


def can_remove_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Operators, but not what somebody of their own body looks for."""
    persona = persona_of(user)
    if not persona.is_operator:
        return refuse("この操作は運営だけが行えます。")
    if persona.municipality is not None and persona.municipality.pk == wanted.municipality_id:
        return refuse("ご自身が所属する自治体の依頼には、ほかの運営担当者が対応します。")
    return ALLOWED
