"""What is said of a document besides its files."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.enums import ProcurementMethod
from documents.actions.steps import lock_document
from documents.enums import AmountBand, DocumentKind, DraftedBy, ReuseTerms
from documents.indexing import documents_changed
from documents.models import SharedDocument
from documents.policies import can_edit_document
from dss.access import DomainError

if TYPE_CHECKING:
    from catalog.models import Category, Service

_SETS = ("categories", "services")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is said of a document besides its files."""

    title: str
    kind: DocumentKind
    drafted_by: DraftedBy
    reuse_terms: ReuseTerms = ReuseTerms.ASK
    categories: tuple[Category, ...] = ()
    fiscal_year: int | None = None
    amount_band: AmountBand | None = None
    procurement_method: ProcurementMethod | None = None
    description: str = ""
    services: tuple[Service, ...] = ()


class DocumentChanged(DomainError):
    """Somebody saved in between; `document` is what stands there now, so that both texts can be shown."""

    def __init__(self, document: SharedDocument) -> None:
        super().__init__("ほかの人が先にこの内容を保存しました。両方の内容を確かめて、保存し直してください。")
        self.document = document


@transaction.atomic
def edit_document(
    *, document: SharedDocument, facts: DocumentFacts, revision: int, actor: User, now: datetime
) -> SharedDocument:
    """Change what is said of the document. `revision` is the one the person started from; else `DocumentChanged`."""
    locked = lock_document(document)
    can_edit_document(actor, locked).or_refuse()
    if locked.revision != revision:
        raise DocumentChanged(locked)
    locked.revision += 1
    write_facts(locked, facts, now)
    documents_changed([locked.pk])
    record(actor=actor, verb="edit_document", obj=locked, now=now, data={"revision": locked.revision})
    return locked


def write_facts(document: SharedDocument, facts: DocumentFacts, now: datetime) -> None:
    """Save the new or locked document with what is said of it."""
    for field in fields(facts):
        if field.name not in _SETS:
            setattr(document, field.name, getattr(facts, field.name))
    document.facts_completed_at = document.facts_completed_at or now
    document.save()
    for name in _SETS:
        getattr(document, name).set(getattr(facts, name))
