"""Drafts of an imported table are handed in together; those that lack something stay and are named."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import VendorRole
from accounts.models import AuditEvent, Notification
from catalog import actions
from catalog.enums import DraftStatus, UploadStatus
from dss.access import DomainError, PolicyRefused
from tests.factories.accounts import OperatorFactory, VendorMembershipFactory
from tests.factories.catalog import ListingUploadFactory, ServiceDraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(vendor, now):
    return ListingUploadFactory(vendor=vendor, status=UploadStatus.APPLIED, ended_at=now, rows=[])


def imported(upload, name, **given):
    return ServiceDraftFactory(service__vendor=upload.vendor, service__name=name, upload=upload, **given)


def test_complete_drafts_are_handed_in_and_the_others_named(upload, vendor_user, now, client):
    operator = OperatorFactory()
    ready = [imported(upload, "できた一"), imported(upload, "できた二")]
    lacking = imported(upload, "まだの三", tagline="")
    elsewhere = ServiceDraftFactory(service__vendor=upload.vendor)
    client.force_login(vendor_user)
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "審査を依頼できる下書きが2件、足りない項目のある下書きが1件" in page
    assert "「ひとこと」は必ず入力してください。" in page
    response = client.post(reverse("catalog:desk_import_submit", args=[upload.pk]), follow=True)
    text = response.content.decode()
    assert "2件の審査を依頼しました" in text
    assert "1件は、足りない項目がある" in text
    for draft in [*ready, lacking, elsewhere]:
        draft.refresh_from_db()
    assert [draft.status for draft in ready] == [DraftStatus.IN_REVIEW] * 2
    assert (lacking.status, elsewhere.status) == (DraftStatus.EDITING, DraftStatus.EDITING)
    assert AuditEvent.objects.filter(verb="draft_submitted").count() == 2
    (told,) = Notification.objects.filter(user=operator)
    assert "ほか1件" in told.title


def test_pressed_twice_the_second_does_nothing(upload, vendor_user, now):
    imported(upload, "できた")
    assert len(actions.submit_listing_upload(upload=upload, actor=vendor_user, now=now).submitted) == 1
    again = actions.submit_listing_upload(upload=upload, actor=vendor_user, now=now)
    assert (again.submitted, again.lacking) == ([], [])
    assert AuditEvent.objects.filter(verb="draft_submitted").count() == 1


def test_a_returned_draft_is_handed_in_again(upload, vendor_user, now):
    draft = imported(upload, "戻った", status=DraftStatus.RETURNED, returned_at=now, return_reason="直してください")
    actions.submit_listing_upload(upload=upload, actor=vendor_user, now=now)
    draft.refresh_from_db()
    assert draft.status == DraftStatus.IN_REVIEW


def test_nothing_is_handed_in_before_the_table_was_applied(vendor, vendor_user, now):
    with pytest.raises(DomainError, match="反映"):
        actions.submit_listing_upload(upload=ListingUploadFactory(vendor=vendor), actor=vendor_user, now=now)


def test_viewers_and_other_vendors_hand_nothing_in(upload, rival, now):
    imported(upload, "できた")
    for person in (rival, VendorMembershipFactory(vendor=upload.vendor, role=VendorRole.VIEWER).user):
        with pytest.raises(PolicyRefused):
            actions.submit_listing_upload(upload=upload, actor=person, now=now)


def test_the_number_of_questions_does_not_grow_but_for_the_record(
    upload, vendor_user, now, django_assert_max_num_queries
):
    for name in ("一", "二", "三", "四", "五"):
        imported(upload, name)
    with django_assert_max_num_queries(20):
        assert len(actions.submit_listing_upload(upload=upload, actor=vendor_user, now=now).submitted) == 5
