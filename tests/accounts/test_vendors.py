"""A vendor's team: invitations, roles, leaving."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import vendors
from accounts.enums import VendorRole
from accounts.models import AuditEvent, OutboxMail, Vendor, VendorInvitation, VendorMembership
from accounts.personas import persona_of
from accounts.tokens import hash_token
from dss.access import DomainError, PolicyRefused
from tests.accounts.helpers import last_code, sign_up, sign_up_and_confirm, type_code
from tests.factories import (
    EmailAddressFactory,
    MembershipFactory,
    OperatorFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db
INVITED = "jiro@aoba.example"


@pytest.fixture
def owner():
    return VendorMembershipFactory()


def _invite(owner: VendorMembership, email: str = INVITED, role: VendorRole = VendorRole.EDITOR) -> str:
    """The path of the link in the mail."""
    vendors.invite_vendor_member(vendor=owner.vendor, email=email, role=role, actor=owner.user, now=timezone.now())
    body = OutboxMail.objects.filter(event="vendor_invitation").order_by("-pk")[0].body
    return re.search(r"/invitations/[\w-]+/", body).group()


def _person(email: str = INVITED, verified: bool = True):
    return EmailAddressFactory(user=UserFactory(email=email), verified=verified).user


def test_the_invited_person_signs_up_and_joins(owner, client):
    path = _invite(owner)
    page = client.get(path).content.decode()
    assert owner.vendor.name in page
    response = sign_up(client, "vendor", INVITED, next=path)
    assert response.status_code == 302
    assert type_code(client, last_code(INVITED)).headers["Location"] == path
    client.post(path)
    joined = VendorMembership.objects.get(user__email=INVITED)
    assert (joined.vendor, joined.role) == (owner.vendor, VendorRole.EDITOR)
    assert persona_of(joined.user).vendor == owner.vendor
    assert AuditEvent.objects.filter(verb="accept_vendor_invitation").count() == 1


def test_only_the_hash_of_the_token_is_kept(owner):
    token = _invite(owner).split("/")[2]
    invitation = VendorInvitation.objects.get()
    assert token not in str(vars(invitation))
    assert invitation.token_sha256 == hash_token(token)


def test_an_invitation_works_once(owner, client):
    path = _invite(owner)
    person = _person()
    client.force_login(person)
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 404
    assert VendorMembership.objects.filter(user=person).count() == 1


def test_an_invitation_works_for_its_address_only(owner, client):
    path = _invite(owner)
    for person in (_person("else@aoba.example"), _person(verified=False)):
        client.force_login(person)
        assert client.post(path).status_code == 409
    assert VendorMembership.objects.count() == 1


def test_an_invitation_lives_seven_days(owner, client, monkeypatch):
    path = _invite(owner)
    client.force_login(_person())
    start = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=6, hours=23))
    assert client.get(path).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=7, minutes=1))
    assert client.post(path).status_code == 404


def test_a_withdrawn_or_replaced_invitation_is_dead(owner, client):
    first = _invite(owner)
    second = _invite(owner)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    team = Client()
    team.force_login(owner.user)
    invitation = VendorInvitation.objects.get(withdrawn_at__isnull=True)
    team.post(reverse("accounts:vendor_invitation_withdraw", args=[invitation.pk]))
    assert client.get(second).status_code == 404


def test_invitations_are_no_mass_mail(owner, client):
    start = timezone.now()
    for n in range(vendors.MAX_INVITATIONS_PER_DAY):
        vendors.invite_vendor_member(
            vendor=owner.vendor, email=f"p{n}@aoba.example", role=VendorRole.EDITOR, actor=owner.user, now=start
        )
    client.force_login(owner.user)
    page = client.post(reverse("accounts:vendor_team"), {"email": INVITED, "role": "member"})
    assert "24時間に送れる招待" in page.content.decode()
    vendors.invite_vendor_member(
        vendor=owner.vendor,
        email=INVITED,
        role=VendorRole.EDITOR,
        actor=owner.user,
        now=start + timedelta(days=1, minutes=1),
    )


def test_municipal_staff_cannot_join(owner, client):
    membership = MembershipFactory()
    path = _invite(owner, membership.email)
    client.force_login(membership.user)
    assert client.post(path).status_code == 403
    assert not VendorMembership.objects.filter(user=membership.user).exists()


def test_members_run_nothing(owner, client):
    member = VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
    client.force_login(member.user)
    assert client.post(reverse("accounts:vendor_team"), {"email": INVITED, "role": "member"}).status_code == 403
    assert client.get(reverse("accounts:vendor_edit")).status_code == 403
    assert client.post(reverse("accounts:vendor_member_role", args=[member.pk]), {"role": "owner"}).status_code == 403
    assert client.post(reverse("accounts:vendor_member_end", args=[owner.pk])).status_code == 403
    assert "招待する" not in client.get(reverse("accounts:vendor_team")).content.decode()
    assert not OutboxMail.objects.exists()


def test_another_vendors_team_does_not_exist(owner, client):
    other = VendorMembershipFactory()
    _invite(other)
    client.force_login(owner.user)
    for name, pk in (
        ("vendor_member_role", other.pk),
        ("vendor_member_end", other.pk),
        ("vendor_invitation_withdraw", VendorInvitation.objects.get().pk),
    ):
        assert client.post(reverse(f"accounts:{name}", args=[pk]), {"role": "owner"}).status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:vendor_team")).status_code == 404


def test_roles_change_and_the_last_owner_stays(owner, client):
    member = VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
    client.force_login(owner.user)
    assert client.post(reverse("accounts:vendor_member_end", args=[owner.pk])).status_code == 403
    assert client.post(reverse("accounts:vendor_member_role", args=[owner.pk]), {"role": "member"}).status_code == 403
    client.post(reverse("accounts:vendor_member_role", args=[member.pk]), {"role": "owner"})
    assert client.post(reverse("accounts:vendor_member_end", args=[owner.pk])).status_code == 302
    owner.refresh_from_db()
    member.refresh_from_db()
    assert (owner.ended_at is not None, member.role) == (True, VendorRole.OWNER)
    assert client.get(reverse("accounts:vendor_team")).status_code == 404


def test_who_is_removed_and_who_leaves_are_told_apart(owner, client):
    removed = VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
    leaving = VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
    client.force_login(owner.user)
    done = client.post(reverse("accounts:vendor_member_end", args=[removed.pk]), follow=True).content.decode()
    assert f"{removed.user.name}さんをチームから外しました。" in done
    client.force_login(leaving.user)
    done = client.post(reverse("accounts:vendor_member_end", args=[leaving.pk]), follow=True).content.decode()
    assert "チームから外れました。" in done


def test_an_unknown_role_changes_nothing(owner, client):
    client.force_login(owner.user)
    client.post(reverse("accounts:vendor_member_role", args=[owner.pk]), {"role": "king"})
    owner.refresh_from_db()
    assert owner.role == VendorRole.OWNER


@pytest.mark.django_db(transaction=True)
def test_two_owners_leaving_at_the_same_moment_leave_one():
    vendor = VendorFactory()
    owners = [VendorMembershipFactory(vendor=vendor) for _ in range(6)]
    start, refused = threading.Barrier(6), []

    def leave(membership: VendorMembership) -> None:
        try:
            start.wait()
            vendors.end_vendor_membership(membership=membership, actor=membership.user, now=timezone.now())
        except PolicyRefused as refusal:
            refused.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert VendorMembership.objects.filter(ended_at__isnull=True).count() == 1
    assert len(refused) == 1


def test_the_vendors_facts_are_changed_by_owners(owner, client):
    client.force_login(owner.user)
    facts = {
        "name": "新しい名前",
        "kana": "あたらしい",
        "size": "medium",
        "headquarters": "01",
        "website": "example.jp",
    }
    client.post(reverse("accounts:vendor_edit"), facts)
    vendor = Vendor.objects.get()
    assert (vendor.name, vendor.size, vendor.headquarters, vendor.website) == (
        "新しい名前",
        "medium",
        "01",
        "https://example.jp",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("corporate_number", "7000012050003"),
        ("corporate_number", "123"),
        ("kana", "アオバ"),
        ("size", "huge"),
        ("headquarters", "48"),
        ("service_areas", "00"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://example.jp/"),
        ("name", "架空\u202e社"),
        ("name", "\u200b\u3164"),
        ("introduction", "紹介\u2066文"),
    ],
)
def test_bad_facts_are_refused_beside_the_field(owner, client, field, value):
    client.force_login(owner.user)
    facts = {"name": "名前", "kana": "なまえ", "size": "medium", "headquarters": "01", field: value}
    assert field in client.post(reverse("accounts:vendor_edit"), facts).context["form"].errors


def test_a_corporate_number_is_registered_once(client):
    VendorFactory(corporate_number="7000012050002")
    sign_up_and_confirm(client, "vendor", INVITED)
    facts = {
        "name": "名前",
        "kana": "なまえ",
        "size": "medium",
        "headquarters": "01",
        "corporate_number": "7000012050002",
    }
    page = client.post(reverse("accounts:vendor_register"), facts)
    assert "すでに登録されています" in page.content.decode()
    assert Vendor.objects.count() == 1


def test_a_suspended_vendors_people_act_for_nobody(owner, client):
    client.force_login(owner.user)
    assert client.get(reverse("accounts:vendor_team")).status_code == 200
    operator = OperatorFactory()
    vendors.suspend_vendor(vendor=owner.vendor, actor=operator, reason="照会中", now=timezone.now())
    assert client.get(reverse("accounts:vendor_team")).status_code == 404
    with pytest.raises(DomainError):
        vendors.suspend_vendor(vendor=owner.vendor, actor=operator, reason="照会中", now=timezone.now())
    with pytest.raises(PolicyRefused):
        vendors.resume_vendor(vendor=owner.vendor, actor=owner.user, reason="x", now=timezone.now())
    vendors.resume_vendor(vendor=owner.vendor, actor=operator, reason="解決", now=timezone.now())
    assert client.get(reverse("accounts:vendor_team")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_page_costs_the_same_for_one_and_for_three(owner, client, count, django_assert_max_num_queries):
    for n in range(count):
        VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
        _invite(owner, f"person{n}@aoba.example")
    client.force_login(owner.user)
    with django_assert_max_num_queries(8):
        client.get(reverse("accounts:vendor_team"))
