"""My page: profile, colleagues, and the pages of allauth in our frame."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, ColleagueInvitation, MunicipalMembership, OutboxMail, Profile, WorkExperience
from accounts.work_fields import load_work_fields
from tests.accounts.helpers import sign_up_and_confirm
from tests.factories import (
    PASSWORD,
    EmailAddressFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FUKAYA = "hanako@city.fukaya.saitama.jp"


@pytest.fixture
def staff(client):
    MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")
    sign_up_and_confirm(client, "staff", FUKAYA)
    return MunicipalMembership.objects.get().user


def _profile(*rows: tuple[str, str], **changes: str) -> dict[str, str]:
    data = {
        "name": "深谷 花子",
        "department": "総務部",
        "position": "主任",
        "strengths": "文書管理",
        "can_be_asked": "RPAの展開",
        "reach": "hidden",
        "experience-TOTAL_FORMS": str(len(rows)),
        "experience-INITIAL_FORMS": "0",
    }
    for n, (code, years) in enumerate(rows):
        data |= {f"experience-{n}-work_code": code, f"experience-{n}-years": years}
    return data | changes


def test_the_profile_is_replaced_as_a_whole(staff, client):
    first, second, third = (field.code for field in load_work_fields()[:3])
    client.post(reverse("accounts:profile"), _profile((first, "3"), (second, "0"), ("", "")))
    client.post(reverse("accounts:profile"), _profile((first, "4"), (third, "1"), department="企画部"))
    assert Profile.objects.get(user=staff).department == "企画部"
    rows = WorkExperience.objects.filter(user=staff).order_by("work_code").values_list("work_code", "years")
    assert sorted(rows) == sorted([(first, 4), (third, 1)])
    assert AuditEvent.objects.filter(verb="change_profile").count() == 2
    page = client.get(reverse("accounts:profile")).content.decode()
    assert "企画部" in page


@pytest.mark.parametrize(
    "rows", [[("A01", "")], [("", "3")], [("ZZZ", "3")], [("A01", "61")], [("A01", "1"), ("A01", "2")]]
)
def test_an_unusable_experience_changes_nothing(staff, client, rows):
    page = client.post(reverse("accounts:profile"), _profile(*rows))
    assert page.status_code == 200
    assert not Profile.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 30, "2000"])
def test_a_tampered_form_is_answered(staff, client, total):
    page = client.post(reverse("accounts:profile"), _profile() | {"experience-TOTAL_FORMS": total})
    assert page.status_code in {200, 302}


def test_a_colleague_of_the_same_body_is_invited_once(staff, client):
    url = reverse("accounts:colleague_invitations")
    client.post(url, {"email": "Taro@city.fukaya.saitama.jp"})
    assert ColleagueInvitation.objects.get().email == "taro@city.fukaya.saitama.jp"
    mail = OutboxMail.objects.get(event="colleague_invitation")
    assert reverse("accounts:signup_staff") in mail.body
    assert "すでに招待" in client.post(url, {"email": "taro@city.fukaya.saitama.jp"}).content.decode()
    assert OutboxMail.objects.filter(event="colleague_invitation").count() == 1


@pytest.mark.parametrize(
    "address", ["taro@city.kumagaya.saitama.jp", "taro@gmail.example", "taro@jhs.city.fukaya.saitama.jp"]
)
def test_people_of_other_bodies_are_not_invited(staff, client, address):
    page = client.post(reverse("accounts:colleague_invitations"), {"email": address})
    assert "同じ自治体のメールアドレスにだけ" in page.content.decode()
    assert not OutboxMail.objects.filter(event="colleague_invitation").exists()


@pytest.mark.parametrize("address", ["taro@freemail.example", "taro@e-town.example"])
def test_a_membership_granted_by_hand_vouches_for_nobody_on_its_domain(client, address):
    """Whoever else uses that domain may be anybody: a free-mail provider's, or one no operator has verified."""
    MembershipFactory(user=UserFactory(email=f"hanako@{address.partition('@')[2]}"), rule="operator")
    client.force_login(MunicipalMembership.objects.get().user)
    page = client.post(reverse("accounts:colleague_invitations"), {"email": address})
    assert "同じ自治体のメールアドレスにだけ" in page.content.decode()
    assert not ColleagueInvitation.objects.exists()
    assert not OutboxMail.objects.filter(event="colleague_invitation").exists()


