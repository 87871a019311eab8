"""Listings from a table: published by who runs the server, drafted for the vendor. All rows or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import connection, transaction

from accounts.audit import record
from accounts.models import User, Vendor
from catalog.actions.imports import IMPORT_LOCK, WRITTEN, ImportResult, ListingContent, write_listing
from catalog.actions.indexing import listings_changed
from catalog.enums import UploadStatus
from catalog.importing.content import ImportRow, Problem
from catalog.importing.planning import ImportPlan, PlannedRow, RowKind, plan_drafts, plan_publication
from catalog.models import ListingUpload, Service, ServiceDraft
from catalog.plans import plans_of
from catalog.policies import can_create_service, can_use_upload
from dss.access import DomainError

CHANGED_SINCE = "内容を確かめたあとで、掲載内容が変わりました。もう一度、変更の内容を確かめてください。"
_BATCH = 100


class ImportRefused(DomainError):
    """Rows that cannot be imported as things stand; nothing was."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("取り込めない行があります。")
        self.problems = problems


@transaction.atomic
def import_listings(
    *, rows: Sequence[ImportRow], actor: User | None, now: dt.datetime, tell: Callable[[int, int], None]
) -> dict[ImportResult, list[str]]:
    """Publish what the rows say; `tell` hears after each row how many of how many are done. Names by what became of
    them."""
    with connection.cursor() as cursor:  # two imports at once would create the same listings twice
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    plan = plan_publication(rows)
    if plan.problems:
        raise ImportRefused(plan.problems)
    results: dict[ImportResult, list[str]] = {result: [] for result in ImportResult}
    changed: list[int] = []
    for done, planned in enumerate(plan.rows, start=1):
        service, result = _published(planned, actor, now)
        results[result].append(planned.after.name)
        changed += [service.pk] if service is not None else []
        tell(done, len(plan.rows))
    listings_changed(changed)
    return results


def _published(planned: PlannedRow, actor: User | None, now: dt.datetime) -> tuple[Service | None, ImportResult]:
    """The listing as well, where its text changed."""
    if planned.kind == RowKind.UNCHANGED:
        return None, ImportResult.UNCHANGED
    after = planned.after
    content = ListingContent(
        after.name, after.tagline, after.description, after.answers, after.name_kana, plans_of(after.plans)
    )
    service, result = write_listing(
        vendor=planned.vendor, service=planned.service, content=content, actor=actor, now=now
    )
    return service if result in WRITTEN else None, result


@transaction.atomic
def begin_listing_upload(
    *, vendor: Vendor, rows: Sequence[ImportRow], file_name: str, actor: User, now: dt.datetime
) -> ListingUpload:
    """Keep the rows until the person has read what they would change. A file of theirs that waited is let go."""
    vendor = _held(vendor)
    can_create_service(actor, vendor).or_refuse()
    waiting = ListingUpload.objects.filter(vendor=vendor, created_by_key=actor.key, status=UploadStatus.PENDING)
    waiting.update(status=UploadStatus.DISCARDED, ended_at=now, rows=[])
    upload = ListingUpload.objects.create(
        vendor=vendor,
        file_name=file_name,
        rows=[row.as_json() for row in rows],
        created_at=now,
        created_by_key=actor.key,
    )
    record(actor=actor, verb="listing_upload_begun", obj=upload, now=now, data={"rows": len(rows)})
    return upload


@transaction.atomic
def apply_listing_upload(*, upload: ListingUpload, mark: str, actor: User, now: dt.datetime) -> ListingUpload:
    """Write every row into the vendor's drafts; nothing is published. `mark` is that of the plan the person read.

    Applied twice, it is applied once: the second time tells what the first did.
    """
    vendor = _held(upload.vendor)
    upload = ListingUpload.objects.select_for_update().get(pk=upload.pk)
    can_use_upload(actor, upload).or_refuse()
    if upload.status == UploadStatus.APPLIED:
        return upload
    if upload.status == UploadStatus.DISCARDED:
        raise DomainError("このファイルの取り込みは、取りやめになっています。もう一度ファイルを選んでください。")
    plan = _locked_plan(upload, vendor)
    if plan.problems:
        raise ImportRefused(plan.problems)
    if plan.mark != mark:
        raise DomainError(CHANGED_SINCE)
    _create_drafts(plan.of_kind(RowKind.NEW), upload, actor, now)
    _change_drafts(plan.of_kind(RowKind.CHANGED), upload, actor, now)
    upload.status = UploadStatus.APPLIED
    upload.ended_at = now
    upload.rows = []
    upload.created, upload.changed, upload.unchanged = (len(plan.of_kind(kind)) for kind in RowKind)
    upload.save()
    record(actor=actor, verb="listing_upload_applied", obj=upload, now=now, data={"rows": len(plan.rows)})
    return upload


