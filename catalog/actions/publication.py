"""Publication freezes a version; operators return, suspend and lift; the vendor stops, resumes and confirms."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.audit import record
from accounts.models import User, Vendor
from catalog.actions.indexing import listings_changed
from catalog.actions.locking import expect, lock_draft, lock_service
from catalog.actions.screenshots import frozen_screenshots
from catalog.emails import (
    send_listing_lifted,
    send_listing_published,
    send_listing_returned,
    send_listing_suspended,
)
from catalog.enums import DraftStatus, ServiceStatus
from catalog.models import Service, ServiceDraft, ServiceVersion
from catalog.ordering import listing_rank, sort_key
from catalog.policies import can_edit_service, can_review_service
from catalog.specsheet import QuestionType, facet_token, facets, load_sheet
from catalog.specsheet.facets import HELD


@transaction.atomic
def publish_draft(*, draft: ServiceDraft, revision: int, actor: User, now: dt.datetime) -> ServiceVersion:
    """Freeze the draft as the next version and put it on the shelf.

    `revision` is the one the operator read: a text that changed since is not published unread.
    """
    draft = _lock_for_review(draft, actor)
    expect(draft.revision == revision, "審査の間に掲載内容が変わりました。もう一度内容を確かめてください。")
    service = draft.service
    expect(service.status != ServiceStatus.SUSPENDED, "停止中のサービスは公開できません。先に停止を解除してください。")
    version = freeze(draft, actor.key, now)
    project(service, version, now)
    draft.delete()
    listings_changed([service.pk])
    record(actor=actor, verb="draft_published", obj=service, now=now, data={"version": version.number})
    send_listing_published(version, now)
    return version


@transaction.atomic
def return_draft(*, draft: ServiceDraft, reason: str, actor: User, now: dt.datetime) -> None:
    """Give a draft back to the vendor with the reason."""
    draft = _lock_for_review(draft, actor)
    draft.status = DraftStatus.RETURNED
    draft.returned_at = now
    draft.return_reason = reason
    draft.save(update_fields=["status", "returned_at", "return_reason"])
    record(actor=actor, verb="draft_returned", obj=draft.service, now=now, reason=reason)
    send_listing_returned(draft, now)


@transaction.atomic
def unpublish_service(*, service: Service, actor: User, now: dt.datetime) -> None:
    """The vendor takes the listing off the shelf; its versions stay as evidence."""
    service = lock_service(service.pk)
    can_edit_service(actor, service).or_refuse()
    expect(service.status == ServiceStatus.PUBLISHED, "このサービスはいま公開されていません。")
    service.status = ServiceStatus.UNPUBLISHED
    service.unpublished_at = now
    service.save(update_fields=["status", "unpublished_at"])
    listings_changed([service.pk])
    record(actor=actor, verb="service_unpublished", obj=service, now=now)


@transaction.atomic
def republish_service(*, service: Service, actor: User, now: dt.datetime) -> None:
    """The vendor puts the version that was reviewed back on the shelf."""
    service = lock_service(service.pk)
    can_edit_service(actor, service).or_refuse()
    expect(service.status == ServiceStatus.UNPUBLISHED, "公開を再開できるのは、公開停止中のサービスだけです。")
    service.status = ServiceStatus.PUBLISHED
    service.unpublished_at = None
    service.save(update_fields=["status", "unpublished_at"])
    listings_changed([service.pk])
    record(actor=actor, verb="service_republished", obj=service, now=now)


@transaction.atomic
def suspend_service(*, service: Service, reason: str, actor: User, now: dt.datetime) -> None:
    """An operator takes a listing off the shelf until lifted."""
    service = lock_service(service.pk)
    can_review_service(actor, service).or_refuse()
    can_suspend = ServiceStatus.SUSPENDED in Service.TRANSITIONS[ServiceStatus(service.status)]
    expect(can_suspend, "公開していないサービスと、すでに停止しているサービスは停止できません。")
    service.status = ServiceStatus.SUSPENDED
    service.suspended_at = now
    service.suspension_reason = reason
    service.save(update_fields=["status", "suspended_at", "suspension_reason"])
    listings_changed([service.pk])
    record(actor=actor, verb="service_suspended", obj=service, now=now, reason=reason)
    send_listing_suspended(service, now)


@transaction.atomic
def lift_service_suspension(*, service: Service, actor: User, now: dt.datetime) -> None:
    """End a suspension: the listing is again what it was before."""
    service = lock_service(service.pk)
    can_review_service(actor, service).or_refuse()
    expect(service.status == ServiceStatus.SUSPENDED, "このサービスは停止されていません。")
    service.status = ServiceStatus.PUBLISHED if service.unpublished_at is None else ServiceStatus.UNPUBLISHED
    service.suspended_at = None
    service.suspension_reason = ""
    service.save(update_fields=["status", "suspended_at", "suspension_reason"])
    listings_changed([service.pk])
    record(actor=actor, verb="service_suspension_lifted", obj=service, now=now)
    send_listing_lifted(service, now)


@transaction.atomic
def confirm_service(*, service: Service, actor: User, now: dt.datetime) -> None:
    """The vendor states that what is published is still true today (最終確認日)."""
    service = lock_service(service.pk)
    can_edit_service(actor, service).or_refuse()
    expect(service.current is not None, "まだ公開されていないサービスは確認できません。")
    service.confirmed_on = timezone.localdate(now)
    service.save(update_fields=["confirmed_on"])
    record(actor=actor, verb="service_confirmed", obj=service, now=now)


@transaction.atomic
def renew_facets(*, now: dt.datetime) -> int:
    """Project the answers again where a certificate is claimed: one whose last day has passed counts no longer.

    For every night, and for listings whose content did not change. Returns how many listings changed.
    """
    today = timezone.localdate(now)
    certified = Service.objects.filter(facets__overlap=_certificate_tokens(), current__isnull=False)
    changed = []
    for service in certified.select_related("current").select_for_update(of=("self",)).order_by("pk"):
        renewed = facets(service.current.answers, today) if service.current else []
        if renewed != service.facets:
            service.facets = renewed
            changed.append(service)
    Service.objects.bulk_update(changed, ["facets"], batch_size=500)
    listings_changed([service.pk for service in changed])
    return len(changed)


def _certificate_tokens() -> list[str]:
    return [
        facet_token(question.key, HELD)
        for question in load_sheet().questions
        if question.type == QuestionType.CERTIFICATE
    ]


def _lock_for_review(draft: ServiceDraft, actor: User) -> ServiceDraft:
    draft = lock_draft(draft.pk)
    can_review_service(actor, draft.service).or_refuse()
    expect(
        draft.status == DraftStatus.IN_REVIEW,
        "この掲載内容は審査中ではありません。ほかの運営担当者が先に処理したか、事業者が取り下げました。",
    )
    return draft


def freeze(draft: ServiceDraft, by: uuid.UUID, now: dt.datetime) -> ServiceVersion:
    """The next version of a listing with the draft's content; the caller holds the service."""
    vendor = draft.service.vendor
    latest = ServiceVersion.objects.filter(service=draft.service).aggregate(latest=Max("number"))["latest"]
    return ServiceVersion.objects.create(
        service=draft.service,
        number=(latest or 0) + 1,
        name=draft.name,
        name_kana=draft.name_kana,
        tagline=draft.tagline,
        description=draft.description,
        answers=draft.answers,
        plans=draft.plans,
        screenshots=frozen_screenshots(draft, now),
        vendor_name=vendor.name,
        vendor_facts=facts_of(vendor),
        published_at=now,
        published_by_key=by,
    )


def facts_of(vendor: Vendor) -> dict[str, object]:
    return {
        "size": vendor.size,
        "is_startup": vendor.is_startup,
        "headquarters": vendor.headquarters,
        "service_areas": vendor.service_areas,
    }


def project(service: Service, version: ServiceVersion, now: dt.datetime) -> None:
    """Repeat on the service what lists, filters and sorting need."""
    today = timezone.localdate(now)
    service.current = version
    service.status = ServiceStatus.PUBLISHED
    service.name = version.name
    service.sort_key = sort_key(version.name_kana or version.name)
    service.tagline = version.tagline
    service.facets = facets(version.answers, today)
    service.first_published_at = service.first_published_at or now
    service.published_at = now
    service.unpublished_at = None
    service.confirmed_on = today
    service.rank = listing_rank(service.confirmed_adoptions, now)
    service.save()
