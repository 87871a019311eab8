"""Listings that come from files: published as they are, again only when their content changed.

Run from the command line by those who run the server, so there is no person to ask a policy about; `actor` is
None then, and the frozen version names `SYSTEM_KEY`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.audit import record
from accounts.enums import VendorSize
from accounts.models import AuditEvent, User, Vendor
from catalog.actions.indexing import listings_changed
from catalog.actions.locking import lock_service
from catalog.actions.publication import freeze, project
from catalog.enums import ServiceStatus
from catalog.models import Service, ServiceDraft, ServiceVersion
from catalog.plans import Plan, stored_plans
from catalog.publiccode import PubliccodeEntry

SYSTEM_KEY = uuid.UUID(int=0)
OSS_VENDOR_NAME = "オープンソースソフトウェア（各開発コミュニティ）"
OSS_VENDOR_KANA = "おーぷんそーすそふとうぇあ"
OSS_INTRODUCTION = (
    "ソースコードが公開され、だれでも使えるソフトウェアの紹介です。運営が公開情報をもとに掲載しています。"
    "開発元はそれぞれのサービスのページからご確認ください。"
)
IMPORT_LOCK = 7_310_583
# Answers that mean nothing apart: an old expression beside a new licence, an old version beside a new day.
_PAIRS = (frozenset({"license", "license_expression"}), frozenset({"software_version", "software_released_on"}))


class ImportResult(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WITHHELD = "withheld"  # taken off the shelf by its vendor or an operator: an import does not put it back
    TAKEN_OVER = "taken_over"  # somebody wrote it since: what people maintain is theirs


WRITTEN = frozenset({ImportResult.CREATED, ImportResult.UPDATED})


@dataclass(frozen=True, slots=True)
class ListingContent:
    """What a file says of a listing; `answers` are canonical. `plans` None: those published stay."""

    name: str
    tagline: str
    description: str
    answers: Mapping[str, Any]
    name_kana: str = ""
    plans: Sequence[Plan] | None = None


@transaction.atomic
def publish_listing(
    *, vendor: Vendor, service: Service | None, content: ListingContent, actor: User | None, now: dt.datetime
) -> tuple[Service, ImportResult]:
    """Create the listing (`service` is None) or publish its next version, if anything changed."""
    written, result = write_listing(vendor=vendor, service=service, content=content, actor=actor, now=now)
    if result in WRITTEN:
        listings_changed([written.pk])
    return written, result


def write_listing(
    *, vendor: Vendor, service: Service | None, content: ListingContent, actor: User | None, now: dt.datetime
) -> tuple[Service, ImportResult]:
    """The same for many listings in one transaction, whose caller calls `listings_changed` once for all of them."""
    if service is None:
        locked = Service.objects.create(vendor=vendor, name=content.name, created_at=now)
        result = ImportResult.CREATED
    else:
        locked = lock_service(service.pk)
        if locked.status not in (ServiceStatus.DRAFT, ServiceStatus.PUBLISHED):
            return locked, ImportResult.WITHHELD
        if _is_published_as(locked, content):
            return locked, ImportResult.UNCHANGED
        result = ImportResult.UPDATED
    draft = ServiceDraft(
        service=locked,
        name=content.name,
        name_kana=content.name_kana,
        tagline=content.tagline,
        description=content.description,
        answers=dict(content.answers),
        plans=_plans_of(locked, content),
        screenshots=list(locked.current.screenshots) if locked.current is not None else [],
    )
    version = freeze(draft, actor.key if actor else SYSTEM_KEY, now)
    project(locked, version, now)
    record(actor=actor, verb="listing_imported", obj=locked, now=now, data={"version": version.number})
    return locked, result


@transaction.atomic
def import_publiccode(
    *, entries: Iterable[PubliccodeEntry], actor: User | None, now: dt.datetime
) -> dict[ImportResult, list[str]]:
    """Publish every entry under the vendor of open-source software; all or nothing. Names by what became of them.

    The repository's address identifies a listing: importing again updates it, and keeps the answers on which the file
    says nothing. A listing that went to a vendor, or whose text people published since, is left alone.
    """
    with connection.cursor() as cursor:  # two imports at once would create the vendor and its listings twice
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    vendor = open_source_vendor(now)
    results: dict[ImportResult, list[str]] = {result: [] for result in ImportResult}
    changed: list[int] = []
    for entry in entries:
        service = _imported_from(entry.repository)
        if service is not None and _is_taken_over(service, vendor):
            results[ImportResult.TAKEN_OVER].append(entry.name)
            continue
        answers = _kept_answers(service, entry.answers) | entry.answers
        kana = _kept_kana(service, entry.name)
        content = ListingContent(entry.name, entry.tagline, entry.description, answers, kana)
        written, result = write_listing(vendor=vendor, service=service, content=content, actor=actor, now=now)
        results[result].append(entry.name)
        changed += [written.pk] if result in WRITTEN else []
    listings_changed(changed)
    return results


def _imported_from(repository: str) -> Service | None:
    """The listing that began as an import of this repository, whoever keeps it now and whatever it says today."""
    imported = ServiceVersion.objects.filter(vendor_name=OSS_VENDOR_NAME, answers__repository=repository)
    services = Service.objects.filter(Exists(imported.filter(service=OuterRef("pk"))))
    return services.select_related("current").order_by("pk").first()


def _is_taken_over(service: Service, vendor: Vendor) -> bool:
    """Whether another vendor keeps it, or its current text came through the review of what somebody wrote."""
    if service.vendor_id != vendor.pk:
        return True
    number = service.current.number if service.current is not None else 0
    written = AuditEvent.objects.filter(verb="draft_published", object_type=service._meta.label_lower)
    return written.filter(object_id=str(service.pk), data__version=number).exists()


def open_source_vendor(now: dt.datetime) -> Vendor:
    """The one vendor under which operators list open-source projects that nobody of theirs registered."""
    existing = Vendor.objects.filter(name=OSS_VENDOR_NAME, size=VendorSize.COMMUNITY).order_by("pk").first()
    return existing or Vendor.objects.create(
        name=OSS_VENDOR_NAME,
        kana=OSS_VENDOR_KANA,
        size=VendorSize.COMMUNITY,
        introduction=OSS_INTRODUCTION,
        created_at=now,
    )


def _kept_answers(service: Service | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is published, without the rest of a pair of which the file says something."""
    known = service.current.answers if service is not None and service.current is not None else {}
    replaced = {key for pair in _PAIRS if pair & said.keys() for key in pair}
    return {key: answer for key, answer in known.items() if key not in replaced}


def _kept_kana(service: Service | None, name: str) -> str:
    """The reading of a name that stays: files have none."""
    current = service.current if service is not None else None
    return current.name_kana if current is not None and current.name == name else ""


def _is_published_as(service: Service, content: ListingContent) -> bool:
    current = service.current
    return current is not None and (
        current.name,
        current.name_kana,
        current.tagline,
        current.description,
        current.answers,
        current.plans,
    ) == (
        content.name,
        content.name_kana,
        content.tagline,
        content.description,
        dict(content.answers),
        _plans_of(service, content),
    )


def _plans_of(service: Service, content: ListingContent) -> list[dict[str, Any]]:
    if content.plans is not None:
        return stored_plans(content.plans)
    return list(service.current.plans) if service.current is not None else []
