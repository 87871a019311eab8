"""The ownership of a vendor passes to a member who accepts it, and nobody else, and never to nobody."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import vendor_handovers as actions
from accounts.actions import vendors
from accounts.enums import VendorHandoverStatus, VendorRole
from accounts.models import AuditEvent, Notification, OutboxMail, VendorHandover, VendorMembership
from dss.access import DomainError, PolicyRefused
from tests.factories import OperatorFactory, VendorMembershipFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def team():
    """An owner with two members."""
    owner = VendorMembershipFactory()
    first, second = (VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR) for _ in range(2))
    return owner, first, second


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def offered(owner, member):
    return actions.offer_vendor_handover(successor=member, actor=owner.user, now=timezone.now())


def roles(vendor):
    places = VendorMembership.objects.filter(vendor=vendor, ended_at__isnull=True).order_by("pk")
    return [place.role for place in places]


def path(name, key):
    return reverse(f"accounts:vendor_handover_{name}", args=[key])


def test_offered_and_accepted_through_the_team_page():
    owner, member, _ = team()
    boss, heir = signed_in(owner.user), signed_in(member.user)
    assert "管理者を引き継いでもらう" in boss.get("/desk/team/").content.decode()
    assert boss.post(path("offer", member.pk)).url == "/desk/team/"
    handover = VendorHandover.objects.get()
    assert roles(owner.vendor) == ["owner", "member", "member"]
    assert OutboxMail.objects.get(event="vendor_handover_offered").to == member.user.email
    assert "管理者を引き継いでほしい" in heir.get("/").content.decode()
    assert "管理者を引き受ける" in heir.get("/desk/team/").content.decode()
    assert "管理者を引き受ける" not in boss.get("/desk/team/").content.decode()
    heir.post(path("accept", handover.pk))
    assert roles(owner.vendor) == ["member", "owner", "member"]
    assert "引き受けました" in OutboxMail.objects.get(event="vendor_handover_answered").body
    assert Notification.objects.filter(event="vendor_handover_answered", user=owner.user).exists()
    verbs = AuditEvent.objects.filter(object_type="accounts.vendorhandover").values_list("verb", flat=True)
    assert set(verbs) == {"offer_vendor_handover", "accept_vendor_handover"}
    assert boss.get("/desk/company/").status_code == 403
    assert heir.get("/desk/company/").status_code == 200


def test_declined_and_withdrawn_change_nothing():
    owner, member, _ = team()
    signed_in(member.user).post(path("decline", offered(owner, member).pk))
    assert "引き受けませんでした" in OutboxMail.objects.get(event="vendor_handover_answered").body
    handover = offered(owner, member)
    signed_in(owner.user).post(path("withdraw", handover.pk))
    assert roles(owner.vendor) == ["owner", "member", "member"]
    response = signed_in(member.user).post(path("accept", handover.pk))
    assert response.status_code == 409
    assert "取消" in response.content.decode()
    assert roles(owner.vendor) == ["owner", "member", "member"]


def test_a_member_who_pretends_to_be_owner_is_refused():
    owner, member, other = team()
    client = signed_in(member.user)
    assert client.post(path("offer", other.pk)).status_code == 403
    handover = offered(owner, other)
    assert client.post(path("accept", handover.pk)).status_code == 404  # not asked: it does not exist for them
    assert client.post(path("withdraw", handover.pk)).status_code == 404
    assert signed_in(owner.user).post(path("accept", handover.pk)).status_code == 403
    assert signed_in(other.user).post(path("withdraw", handover.pk)).status_code == 403
    with pytest.raises(PolicyRefused):
        actions.accept_vendor_handover(handover=handover, actor=member.user, now=timezone.now())
    assert roles(owner.vendor) == ["owner", "member", "member"]


def test_other_vendors_and_operators_find_nothing():
    owner, member, _ = team()
    handover = offered(owner, member)
    for stranger in (VendorMembershipFactory().user, OperatorFactory()):
        client = signed_in(stranger)
        assert client.post(path("offer", member.pk)).status_code == 404
        for name in ("accept", "decline", "withdraw"):
            assert client.post(path(name, handover.pk)).status_code == 404
    rival = VendorMembershipFactory()
    with pytest.raises(PolicyRefused):
        offered(rival, member)


def test_one_offer_at_a_time_and_to_members_alone():
    owner, member, other = team()
    offered(owner, member)
    with pytest.raises(DomainError, match="すでに引き継ぎ"):
        offered(owner, other)
    second = VendorMembershipFactory(vendor=owner.vendor)
    with pytest.raises(DomainError, match="管理者ではない"):
        offered(owner, second)
    other.user.is_active = False
    other.user.save()
    VendorHandover.objects.all().update(status=VendorHandoverStatus.WITHDRAWN, settled_at=timezone.now())
    with pytest.raises(DomainError, match="いまのメンバー"):
        offered(owner, other)


@pytest.mark.parametrize("who", ["owner", "successor"])
def test_who_leaves_takes_the_offer_along(who):
    owner, member, _ = team()
    VendorMembershipFactory(vendor=owner.vendor)
    handover = offered(owner, member)
    place = owner if who == "owner" else member
    vendors.end_vendor_membership(membership=place, actor=place.user, now=timezone.now())
    handover.refresh_from_db()
    assert handover.status == VendorHandoverStatus.WITHDRAWN
    expected = 404 if who == "successor" else 409
    assert signed_in(member.user).post(path("accept", handover.pk)).status_code == expected


def test_a_removed_member_accepts_nothing_even_with_the_page_still_open():
    owner, member, _ = team()
    handover = offered(owner, member)
    VendorMembership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    with pytest.raises(PolicyRefused):
        actions.accept_vendor_handover(handover=handover, actor=member.user, now=timezone.now())


def test_a_changed_role_settles_the_offer():
    owner, member, _ = team()
    handover = offered(owner, member)
    vendors.change_vendor_role(membership=member, role=VendorRole.OWNER, actor=owner.user, now=timezone.now())
    handover.refresh_from_db()
    assert handover.status == VendorHandoverStatus.WITHDRAWN


def test_an_owner_with_a_closed_account_does_not_count_as_another_owner():
    owner, _, _ = team()
    closed = VendorMembershipFactory(vendor=owner.vendor)
    closed.user.is_active = False
    closed.user.save()
    with pytest.raises(PolicyRefused, match="最後の管理者"):
        vendors.end_vendor_membership(membership=owner, actor=owner.user, now=timezone.now())


def test_the_database_knows_one_open_offer_and_no_offer_to_oneself():
    owner, member, other = team()
    facts = {"vendor": owner.vendor, "owner": owner, "offered_at": timezone.now()}
    VendorHandover.objects.create(**facts, successor=member)
    for successor in (other, owner):
        with pytest.raises(IntegrityError), transaction.atomic():
            VendorHandover.objects.create(**facts, successor=successor)


@pytest.mark.django_db(transaction=True)
def test_two_offers_at_once_make_one():
    owner, first, second = team()
    third = VendorMembershipFactory(vendor=owner.vendor)
    now = timezone.now()
    calls = [
        lambda place=place, by=by: actions.offer_vendor_handover(successor=place, actor=by.user, now=now)
        for place in (first, second)
        for by in (owner, third)
    ]
    done, refused = all_at_once(calls)
    assert (len(done), len(refused)) == (1, 3)
    assert VendorHandover.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_declining_withdrawing_and_leaving_at_once_leave_an_owner():
    owner, member, _ = team()
    handover, now = offered(owner, member), timezone.now()

    def run(action, actor, **what):
        try:
            return action(**what, actor=actor, now=now)
        except PolicyRefused as refused:
            raise DomainError(refused.reason) from refused

    all_at_once(
        [
            lambda: run(vendors.end_vendor_membership, owner.user, membership=owner),
            lambda: run(actions.withdraw_vendor_handover, owner.user, handover=handover),
            lambda: run(actions.accept_vendor_handover, member.user, handover=handover),
            lambda: run(actions.decline_vendor_handover, member.user, handover=handover),
        ]
    )
    owners = VendorMembership.objects.filter(vendor=owner.vendor, ended_at=None, role=VendorRole.OWNER)
    assert owners.count() == 1
    handover.refresh_from_db()
    assert handover.status != VendorHandoverStatus.OPEN