@pytest.mark.parametrize(("status", "sent"), [("verified", 1), ("proposed", 0), ("revoked", 0)])
def test_a_verified_domain_of_the_own_body_is_invited(client, status, sent):
    membership = MembershipFactory(user=UserFactory(email="hanako@e-town.example"), rule="operator")
    marks = {
        "verified": {"verified_by": OperatorFactory(), "verified_at": timezone.now()},
        "proposed": {},
        "revoked": {"revoked_at": timezone.now()},
    }
    MunicipalDomainFactory(
        domain="e-town.example", municipality=membership.municipality, status=status, **marks[status]
    )
    MunicipalDomainFactory(
        domain="e-village.example", status="verified", verified_by=OperatorFactory(), verified_at=timezone.now()
    )
    client.force_login(membership.user)
    for address in ("taro@e-town.example", "taro@e-village.example", "taro@sub.e-town.example"):
        client.post(reverse("accounts:colleague_invitations"), {"email": address})
    assert ColleagueInvitation.objects.filter(email="taro@e-town.example").count() == sent
    assert ColleagueInvitation.objects.count() == sent


def test_members_invite_nobody(client):
    client.force_login(UserFactory())
    page = client.post(reverse("accounts:colleague_invitations"), {"email": "taro@city.fukaya.saitama.jp"})
    assert "自治体職員として確認された方だけ" in page.content.decode()
    assert not ColleagueInvitation.objects.exists()


def test_leaving_ends_the_membership_at_once(staff, client):
    client.post(reverse("accounts:membership_leave"))
    assert "所属の確認はまだです" in client.get(reverse("accounts:me")).content.decode()
    assert client.post(reverse("accounts:membership_leave")).status_code == 409


OPEN = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
]
OWN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
]


def _is_ours(page) -> None:
    text = page.content.decode()
    assert page.status_code == 200
    assert '<html lang="ja">' in text
    assert "デジタルサービス広場" in text
    assert "style=" not in text
    for part in text.split("<script")[1:]:
        attributes, _, body = part.partition(">")
        inside = body.partition("</script>")[0].strip()
        assert not inside or "application/json" in attributes


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_of_allauth_stand_in_our_frame(client, name):
    _is_ours(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN)
def test_own_pages_of_allauth_stand_in_our_frame(client, name):
    address = EmailAddressFactory()
    client.post(reverse("account_login"), {"login": address.email, "password": PASSWORD})
    _is_ours(client.get(reverse(name), follow=True))


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_generate_recovery_codes"]
)
def test_pages_of_a_protected_account(client, name):
    address = EmailAddressFactory()
    client.post(reverse("account_login"), {"login": address.email, "password": PASSWORD})
    TOTP.activate(address.user, generate_totp_secret())
    RecoveryCodes.activate(address.user)
    _is_ours(client.get(reverse(name), follow=True))


def test_a_protected_account_is_asked_for_its_second_factor(client):
    address = EmailAddressFactory()
    codes = RecoveryCodes.activate(address.user)
    TOTP.activate(address.user, generate_totp_secret())
    answer = client.post(reverse("account_login"), {"login": address.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    _is_ours(client.get(reverse("mfa_authenticate")))
    client.post(reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]})
    assert client.get(reverse("accounts:me")).status_code == 200


def test_my_page_shows_whose_it_is(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    page = client.get(reverse("accounts:me")).content.decode()
    assert membership.municipality.full_name in page
    assert membership.user.email in page
    assert Client().get(reverse("accounts:me")).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("extensions", "kind"), [({"credProps": {"rk": True}}, "パスキー"), ({}, "種類不明")])
def test_the_list_of_passkeys(client, extensions, kind):
    address = EmailAddressFactory()
    client.post(reverse("account_login"), {"login": address.email, "password": PASSWORD})
    data = {"name": "職場のパソコン", "credential": {"clientExtensionResults": extensions}}
    Authenticator.objects.create(user=address.user, type=Authenticator.Type.WEBAUTHN, data=data)
    page = client.get(reverse("mfa_list_webauthn"))
    _is_ours(page)
    assert "職場のパソコン" in page.content.decode()
    assert kind in page.content.decode()
