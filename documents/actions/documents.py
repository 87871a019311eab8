"""A document from its registration to the shelf, and off it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from documents.actions.facts import DocumentFacts, write_facts
from documents.actions.redaction import declare_versions
from documents.actions.steps import lock_document, own_body, step_document
from documents.actions.usage import start_watching
from documents.actions.versions import write_version
from documents.emails import send_document_suspended
from documents.enums import DocumentStatus
from documents.files import CheckedUpload
from documents.indexing import documents_changed
from documents.models import SharedDocument
from documents.policies import (
    can_create_document,
    can_publish_document,
    can_suspend_document,
    can_withdraw_document,
)
from dss.access import DomainError
from dss.jobs import enqueue


@transaction.atomic
def create_document(
    *,
    facts: DocumentFacts,
    upload: CheckedUpload,
    note: str,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> SharedDocument:
    """Register a document with its first version, seen by the own body alone. The same form sent twice makes one."""
    can_create_document(actor).or_refuse()
    municipality = own_body(actor, now)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    sent = SharedDocument.objects.filter(created_by_key=actor.key, client_token=client_token).first()
    if sent is not None:
        return sent
    document = SharedDocument(
        municipality=municipality,
        created_by=actor,
        created_by_key=actor.key,
        client_token=client_token,
        created_at=now,
        versioned_at=now,
    )
    write_facts(document, facts, now)
    write_version(document, upload=upload, note=note, client_token=client_token, actor=actor, now=now)
    start_watching(document, actor, now)
    documents_changed([document.pk])
    record(actor=actor, verb="create_document", obj=document, now=now, data={"kind": facts.kind})
    return document


@transaction.atomic
def publish_document(
    *,
    document: SharedDocument,
    newest: int,
    actor: User,
    now: datetime,
    by_hand: Collection[int] = (),
) -> SharedDocument:
    """Show it, or its further versions, to the staff of every body.

    By this the actor declares that the versions up to `newest` are redacted; `by_hand` names those whose text could
    not be looked through and that the actor read. DomainError: facts are missing, findings are open, a colleague has
    added a version since.
    """
    locked = lock_document(document)
    can_publish_document(actor, locked).or_refuse()
    if not locked.has_facts:
        raise DomainError("文書の説明がまだ書かれていません。説明を書いてから公開してください。")
    was_shared = locked.published_at is not None
    is_further = locked.is_published and locked.versions.undeclared().exists()
    if not is_further:
        step_document(locked, DocumentStatus.PUBLISHED)
        locked.published_at = now
    declared = declare_versions(locked, newest=newest, by_hand=by_hand, actor=actor, now=now)
    locked.save()
    data = {"declared_versions": declared, "by_hand": sorted(set(by_hand) & set(declared))}
    record(actor=actor, verb="publish_document", obj=locked, now=now, data=data)
    if was_shared and declared:
        enqueue("documents.jobs.tell_of_version", document_id=locked.pk, number=max(declared))
    return locked


@transaction.atomic
def withdraw_document(*, document: SharedDocument, actor: User, now: datetime) -> SharedDocument:
    """Take it from the shelf; the own body keeps it, and the record of who fetched it stays."""
    locked = lock_document(document)
    can_withdraw_document(actor, locked).or_refuse()
    if locked.status == DocumentStatus.SUSPENDED:
        raise DomainError("運営が公開を止めています。再開は運営にお問い合わせください。")
    step_document(locked, DocumentStatus.WITHDRAWN)
    locked.withdrawn_at = now
    locked.save()
    record(actor=actor, verb="withdraw_document", obj=locked, now=now)
    return locked


@transaction.atomic
def suspend_document(*, document: SharedDocument, reason: str, actor: User, now: datetime) -> SharedDocument:
    """The operators take a published document from everybody but its owner, who is told why."""
    locked = lock_document(document)
    can_suspend_document(actor, locked).or_refuse()
    step_document(locked, DocumentStatus.SUSPENDED)
    locked.suspended_at = now
    locked.suspension_reason = reason
    locked.save()
    event = record(actor=actor, verb="suspend_document", obj=locked, now=now, reason=reason)
    send_document_suspended(locked, happening=event.pk, now=now)
    return locked


@transaction.atomic
def lift_document(*, document: SharedDocument, actor: User, now: datetime) -> SharedDocument:
    """The operators' stop ends; the owner decides whether to publish again."""
    locked = lock_document(document)
    can_suspend_document(actor, locked).or_refuse()
    if locked.status != DocumentStatus.SUSPENDED:
        raise DomainError("この文書は停止されていません。")
    step_document(locked, DocumentStatus.WITHDRAWN)
    locked.withdrawn_at = now
    locked.save()
    record(actor=actor, verb="lift_document", obj=locked, now=now)
    return locked
