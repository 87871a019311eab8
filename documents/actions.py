"""Every write of the shared documents."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.personas import persona_of
from documents.emails import send_document_suspended
from documents.enums import AmountBand, DocumentKind, DocumentStatus, DraftedBy, ParseStatus
from documents.extraction import Reading
from documents.files import CheckedUpload, stored
from documents.indexing import documents_changed
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from documents.policies import (
    can_add_version,
    can_create_document,
    can_download_version,
    can_edit_document,
    can_publish_document,
    can_suspend_document,
    can_withdraw_document,
)
from dss.access import DomainError
from dss.jobs import enqueue

if TYPE_CHECKING:
    from catalog.models import Category, Service

VERSIONS_A_DAY = 100
"""Of one person; far above honest use, so that nobody fills the storage."""
MAX_VERSIONS = 200
FOLDER = "documents"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is said of a document besides its files."""

    title: str
    kind: DocumentKind
    drafted_by: DraftedBy
    category: Category | None = None
    fiscal_year: int | None = None
    amount_band: AmountBand | None = None
    description: str = ""
    services: tuple[Service, ...] = ()


class DocumentChanged(DomainError):
    """Somebody saved in between; `document` is what stands there now, so that both texts can be shown."""

    def __init__(self, document: SharedDocument) -> None:
        super().__init__("ほかの人が先にこの内容を保存しました。両方の内容を確かめて、保存し直してください。")
        self.document = document


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
    municipality = _own_body(actor, now)
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
    _set_facts(document, facts)
    document.save()
    document.services.set(facts.services)
    _write_version(document, upload=upload, note=note, client_token=client_token, declares=False, actor=actor, now=now)
    documents_changed([document.pk])
    record(actor=actor, verb="create_document", obj=document, now=now, data={"kind": facts.kind})
    return document


@transaction.atomic
def add_version(
    *,
    document: SharedDocument,
    upload: CheckedUpload,
    note: str,
    declares_redaction: bool,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> DocumentVersion:
    """Add a file on top. While the document is published, others see it at once: the declaration is needed.

    DomainError: not declared, the same content again, too many.
    """
    locked = _lock(document)
    can_add_version(actor, locked).or_refuse()
    twin = locked.versions.filter(uploaded_by_key=actor.key, client_token=client_token).first()
    if twin is not None:
        return twin
    if locked.status == DocumentStatus.SUSPENDED:
        raise DomainError("運営が公開を止めている文書には、新しい版を登録できません。")
    if locked.is_published and not declares_redaction:
        raise DomainError("公開中の文書です。個人情報や契約の秘密を伏せたことを確かめてから登録してください。")
    version = _write_version(
        locked,
        upload=upload,
        note=note,
        client_token=client_token,
        declares=declares_redaction,
        actor=actor,
        now=now,
    )
    locked.versioned_at = now
    locked.save(update_fields=["versioned_at"])
    documents_changed([locked.pk])
    record(
        actor=actor,
        verb="add_version",
        obj=locked,
        now=now,
        data={"number": version.number, "sha256": version.sha256, "declares_redaction": declares_redaction},
    )
    return version


@transaction.atomic
def edit_document(
    *, document: SharedDocument, facts: DocumentFacts, revision: int, actor: User, now: datetime
) -> SharedDocument:
    """Change what is said of the document. `revision` is the one the person started from; else `DocumentChanged`."""
    locked = _lock(document)
    can_edit_document(actor, locked).or_refuse()
    if locked.revision != revision:
        raise DocumentChanged(locked)
    _set_facts(locked, facts)
    locked.revision += 1
    locked.save()
    locked.services.set(facts.services)
    documents_changed([locked.pk])
    record(actor=actor, verb="edit_document", obj=locked, now=now, data={"revision": locked.revision})
    return locked


@transaction.atomic
def publish_document(*, document: SharedDocument, newest: int, actor: User, now: datetime) -> SharedDocument:
    """Show it to the staff of every body. By this the actor declares that all versions up to `newest` are redacted.

    DomainError: a colleague has added a version since, of which nobody declared anything.
    """
    locked = _lock(document)
    can_publish_document(actor, locked).or_refuse()
    _step(locked, DocumentStatus.PUBLISHED)
    undeclared = locked.versions.filter(redaction_declared_at__isnull=True)
    if undeclared.filter(number__gt=newest).exists():
        raise DomainError("確かめている間に、新しい版が登録されました。すべての版を確かめてから公開してください。")
    locked.published_at = now
    locked.save()
    declared = undeclared.update(redaction_declared_at=now, redaction_declared_by_key=actor.key)
    record(actor=actor, verb="publish_document", obj=locked, now=now, data={"declared_versions": declared})
    return locked


@transaction.atomic
def withdraw_document(*, document: SharedDocument, actor: User, now: datetime) -> SharedDocument:
    """Take it from the shelf; the own body keeps it, and the record of who fetched it stays."""
    locked = _lock(document)
    can_withdraw_document(actor, locked).or_refuse()
    if locked.status == DocumentStatus.SUSPENDED:
        raise DomainError("運営が公開を止めています。再開は運営にお問い合わせください。")
    _step(locked, DocumentStatus.WITHDRAWN)
    locked.withdrawn_at = now
    locked.save()
    record(actor=actor, verb="withdraw_document", obj=locked, now=now)
    return locked


@transaction.atomic
def suspend_document(*, document: SharedDocument, reason: str, actor: User, now: datetime) -> SharedDocument:
    """The operators take a published document from everybody but its owner, who is told why."""
    locked = _lock(document)
    can_suspend_document(actor, locked).or_refuse()
    _step(locked, DocumentStatus.SUSPENDED)
    locked.suspended_at = now
    locked.suspension_reason = reason
    locked.save()
    event = record(actor=actor, verb="suspend_document", obj=locked, now=now, reason=reason)
    send_document_suspended(locked, happening=event.pk, now=now)
    return locked


@transaction.atomic
def lift_document(*, document: SharedDocument, actor: User, now: datetime) -> SharedDocument:
    """The operators' stop ends; the owner decides whether to publish again."""
    locked = _lock(document)
    can_suspend_document(actor, locked).or_refuse()
    if locked.status != DocumentStatus.SUSPENDED:
        raise DomainError("この文書は停止されていません。")
    _step(locked, DocumentStatus.WITHDRAWN)
    locked.withdrawn_at = now
    locked.save()
    record(actor=actor, verb="lift_document", obj=locked, now=now)
    return locked


@transaction.atomic
def download_version(*, version: DocumentVersion, actor: User, now: datetime) -> DocumentDownload:
    """Note that `actor` fetches the file, and for which body."""
    can_download_version(actor, version).or_refuse()
    download = DocumentDownload.objects.create(
        version=version,
        municipality=persona_of(actor).municipality,
        downloaded_by_key=actor.key,
        downloaded_at=now,
    )
    data = {"number": version.number, "sha256": version.sha256}
    record(actor=actor, verb="download_version", obj=version.document, now=now, data=data)
    return download


@transaction.atomic
def save_reading(*, version_id: int, reading: Reading, now: datetime) -> bool:
    """Keep what the worker read. False, and nothing changes, when it is there already."""
    document = SharedDocument.objects.filter(versions=version_id).first()
    if document is None:
        return False
    _lock(document)  # before the version, as every other step does
    version = DocumentVersion.objects.select_for_update(no_key=True).without_text().get(pk=version_id)
    if version.parse_status != ParseStatus.PENDING:
        return False
    version.parse_status = ParseStatus.FAILED if reading.reason else ParseStatus.PARSED
    version.parse_reason = reading.reason
    version.parsed_at = now
    version.text = reading.text
    version.portions = reading.portions
    version.save(update_fields=["parse_status", "parse_reason", "parsed_at", "text", "portions"])
    documents_changed([version.document_id])
    record(
        actor=None, verb="save_reading", obj=version, now=now, reason=reading.reason, data={"length": len(reading.text)}
    )
    return True


def _own_body(actor: User, now: datetime) -> Municipality:
    municipality = persona_of(actor, now).municipality
    if municipality is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    return municipality


def _lock(document: SharedDocument) -> SharedDocument:
    """The document as it is now, held until the transaction ends."""
    return (
        SharedDocument.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=document.pk)
    )


