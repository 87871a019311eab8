"""Background jobs of the shared documents."""

from __future__ import annotations

from datetime import datetime, timedelta

from documents import actions
from documents.emails import send_new_version
from documents.enums import ParseStatus
from documents.extraction import Reading, read_file
from documents.indexing import DOCUMENTS
from documents.models import DocumentVersion, SharedDocument, WantedDocument
from documents.redaction import RULES
from dss.jobs import enqueue, job, periodic_job

LOST = "保存されたファイルが見つからないため、読み取れません。"
LATE = timedelta(minutes=30)


@job(unique=True)
def read_version(*, version_id: int, now: datetime) -> None:
    """Read the text of a version in a limited process of its own, once."""
    version = DocumentVersion.objects.without_text().filter(pk=version_id, parse_status=ParseStatus.PENDING).first()
    if version is None:
        return
    try:
        with version.open_file() as file:
            reading = read_file(file, version.format)
    except FileNotFoundError:
        reading = Reading(reason=LOST)
    actions.save_reading(version_id=version.pk, reading=reading, now=now)


@periodic_job("*/30 * * * *")
def read_forgotten_versions(*, now: datetime) -> None:
    """Every half hour: versions that still wait, because their job was given up, are queued again."""
    waiting = DocumentVersion.objects.filter(parse_status=ParseStatus.PENDING, uploaded_at__lt=now - LATE)
    for version_id in waiting.order_by("pk").values_list("pk", flat=True)[:100]:
        enqueue(read_version, version_id=version_id)


@periodic_job("5-59/10 * * * *")
def check_unchecked_versions(*, now: datetime) -> None:
    """Every ten minutes: texts that were read before the present rules of the redaction checker."""
    waiting = DocumentVersion.objects.unchecked(RULES).order_by("pk").values_list("pk", flat=True)[:100]
    for version_id in list(waiting):
        actions.check_version(version_id=version_id, now=now)


@job(unique=True)
def reindex_stale_documents() -> None:
    """Write the search rows that a long text or a large change left behind; idempotent."""
    DOCUMENTS.reindex_stale()


@periodic_job("2-59/10 * * * *")
def reindex_stale_document_rows() -> None:
    """Every ten minutes: missing rows, rows made with older cutting rules, and those beside a renamed listing."""
    DOCUMENTS.reindex_stale()


@job(unique=True)
def tell_of_version(*, document_id: int, number: int, now: datetime) -> None:
    """Tell those who watch a document, and those who look after copies of it, of a further version; once each."""
    document = SharedDocument.objects.published().filter(pk=document_id).first()
    if document is not None:
        send_new_version(document, number=number, now=now)


@periodic_job("30 23 * * *")  # 08:30 in Tokyo
def age_wanted_documents(*, now: datetime) -> None:
    """Every morning: ask again after ninety days, end after a hundred and eighty."""
    for wanted_id in WantedDocument.objects.due_to_expire(now).order_by("pk").values_list("pk", flat=True)[:500]:
        actions.expire_wanted(wanted_id=wanted_id, now=now)
    for wanted_id in (
        WantedDocument.objects.due_to_be_asked_again(now).order_by("pk").values_list("pk", flat=True)[:500]
    ):
        actions.ask_wanted_again(wanted_id=wanted_id, now=now)
