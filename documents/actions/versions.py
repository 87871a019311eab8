"""The files of a document: added, fetched, read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.personas import persona_of
from documents.actions.redaction import CHECKED_FIELDS, keep_findings
from documents.actions.steps import lock_document
from documents.enums import DocumentStatus, ParseStatus
from documents.extraction import Reading
from documents.files import CheckedUpload, stored
from documents.indexing import documents_changed
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from documents.policies import can_add_version, can_download_version
from dss.access import DomainError
from dss.jobs import enqueue

VERSIONS_A_DAY = 100
"""Of one person; far above honest use, so that nobody fills the storage."""
MAX_VERSIONS = 200
FOLDER = "documents"


@transaction.atomic
def add_version(
    *,
    document: SharedDocument,
    upload: CheckedUpload,
    note: str,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> DocumentVersion:
    """Add a file on top. Others see it once it is published, too. DomainError: the same content again, too many."""
    locked = lock_document(document)
    can_add_version(actor, locked).or_refuse()
    twin = locked.versions.filter(uploaded_by_key=actor.key, client_token=client_token).first()
    if twin is not None:
        return twin
    if locked.status == DocumentStatus.SUSPENDED:
        raise DomainError("運営が公開を止めている文書には、新しい版を登録できません。")
    version = write_version(
        locked,
        upload=upload,
        note=note,
        client_token=client_token,
        actor=actor,
        now=now,
    )
    if not locked.is_published:
        locked.versioned_at = now
        locked.save(update_fields=["versioned_at"])
    documents_changed([locked.pk])
    record(
        actor=actor,
        verb="add_version",
        obj=locked,
        now=now,
        data={"number": version.number, "sha256": version.sha256},
    )
    return version


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
    lock_document(document)  # before the version, as every other step does
    version = DocumentVersion.objects.select_for_update(no_key=True).without_text().get(pk=version_id)
    if version.parse_status != ParseStatus.PENDING:
        return False
    version.parse_status = ParseStatus.FAILED if reading.reason else ParseStatus.PARSED
    version.parse_reason = reading.reason
    version.parsed_at = now
    version.text = reading.text
    version.portions = reading.portions
    if not reading.reason:
        keep_findings(version)
    version.save(update_fields=["parse_status", "parse_reason", "parsed_at", "text", "portions", *CHECKED_FIELDS])
    documents_changed([version.document_id])
    record(
        actor=None, verb="save_reading", obj=version, now=now, reason=reading.reason, data={"length": len(reading.text)}
    )
    return True


def write_version(
    document: SharedDocument,
    *,
    upload: CheckedUpload,
    note: str,
    client_token: UUID,
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
    refuse_flood(actor, now)
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
    )
    enqueue("documents.jobs.read_version", version_id=version.pk)
    return version


def refuse_flood(actor: User, now: datetime) -> None:
    """The day's limit of files."""
    if DocumentVersion.objects.uploaded_on(timezone.localdate(now)).filter(uploaded_by=actor).count() >= VERSIONS_A_DAY:
        raise DomainError(f"1日に登録できるファイルは{VERSIONS_A_DAY}件までです。明日以降に登録してください。")