def _step(document: SharedDocument, status: DocumentStatus) -> None:
    """Move the locked document to `status`."""
    if status not in SharedDocument.TRANSITIONS[DocumentStatus(document.status)]:
        raise DomainError(f"この文書はすでに「{document.get_status_display()}」になっています。")
    document.status = status


def _set_facts(document: SharedDocument, facts: DocumentFacts) -> None:
    for field in fields(facts):
        if field.name != "services":
            setattr(document, field.name, getattr(facts, field.name))


def _write_version(
    document: SharedDocument,
    *,
    upload: CheckedUpload,
    note: str,
    client_token: UUID,
    declares: bool,
    actor: User,
    now: datetime,
) -> DocumentVersion:
    """The next version of the locked document; its text is read by the worker after the commit."""
    last = document.versions.without_text().order_by("-number").first()
    if last is not None and last.sha256 == upload.sha256:
        raise DomainError(f"第{last.number}版とまったく同じ内容のファイルです。")
    number = last.number + 1 if last is not None else 1
    if number > MAX_VERSIONS:
        raise DomainError(f"1つの文書に登録できる版は{MAX_VERSIONS}までです。新しい文書として登録してください。")
    _refuse_flood(actor, now)
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        file=stored(upload, FOLDER),
        original_name=upload.name,
        format=upload.format,
        size=upload.size,
        sha256=upload.sha256,
        remark=upload.remark,
        note=note,
        uploaded_at=now,
        uploaded_by=actor,
        uploaded_by_key=actor.key,
        client_token=client_token,
        redaction_declared_at=now if declares else None,
        redaction_declared_by_key=actor.key if declares else None,
    )
    enqueue("documents.jobs.read_version", version_id=version.pk)
    return version


def _refuse_flood(actor: User, now: datetime) -> None:
    if DocumentVersion.objects.uploaded_on(timezone.localdate(now)).filter(uploaded_by=actor).count() >= VERSIONS_A_DAY:
        raise DomainError(f"1日に登録できるファイルは{VERSIONS_A_DAY}件までです。明日以降に登録してください。")
