"""Publication and what follows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from accounts.models import AuditEvent, Notification
from catalog import actions
from catalog.enums import DraftStatus, ServiceStatus
from catalog.models import Service, ServiceDraft, ServiceVersion
from dss.access import DomainError, PolicyRefused
from tests.factories import PublishedServiceFactory, ServiceDraftFactory, ServiceFactory, VendorMembershipFactory


def publish(draft, operator, now):
    return actions.publish_draft(draft=draft, revision=draft.revision, actor=operator, now=now)


def test_publication_freezes_a_version_and_projects_the_facets(vendor, vendor_user, operator, now):
    draft = ServiceDraftFactory(service__vendor=vendor, in_review=True, name="議事録タスケ", name_kana="ギジロクたすけ")
    version = publish(draft, operator, now)
    service = Service.objects.published().get()
    assert service.current == version
    assert (version.number, version.published_by_key, version.vendor_name) == (1, operator.key, vendor.name)
    assert version.vendor_facts["headquarters"] == "13"
    assert {"work:X08", "network:lgwan", "delivery:saas"} <= set(service.facets)
    assert service.sort_key == "ぎじろくたすけ"
    assert service.confirmed_on == dt.date(2026, 11, 23)
    assert not ServiceDraft.objects.exists()
    assert list(Notification.objects.values_list("user", "event")) == [(vendor_user.pk, "listing_published")]
    assert AuditEvent.objects.get().data == {"version": 1}


def test_a_second_publication_makes_version_two_and_keeps_the_first(vendor, vendor_user, operator, now):
    service = PublishedServiceFactory(vendor=vendor)
    first = service.current
    draft = actions.start_draft(service=service, actor=vendor_user, now=now)
    intro = actions.Intro(name="新しい名前", name_kana="あたらしいなまえ", tagline="新", description="新")
    draft = actions.save_draft_intro(draft=draft, revision=1, intro=intro, actor=vendor_user, now=now)
    actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    draft.refresh_from_db()
    version = publish(draft, operator, now)
    service.refresh_from_db()
    assert (version.number, service.current, service.name) == (2, version, "新しい名前")
    assert ServiceVersion.objects.get(pk=first.pk).name != "新しい名前"
    assert service.first_published_at < service.published_at or service.first_published_at != now


@pytest.mark.parametrize("statement", ["update", "delete"])
def test_the_database_refuses_to_change_a_version(db, statement):
    version = PublishedServiceFactory().current
    rows = ServiceVersion.objects.filter(pk=version.pk)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        rows.update(name="書き換え") if statement == "update" else rows._raw_delete("default")
    version.refresh_from_db()
    assert version.name != "書き換え"


def test_a_text_that_changed_since_it_was_read_is_not_published(operator, now):
    draft = ServiceDraftFactory(in_review=True, revision=4)
    with pytest.raises(DomainError, match="内容が変わりました"):
        actions.publish_draft(draft=draft, revision=3, actor=operator, now=now)
    assert not ServiceVersion.objects.exists()


def test_the_second_operator_reads_why(operator, now):
    draft = ServiceDraftFactory(in_review=True)
    same = ServiceDraft.objects.get(pk=draft.pk)
    publish(draft, operator, now)
    with pytest.raises(DomainError, match="すでに公開"):
        publish(same, operator, now)
    assert ServiceVersion.objects.count() == 1


def test_returning_tells_the_reason(vendor, vendor_user, operator, now):
    draft = ServiceDraftFactory(service__vendor=vendor, in_review=True)
    actions.return_draft(draft=draft, reason="最低価格が税抜か税込か分かりません。", actor=operator, now=now)
    draft.refresh_from_db()
    assert (draft.status, draft.return_reason) == (DraftStatus.RETURNED, "最低価格が税抜か税込か分かりません。")
    assert Notification.objects.get().event == "listing_returned"
    with pytest.raises(DomainError, match="審査中ではありません"):
        publish(draft, operator, now)
    actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    draft.refresh_from_db()
    assert draft.status == DraftStatus.IN_REVIEW


def test_nobody_but_an_operator_publishes_and_not_for_the_own_vendor(vendor, vendor_user, operator, now):
    draft = ServiceDraftFactory(service__vendor=vendor, in_review=True)
    with pytest.raises(PolicyRefused, match="運営だけ"):
        publish(draft, vendor_user, now)
    VendorMembershipFactory(vendor=vendor, user=operator)
    with pytest.raises(PolicyRefused, match="所属する事業者"):
        publish(draft, operator, now)


def test_unpublish_republish_suspend_lift(vendor, vendor_user, operator, now):
    service = PublishedServiceFactory(vendor=vendor)

    def status():
        service.refresh_from_db()
        return service.status

    actions.unpublish_service(service=service, actor=vendor_user, now=now)
    assert status() == ServiceStatus.UNPUBLISHED
    actions.suspend_service(service=service, reason="確認が必要です。", actor=operator, now=now)
    assert status() == ServiceStatus.SUSPENDED
    with pytest.raises(DomainError):
        actions.republish_service(service=service, actor=vendor_user, now=now)
    actions.lift_service_suspension(service=service, actor=operator, now=now)
    assert status() == ServiceStatus.UNPUBLISHED
    actions.republish_service(service=service, actor=vendor_user, now=now)
    assert status() == ServiceStatus.PUBLISHED
    actions.suspend_service(service=service, reason="確認が必要です。", actor=operator, now=now)
    actions.lift_service_suspension(service=service, actor=operator, now=now)
    assert status() == ServiceStatus.PUBLISHED


def test_a_draft_cannot_be_suspended_and_a_suspended_listing_not_published(operator, now):
    with pytest.raises(DomainError, match="公開していない"):
        actions.suspend_service(service=ServiceFactory(), reason="x", actor=operator, now=now)
    service = PublishedServiceFactory()
    actions.suspend_service(service=service, reason="x", actor=operator, now=now)
    draft = ServiceDraftFactory(service=service, in_review=True)
    with pytest.raises(DomainError, match="停止中"):
        publish(draft, operator, now)


def test_confirming_renews_the_date(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor, published_at=now - dt.timedelta(days=500))
    actions.confirm_service(service=service, actor=vendor_user, now=now)
    service.refresh_from_db()
    assert service.confirmed_on == dt.date(2026, 11, 23)
    with pytest.raises(DomainError):
        actions.confirm_service(service=ServiceFactory(vendor=vendor), actor=vendor_user, now=now)
