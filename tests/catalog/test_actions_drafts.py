"""The vendor's side of a listing."""

from __future__ import annotations

import pytest

from accounts.models import AuditEvent, Notification, OutboxMail
from catalog import actions
from catalog.enums import DraftStatus, ServiceStatus
from catalog.models import Service, ServiceDraft
from dss.access import DomainError, PolicyRefused
from tests.factories import PublishedServiceFactory, ServiceDraftFactory, UserFactory

INTRO = actions.Intro(name="議事録たすけ", name_kana="ぎじろくたすけ", tagline="ひとこと", description="説明")


def test_a_new_listing_is_a_draft_nobody_else_sees(vendor, vendor_user, now):
    service = actions.create_service(vendor=vendor, name="議事録たすけ", actor=vendor_user, now=now)
    assert service.status == ServiceStatus.DRAFT
    assert service.draft.status == DraftStatus.EDITING
    assert AuditEvent.objects.get().verb == "service_created"


def test_only_the_vendors_people_create_a_listing(vendor, rival, now):
    for stranger in (rival, UserFactory()):
        with pytest.raises(PolicyRefused, match="事業者"):
            actions.create_service(vendor=vendor, name="x", actor=stranger, now=now)
    assert not Service.objects.exists()


def test_saving_a_section_keeps_the_others_and_drops_foreign_keys(vendor, vendor_user, now):
    draft = ServiceDraftFactory(service__vendor=vendor)
    saved = actions.save_draft_section(
        draft=draft,
        revision=1,
        section_key="basic",
        answers={"work": ["X01"], "data_location": "abroad"},
        actor=vendor_user,
        now=now,
    )
    assert saved.revision == 2
    assert saved.answers["work"] == ["X01"]
    assert "audience" not in saved.answers
    assert saved.answers["data_location"] == "japan"


def test_a_lost_update_is_refused_and_carries_what_stands_there(vendor, vendor_user, now):
    draft = ServiceDraftFactory(service__vendor=vendor)
    actions.save_draft_intro(draft=draft, revision=1, intro=INTRO, actor=vendor_user, now=now)
    with pytest.raises(actions.DraftChanged) as refusal:
        actions.save_draft_section(draft=draft, revision=1, section_key="basic", answers={}, actor=vendor_user, now=now)
    assert refusal.value.draft.name == "議事録たすけ"
    draft.refresh_from_db()
    assert draft.answers["work"]


def test_an_incomplete_draft_is_not_handed_in(vendor, vendor_user, now):
    draft = ServiceDraftFactory(service__vendor=vendor, answers={}, tagline="")
    with pytest.raises(actions.DraftIncomplete) as refusal:
        actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    assert set(refusal.value.missing) >= {"intro", "basic", "network", "security"}
    draft.refresh_from_db()
    assert draft.status == DraftStatus.EDITING


def test_submission_tells_the_operators_once(vendor, vendor_user, operator, now):
    draft = ServiceDraftFactory(service__vendor=vendor)
    actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    with pytest.raises(DomainError, match="すでに審査"):
        actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    assert list(Notification.objects.values_list("user", "event")) == [(operator.pk, "listing_submitted")]
    assert OutboxMail.objects.get().to == operator.email


def test_a_draft_in_review_is_not_written_until_withdrawn(vendor, vendor_user, now):
    draft = ServiceDraftFactory(service__vendor=vendor, in_review=True)
    with pytest.raises(DomainError, match="審査中"):
        actions.save_draft_intro(draft=draft, revision=1, intro=INTRO, actor=vendor_user, now=now)
    actions.withdraw_draft(draft=draft, actor=vendor_user, now=now)
    assert actions.save_draft_intro(draft=draft, revision=1, intro=INTRO, actor=vendor_user, now=now).revision == 2
    with pytest.raises(DomainError, match="審査中ではありません"):
        actions.withdraw_draft(draft=draft, actor=vendor_user, now=now)


def test_changing_a_published_listing_starts_from_its_version(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor)
    draft = actions.start_draft(service=service, actor=vendor_user, now=now)
    assert (draft.name, draft.answers) == (service.current.name, service.current.answers)
    assert actions.start_draft(service=service, actor=vendor_user, now=now) == draft
    actions.save_draft_intro(draft=draft, revision=1, intro=INTRO, actor=vendor_user, now=now)
    service.refresh_from_db()
    assert service.name != "議事録たすけ"


def test_a_rival_writes_and_submits_nothing(vendor, rival, now):
    draft = ServiceDraftFactory(service__vendor=vendor)
    with pytest.raises(PolicyRefused):
        actions.save_draft_intro(draft=draft, revision=1, intro=INTRO, actor=rival, now=now)
    with pytest.raises(PolicyRefused):
        actions.submit_draft(draft=draft, actor=rival, now=now)
    assert ServiceDraft.objects.get().revision == 1


def test_discarding_gives_up_changes_and_nothing_else(vendor, vendor_user, rival, now):
    service = PublishedServiceFactory(vendor=vendor)
    draft = actions.start_draft(service=service, actor=vendor_user, now=now)
    with pytest.raises(PolicyRefused):
        actions.discard_draft(draft=draft, actor=rival, now=now)
    actions.discard_draft(draft=draft, actor=vendor_user, now=now)
    assert not ServiceDraft.objects.exists()
    assert Service.objects.published().get() == service
    assert AuditEvent.objects.filter(verb="draft_discarded", object_id=str(service.pk)).count() == 1


def test_what_was_never_published_or_waits_for_review_is_not_discarded(vendor, vendor_user, now):
    first = ServiceDraftFactory(service__vendor=vendor)
    with pytest.raises(DomainError, match="一度も公開していない"):
        actions.discard_draft(draft=first, actor=vendor_user, now=now)
    waiting = ServiceDraftFactory(service=PublishedServiceFactory(vendor=vendor), in_review=True)
    with pytest.raises(DomainError, match="審査中"):
        actions.discard_draft(draft=waiting, actor=vendor_user, now=now)
    assert ServiceDraft.objects.count() == 2
