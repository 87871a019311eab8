"""What the actions of this room share: the lock, the body, the step from state to state."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Municipality, User
from accounts.personas import persona_of
from documents.enums import DocumentStatus
from documents.models import SharedDocument
from dss.access import DomainError


def own_body(actor: User, now: datetime) -> Municipality:
    municipality = persona_of(actor, now).municipality
    if municipality is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    return municipality


def lock_document(document: SharedDocument) -> SharedDocument:
    """The document as it is now, held until the transaction ends."""
    return (
        SharedDocument.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=document.pk)
    )


def step_document(document: SharedDocument, status: DocumentStatus) -> None:
    """Move the locked document to `status`."""
    if status not in SharedDocument.TRANSITIONS[DocumentStatus(document.status)]:
        raise DomainError(f"この文書はすでに「{document.get_status_display()}」になっています。")
    document.status = status
