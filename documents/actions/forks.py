"""A body's own copy of what another body shares."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.enums import ProcurementMethod
from documents.actions.facts import DocumentFacts, write_facts
from documents.actions.redaction import CHECKED_FIELDS, keep_findings
from documents.actions.steps import lock_document, own_body
from documents.actions.usage import start_watching
from documents.actions.versions import refuse_flood
from documents.enums import AmountBand, DocumentKind, DraftedBy, ParseStatus, ReuseTerms
from documents.indexing import documents_changed
from documents.models import DESCRIPTION_LENGTH, DocumentVersion, SharedDocument
from documents.policies import can_fork_document
from dss.access import DomainError
from dss.jobs import enqueue


@transaction.atomic
def fork_document(*, version: DocumentVersion, client_token: UUID, actor: User, now: datetime) -> SharedDocument:
    """A draft of the own body that begins with this version: the same stored file, the same facts, its origin named.

    The redaction is declared anew by those who publish it. The same form sent twice makes one.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    sent = SharedDocument.objects.filter(created_by_key=actor.key, client_token=client_token).first()
    if sent is not None:
        return sent
    origin = lock_document(version.document)
    can_fork_document(actor, origin).or_refuse()
    copied = DocumentVersion.objects.visible_to(actor).filter(pk=version.pk, document=origin).first()
    if copied is None:
        raise DomainError("この版は、いまは公開されていません。")
    refuse_flood(actor, now)
    fork = SharedDocument(
        municipality=own_body(actor, now),
        forked_from=copied,
        created_by=actor,
        created_by_key=actor.key,
        client_token=client_token,
        created_at=now,
        versioned_at=now,
    )
    write_facts(fork, _facts_of(origin, copied), now)
    first = _copy_version(copied, fork, client_token=client_token, actor=actor, now=now)
    start_watching(fork, actor, now)
    documents_changed([fork.pk])
    data = {"origin": origin.pk, "number": copied.number, "sha256": first.sha256}
    record(actor=actor, verb="fork_document", obj=fork, now=now, data=data)
    return fork


def _facts_of(origin: SharedDocument, version: DocumentVersion) -> DocumentFacts:
    """What the origin says of itself, led by where it comes from."""
    source = f"出典：{origin.municipality.full_name}「{origin.title}」{version.short_label}"
    return DocumentFacts(
        title=origin.title,
        kind=DocumentKind(origin.kind),
        drafted_by=DraftedBy(origin.drafted_by),
        reuse_terms=ReuseTerms(origin.reuse_terms),
        categories=tuple(origin.categories.in_order()),
        fiscal_year=origin.fiscal_year,
        amount_band=AmountBand(origin.amount_band) if origin.amount_band else None,
        procurement_method=ProcurementMethod(origin.procurement_method) if origin.procurement_method else None,
        description=f"{source}\n\n{origin.description}".strip()[:DESCRIPTION_LENGTH],
        services=tuple(origin.services.order_by("pk")),
    )


def _copy_version(
    origin: DocumentVersion, fork: SharedDocument, *, client_token: UUID, actor: User, now: datetime
) -> DocumentVersion:
    """The first version of the copy. Both rows name one stored file, whose content never changes."""
    first = DocumentVersion(
        document=fork,
        number=1,
        file=origin.file.name,
        note=f"{origin.document.municipality.full_name}の{origin.short_label}を写したもの",
        uploaded_at=now,
        uploaded_by=actor,
        uploaded_by_key=actor.key,
        client_token=client_token,
    )
    for name in ("original_name", "format", "size", "sha256", "remark"):
        setattr(first, name, getattr(origin, name))
    if origin.parse_status == ParseStatus.PENDING:
        first.save()
        enqueue("documents.jobs.read_version", version_id=first.pk)
        return first
    for name in ("parse_status", "parse_reason", "text", "portions"):
        setattr(first, name, getattr(origin, name))
    first.parsed_at = now
    first.save()
    if first.parse_status == ParseStatus.PARSED:
        keep_findings(first)
        first.save(update_fields=CHECKED_FIELDS)
    return first
