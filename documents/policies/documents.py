"""Who may do what with shared documents. Whether the state still allows it is the actions' matter."""

from __future__ import annotations

from accounts.models import User
from accounts.personas import persona_of
from documents.models import DocumentVersion, SharedDocument
from documents.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse

_NOT_STAFF = (
    "共有文書は、所属の確認が済んだ自治体職員どうしで仕様書や契約書を見せ合う場所です。"
    "所属する自治体のメールアドレスで登録すると利用できます。マイページで登録の状況をご確認ください。"
)
_NOT_OURS = "この文書を変更できるのは、登録した自治体の職員だけです。"
_ONLY_OPERATORS = "この操作は運営だけが行えます。"


def can_open_documents(user: AnyUser, subject: object = None) -> Decision:
    """The shelf: live municipal staff of any body."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(_NOT_STAFF)


def can_create_document(user: AnyUser, subject: object = None) -> Decision:
    """Live municipal staff, for their own body."""
    return can_open_documents(user)


def can_edit_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Any live colleague of the owning body."""
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != document.municipality_id:
        return refuse(_NOT_OURS)
    return ALLOWED


def can_add_version(user: AnyUser, document: SharedDocument) -> Decision:
    """Any live colleague of the owning body."""
    return can_edit_document(user, document)


def can_publish_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Any live colleague of the owning body."""
    return can_edit_document(user, document)


def can_withdraw_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Any live colleague of the owning body."""
    return can_edit_document(user, document)


def can_suspend_document(user: AnyUser, document: SharedDocument) -> Decision:
    """Operators, for what was reported to them; not for a document of the body they work for themselves."""
    persona = persona_of(user)
    if not persona.is_operator:
        return refuse(_ONLY_OPERATORS)
    if persona.municipality is not None and persona.municipality.pk == document.municipality_id:
        return refuse("ご自身が所属する自治体の文書には、ほかの運営担当者が対応します。")
    return ALLOWED


def can_download_version(user: User, version: DocumentVersion) -> Decision:
    """Whoever sees the document may fetch its files."""
    if DocumentVersion.objects.visible_to(user).filter(pk=version.pk).exists():
        return ALLOWED
    return refuse(_NOT_STAFF)
