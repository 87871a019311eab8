"""The vendor's side of a listing: begin, write, hand in, take back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User, Vendor
from catalog.actions.locking import expect, lock_draft, lock_service
from catalog.actions.screenshots import let_go_screenshots, refuse_unmade_screenshots
from catalog.actions.writing import IN_REVIEW, lock_for_writing, save_next_revision
from catalog.completeness import missing_of_draft
from catalog.emails import send_listing_submitted
from catalog.enums import DraftStatus
from catalog.models import Service, ServiceDraft
from catalog.plans import Plan, stored_plans
from catalog.policies import can_create_service, can_edit_service
from catalog.specsheet import load_sheet
from dss.access import DomainError


@dataclass(frozen=True, slots=True)
class Intro:
    """The words of a listing that are not answers of the spec sheet."""

    name: str
    name_kana: str
    tagline: str
    description: str


class DraftIncomplete(DomainError):
    """Required parts are missing; `missing` maps the section's key to its messages."""

    def __init__(self, missing: Mapping[str, list[str]]) -> None:
        super().__init__("必須の項目に未入力のものがあるため、審査を依頼できません。")
        self.missing = missing


@transaction.atomic
def create_service(*, vendor: Vendor, name: str, actor: User, now: dt.datetime) -> Service:
    """Begin a listing; nothing is public before an operator publishes it."""
    can_create_service(actor, vendor).or_refuse()
    service = Service.objects.create(vendor=vendor, name=name, created_at=now)
    ServiceDraft.objects.create(service=service, name=name, updated_at=now)
    record(actor=actor, verb="service_created", obj=service, now=now)
    return service


@transaction.atomic
def start_draft(*, service: Service, actor: User, now: dt.datetime) -> ServiceDraft:
    """The working text of a listing: the one there is, or a copy of the published version."""
    service = lock_service(service.pk)
    can_edit_service(actor, service).or_refuse()
    draft = ServiceDraft.objects.filter(service=service).first()
    if draft is not None:
        return draft
    if service.current is None:
        raise DomainError("このサービスには編集できる掲載内容がありません。")
    version = service.current
    draft = ServiceDraft.objects.create(
        service=service,
        name=version.name,
        name_kana=version.name_kana,
        tagline=version.tagline,
        description=version.description,
        answers=version.answers,
        plans=version.plans,
        screenshots=version.screenshots,
        updated_at=now,
    )
    record(actor=actor, verb="draft_started", obj=service, now=now, data={"from_version": version.number})
    return draft


@transaction.atomic
def save_draft_intro(
    *, draft: ServiceDraft, revision: int, intro: Intro, actor: User, now: dt.datetime
) -> ServiceDraft:
    """Save name and texts; may be incomplete. `revision` is the one the person started from."""
    draft = lock_for_writing(draft, revision, actor)
    draft.name = intro.name
    draft.name_kana = intro.name_kana
    draft.tagline = intro.tagline
    draft.description = intro.description
    save_next_revision(draft, "intro", actor, now)
    if draft.service.current_id is None:
        Service.objects.filter(pk=draft.service_id).update(name=intro.name)
    return draft


@transaction.atomic
def save_draft_section(
    *, draft: ServiceDraft, revision: int, section_key: str, answers: Mapping[str, Any], actor: User, now: dt.datetime
) -> ServiceDraft:
    """Replace the answers of one section (canonical, as the section's form gives them); others stay."""
    draft = lock_for_writing(draft, revision, actor)
    own_keys = {question.key for question in load_sheet().section(section_key).questions}
    kept = {key: value for key, value in draft.answers.items() if key not in own_keys}
    draft.answers = kept | {key: value for key, value in answers.items() if key in own_keys}
    save_next_revision(draft, section_key, actor, now)
    return draft


@transaction.atomic
def save_draft_plans(
    *, draft: ServiceDraft, revision: int, plans: Sequence[Plan], actor: User, now: dt.datetime
) -> ServiceDraft:
    """Replace the plans of a draft."""
    draft = lock_for_writing(draft, revision, actor)
    draft.plans = stored_plans(plans)
    save_next_revision(draft, "plans", actor, now)
    return draft


@transaction.atomic
def submit_draft(*, draft: ServiceDraft, actor: User, now: dt.datetime) -> None:
    """Hand a complete draft in for review and tell the operators."""
    draft = lock_draft(draft.pk)
    can_edit_service(actor, draft.service).or_refuse()
    expect(DraftStatus.IN_REVIEW in ServiceDraft.TRANSITIONS[DraftStatus(draft.status)], "すでに審査を依頼しています。")
    missing = missing_of_draft(draft)
    if missing:
        raise DraftIncomplete(missing)
    refuse_unmade_screenshots(draft)
    draft.status = DraftStatus.IN_REVIEW
    draft.submitted_at = now
    draft.save(update_fields=["status", "submitted_at"])
    record(actor=actor, verb="draft_submitted", obj=draft.service, now=now, data={"revision": draft.revision})
    send_listing_submitted(draft, now)


@transaction.atomic
def withdraw_draft(*, draft: ServiceDraft, actor: User, now: dt.datetime) -> None:
    """Take a draft back from review, to go on writing."""
    draft = lock_draft(draft.pk)
    can_edit_service(actor, draft.service).or_refuse()
    expect(draft.status == DraftStatus.IN_REVIEW, "この掲載内容は審査中ではありません。")
    draft.status = DraftStatus.EDITING
    draft.save(update_fields=["status"])
    record(actor=actor, verb="draft_withdrawn", obj=draft.service, now=now)


@transaction.atomic
def discard_draft(*, draft: ServiceDraft, actor: User, now: dt.datetime) -> None:
    """Give up the changes to a listing that was published before; what is published stays."""
    draft = lock_draft(draft.pk)
    can_edit_service(actor, draft.service).or_refuse()
    expect(draft.status != DraftStatus.IN_REVIEW, IN_REVIEW)
    expect(draft.service.current_id is not None, "まだ一度も公開していないサービスの下書きは破棄できません。")
    revision = draft.revision
    draft.delete()
    let_go_screenshots(draft.service)
    record(actor=actor, verb="draft_discarded", obj=draft.service, now=now, data={"revision": revision})