@transaction.atomic
def discard_listing_upload(*, upload: ListingUpload, actor: User, now: dt.datetime) -> None:
    """Let a file go without writing anything."""
    upload = ListingUpload.objects.select_for_update().get(pk=upload.pk)
    can_use_upload(actor, upload).or_refuse()
    if upload.status != UploadStatus.PENDING:
        raise DomainError("このファイルの取り込みは、すでに終わっています。")
    upload.status = UploadStatus.DISCARDED
    upload.ended_at = now
    upload.rows = []
    upload.save()
    record(actor=actor, verb="listing_upload_discarded", obj=upload, now=now)


@transaction.atomic
def forget_listing_uploads(*, before: dt.datetime, now: dt.datetime) -> int:
    """Let go what nobody confirmed since `before`."""
    waiting = ListingUpload.objects.filter(status=UploadStatus.PENDING, created_at__lt=before)
    return waiting.update(status=UploadStatus.DISCARDED, ended_at=now, rows=[])


def _held(vendor: Vendor) -> Vendor:
    """One upload of a vendor at a time, or two would create the same listing."""
    return Vendor.objects.select_for_update(no_key=True).get(pk=vendor.pk)


def _locked_plan(upload: ListingUpload, vendor: Vendor) -> ImportPlan:
    """Planned once to learn which listings are meant, and again once they are held."""
    meant = [planned.service.pk for planned in plan_drafts(upload.content(), vendor).rows if planned.service]
    list(Service.objects.select_for_update(of=("self",)).filter(pk__in=meant).order_by("pk").values_list("pk"))
    return plan_drafts(upload.content(), vendor)


def _create_drafts(planned: Sequence[PlannedRow], upload: ListingUpload, actor: User, now: dt.datetime) -> None:
    services = Service.objects.bulk_create(
        [Service(vendor=row.vendor, name=row.after.name, created_at=now) for row in planned]
    )
    for row, service in zip(planned, services, strict=True):
        row.after.service = service
        row.after.updated_at = now
        row.after.upload = upload
        record(actor=actor, verb="service_created", obj=service, now=now, data={"upload": upload.pk})
    ServiceDraft.objects.bulk_create([row.after for row in planned], batch_size=_BATCH)


def _change_drafts(planned: Sequence[PlannedRow], upload: ListingUpload, actor: User, now: dt.datetime) -> None:
    """Into the working text there is, or into a new one on what is published."""
    fresh: list[ServiceDraft] = []
    rewritten: list[ServiceDraft] = []
    for row in planned:
        draft = row.before if isinstance(row.before, ServiceDraft) else row.after
        if draft is row.after:
            draft.service = row.service  # type: ignore[assignment]  # a changed row has one
            fresh.append(draft)
        else:
            for name in ("name", "name_kana", "tagline", "description", "answers", "plans"):
                setattr(draft, name, getattr(row.after, name))
            draft.revision += 1
            rewritten.append(draft)
        draft.updated_at = now
        draft.upload = upload
        data = {"section": "import", "revision": draft.revision, "upload": upload.pk}
        record(actor=actor, verb="draft_saved", obj=draft.service, now=now, data=data)
    ServiceDraft.objects.bulk_create(fresh, batch_size=_BATCH)
    fields = ["name", "name_kana", "tagline", "description", "answers", "plans", "revision", "updated_at", "upload"]
    ServiceDraft.objects.bulk_update(rewritten, fields, batch_size=_BATCH)
    for draft in rewritten:
        Service.objects.filter(pk=draft.service_id, current__isnull=True).update(name=draft.name)
