"""Owners run a vendor's team, editors write for it, viewers read; one policy answers for every room."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.enums import VendorRole
from accounts.models import VendorInvitation
from accounts.policies import can_write_for_own_vendor, can_write_for_vendor
from catalog import actions, policies
from catalog.enums import AdoptionStage
from catalog.models import Service
from dss.access import PolicyRefused
from tests.factories.accounts import MembershipFactory, UserFactory, VendorMembershipFactory
from tests.factories.catalog import AdoptionFactory, PublishedServiceFactory, ReviewFactory, ServiceDraftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(vendor):
    return {role: VendorMembershipFactory(vendor=vendor, role=role).user for role in VendorRole}


def test_owners_and_editors_write_and_viewers_do_not(team, vendor):
    answers = {role: can_write_for_vendor(user, vendor.pk, "よその人") for role, user in team.items()}
    assert {role for role, answer in answers.items() if answer} == {VendorRole.OWNER, VendorRole.EDITOR}
    assert "閲覧者" in answers[VendorRole.VIEWER].reason
    assert {role for role, user in team.items() if can_write_for_own_vendor(user)} == {
        VendorRole.OWNER,
        VendorRole.EDITOR,
    }


@pytest.mark.parametrize("stranger", [AnonymousUser, UserFactory, lambda: MembershipFactory().user])
def test_who_is_not_of_the_team_hears_the_callers_words(stranger, vendor):
    assert can_write_for_vendor(stranger(), vendor.pk, "よその人").reason == "よその人"


def test_another_vendors_owner_is_a_stranger(vendor):
    other = VendorMembershipFactory(role=VendorRole.OWNER).user
    assert not can_write_for_vendor(other, vendor.pk, "よその人")


def test_viewers_read_the_desk_and_change_nothing(team, vendor, client, now):
    viewer = team[VendorRole.VIEWER]
    service = PublishedServiceFactory(vendor=vendor)
    draft = ServiceDraftFactory(service__vendor=vendor)
    claim = AdoptionFactory(service=service)
    review = ReviewFactory(service=service)
    assert not policies.can_edit_adoption(viewer, claim)
    assert not policies.can_withdraw_adoption(viewer, claim)
    assert not policies.can_record_adoption(viewer, service)
    assert not policies.can_reply_review(viewer, review)
    client.force_login(viewer)
    assert client.get(reverse("catalog:desk_overview")).status_code == 200
    page = client.get(reverse("catalog:desk_service_detail", args=[service.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("掲載内容を変更する", "内容に変わりがないことを確認する", "写しを作る", "資料を登録する"):
        assert words not in text
    for name, args in (
        ("desk_service_confirm", [service.pk]),
        ("desk_service_unpublish", [service.pk]),
        ("desk_service_copy", [service.pk]),
        ("desk_draft_start", [service.pk]),
        ("desk_draft_submit", [draft.service_id]),
        ("desk_service_section", [draft.service_id, "intro"]),
        ("desk_plans", [draft.service_id]),
        ("desk_screenshots", [draft.service_id]),
        ("desk_screenshot_new", [draft.service_id]),
        ("desk_brochure_new", [service.pk]),
        ("desk_service_new", []),
        ("desk_import_list", []),
        ("adoption_create", [service.pk]),
        ("review_reply", [service.pk, review.pk]),
        ("adoption_withdraw", [claim.pk]),
    ):
        response = client.post(reverse(f"catalog:{name}", args=args), {"name": "別の名前"})
        assert response.status_code == 403, name
        assert "閲覧者" in response.content.decode(), name
    with pytest.raises(PolicyRefused):
        actions.create_service(vendor=vendor, name="x", actor=viewer, now=now)
    facts = actions.AdoptionFacts(stage=AdoptionStage.IN_USE, source_url="https://results.example/")
    with pytest.raises(PolicyRefused):
        actions.claim_adoption(service=service, municipality=claim.municipality, facts=facts, actor=viewer, now=now)
    assert set(Service.objects.filter(vendor=vendor)) == {service, draft.service}


def test_an_owner_invites_a_viewer_and_makes_them_editor(team, vendor, client):
    client.force_login(team[VendorRole.OWNER])
    asked = {"email": "who@aoba.example", "role": "viewer"}
    assert client.post(reverse("accounts:vendor_team"), asked).status_code == 302
    assert VendorInvitation.objects.get().role == VendorRole.VIEWER
    place = team[VendorRole.VIEWER].vendor_memberships.get()
    client.post(reverse("accounts:vendor_member_role", args=[place.pk]), {"role": "member"})
    place.refresh_from_db()
    assert place.role == VendorRole.EDITOR
    assert can_write_for_own_vendor(place.user)


def test_a_viewer_gives_nobody_a_role(team, vendor, client):
    client.force_login(team[VendorRole.VIEWER])
    place = team[VendorRole.VIEWER].vendor_memberships.get()
    assert client.post(reverse("accounts:vendor_member_role", args=[place.pk]), {"role": "owner"}).status_code == 403
