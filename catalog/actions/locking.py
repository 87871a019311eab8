"""Locks in the one order that cannot deadlock: the service, then what hangs on it."""

from __future__ import annotations

from catalog.models import Service, ServiceDraft
from dss.access import DomainError

GONE = "この掲載内容は、すでに公開されたか取り下げられています。画面を開き直して、いまの状態を確かめてください。"


def lock_service(service_id: int) -> Service:
    """The service as it is now, held until the end of the transaction."""
    return Service.objects.select_for_update(of=("self",)).select_related("vendor", "current").get(pk=service_id)


def lock_draft(draft_id: int) -> ServiceDraft:
    """The draft as it is now, with its service held; DomainError when someone else finished it in between."""
    service_id = ServiceDraft.objects.filter(pk=draft_id).values_list("service_id", flat=True).first()
    if service_id is None:
        raise DomainError(GONE)
    service = lock_service(service_id)
    draft = ServiceDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise DomainError(GONE)
    draft.service = service
    return draft


def expect(condition: bool, message: str) -> None:
    """Raise `DomainError(message)` when the state has moved on."""
    if not condition:
        raise DomainError(message)
