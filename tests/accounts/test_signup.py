"""Signing up through HTTP: two doors, the code, and what the address decides."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.actions.persons import purge_unverified_persons
from accounts.enums import MembershipStatus, SignupDoor, TermsKind, VendorRole
from accounts.models import AuditEvent, MunicipalMembership, OutboxMail, TermsConsent, TermsVersion, User, Vendor
from tests.accounts.helpers import last_code, sign_up, sign_up_and_confirm, type_code
from tests.factories import PASSWORD, EmailAddressFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
FUKAYA = "hanako@city.fukaya.saitama.jp"


@pytest.fixture
def fukaya():
    return MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")


def test_staff_becomes_staff_by_typing_the_code(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    assert not MunicipalMembership.objects.exists()
    page = client.get(type_code(client, last_code(FUKAYA)).headers["Location"])
    assert "埼玉県深谷市の職員として登録しました" in page.content.decode()
    membership = MunicipalMembership.objects.get()
    assert (membership.municipality, membership.email, membership.status) == (fukaya, FUKAYA, MembershipStatus.ACTIVE)
    assert AuditEvent.objects.filter(verb="grant_membership", object_id=str(membership.pk)).count() == 1


def test_the_code_may_be_typed_in_full_width_letters_without_the_dash(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    code = "".join(chr(ord(sign) + 0xFEE0) for sign in last_code(FUKAYA) if sign != "-")
    assert type_code(client, code.lower()).status_code == 302
    assert MunicipalMembership.objects.count() == 1


def test_the_code_is_worth_nothing_in_another_browser(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    stranger = Client()
    assert type_code(stranger, last_code(FUKAYA)).headers["Location"] == reverse("account_login")
    assert not MunicipalMembership.objects.exists()
    assert "_auth_user_id" not in stranger.session


def test_five_wrong_codes_end_the_sign_up_session(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    for _ in range(4):
        assert "コードが" in type_code(client, "BBBB-BBBB").content.decode()
    assert type_code(client, "BBBB-BBBB").status_code == 302
    assert type_code(client, last_code(FUKAYA)).headers["Location"] == reverse("account_login")
    assert not MunicipalMembership.objects.exists()


def test_the_code_lives_sixty_minutes(client, fukaya, monkeypatch):
    sign_up(client, "staff", FUKAYA)
    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start + 59 * 60)
    assert type_code(client, last_code(FUKAYA)).headers["Location"] == reverse("accounts:signup_welcome")
    monkeypatch.undo()
    late = Client()
    sign_up(late, "staff", "taro@city.fukaya.saitama.jp")
    monkeypatch.setattr(time, "time", lambda: start + 61 * 60)
    assert type_code(late, last_code("taro@city.fukaya.saitama.jp")).headers["Location"] == reverse("account_login")
    assert MunicipalMembership.objects.count() == 1


def test_a_new_code_can_be_asked_for(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    first = last_code(FUKAYA)
    cache.clear()
    client.post(reverse("account_email_verification_sent"), {"action": "resend"})
    assert last_code(FUKAYA) != first
    assert type_code(client, first).status_code == 200
    assert type_code(client, last_code(FUKAYA)).status_code == 302


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("hanako@city.fukaya.saitama.jp.", "最後の「.」"),
        ("hanako@@city.fukaya.saitama.jp", "「@」が1つ"),
        ('"hanako"@city.fukaya.saitama.jp', "引用符"),
        ("hanako%x@city.fukaya.saitama.jp", "「%」"),
        ("hanako@city.fu\u212aaya.saitama.jp", "半角の英数字"),
        ("hanako@xn--eckwd4c7c.jp", "国際化ドメイン"),
    ],
)
@pytest.mark.parametrize("door", ["staff", "vendor"])
def test_an_odd_address_is_refused_beside_the_field(client, door, address, message):
    page = sign_up(client, door, address)
    assert page.status_code == 200
    assert message in "".join(page.context["form"].errors["email"])
    assert not User.objects.exists()


def test_consent_is_needed(client):
    page = sign_up(client, "staff", FUKAYA, agrees="")
    assert "同意が必要です" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("door", ["staff", "vendor"])
def test_a_known_address_gets_the_same_answer_and_another_mail(client, door, fukaya):
    known = EmailAddressFactory(user=UserFactory(email=FUKAYA))
    new, old = Client(), Client()
    answers = [sign_up(new, door, "new@city.fukaya.saitama.jp"), sign_up(old, door, FUKAYA)]
    assert {(a.status_code, a.headers["Location"]) for a in answers} == {
        (302, reverse("account_email_verification_sent"))
    }
    pages = [c.get(reverse("account_email_verification_sent")).content.decode() for c in (new, old)]
    texts = [
        _without_what_differs(page, address)
        for page, address in zip(pages, ("new@city.fukaya.saitama.jp", FUKAYA), strict=True)
    ]
    assert texts[0] == texts[1]
    assert [m.event for m in OutboxMail.objects.order_by("pk")] == [
        "email_confirmation_signup",
        "account_already_exists",
    ]
    assert User.objects.filter(email=known.email).count() == 1
    wrong = [type_code(c, "BBBB-BBBB").content.decode() for c in (new, old)]
    assert "コードが" in wrong[0]
    assert _without_what_differs(wrong[0], "new@city.fukaya.saitama.jp") == _without_what_differs(wrong[1], FUKAYA)


def _without_what_differs(page: str, address: str) -> str:
    lines = [line for line in page.replace(address, "ADDRESS").splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines)


@pytest.mark.parametrize("known", [True, False])
def test_both_answers_cost_one_password_hash(client, known, fukaya, monkeypatch):
    """The hasher is what takes time: it runs once whether the address is known or not."""
    if known:
        EmailAddressFactory(user=UserFactory(email=FUKAYA))
    runs = []
    original = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, password, salt: runs.append(1) or original(self, password, salt)
    )
    sign_up(client, "staff", FUKAYA)
    assert len(runs) == 1


def test_an_address_that_decides_nothing_leads_to_the_request(client, fukaya):
    page = sign_up_and_confirm(client, "staff", "hanako@fukaya-free.example")
    assert page.request["PATH_INFO"] == reverse("accounts:membership_request")
    assert not MunicipalMembership.objects.exists()


def test_vendor_signs_up_registers_and_runs_a_team(client):
    page = sign_up_and_confirm(client, "vendor", "taro@aoba.example")
    assert page.request["PATH_INFO"] == reverse("accounts:vendor_register")
    facts = {
        "name": "架空アオバ株式会社",
        "kana": "あおば",
        "size": "small",
        "headquarters": "13",
        "corporate_number": "７００００１２０５０００２",
        "service_areas": ["13", "11"],
    }
    page = client.post(reverse("accounts:vendor_register"), facts, follow=True)
    assert "管理者として登録しました" in page.content.decode()
    vendor = Vendor.objects.get()
    assert (vendor.corporate_number, sorted(vendor.service_areas)) == ("7000012050002", ["11", "13"])
    assert vendor.memberships.get().role == VendorRole.OWNER
    assert "架空アオバ株式会社" in client.get(reverse("accounts:vendor_team")).content.decode()


def test_the_vendors_door_gives_no_membership_to_a_municipal_address(client, fukaya):
    sign_up_and_confirm(client, "vendor", FUKAYA)
    assert not MunicipalMembership.objects.exists()


def test_an_interrupted_sign_up_goes_on_at_the_next_log_in(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    later = Client()
    cache.clear()
    later.post(reverse("account_login"), {"login": FUKAYA, "password": PASSWORD})
    assert not MunicipalMembership.objects.exists()
    type_code(later, last_code(FUKAYA))
    assert MunicipalMembership.objects.count() == 1


def test_the_door_is_remembered(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    assert User.objects.get().signup_door == SignupDoor.STAFF


def test_nobody_stays_logged_in_without_the_code(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    assert client.get(reverse("accounts:me")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name",
    [
        "account_request_login_code",
        "account_confirm_login_code",
        "account_confirm_password_reset_code",
        "account_confirm_email",
        "socialaccount_connections",
    ],
)
def test_roads_that_confirm_an_address_indirectly_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_resetting_the_password_confirms_no_address(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    Client().post(reverse("account_reset_password"), {"email": FUKAYA})
    mail = OutboxMail.objects.filter(event="password_reset_key").get()
    path = mail.body.split("http://testserver")[1].split()[0]
    fresh = Client()
    form = fresh.get(path, follow=True)
    assert form.status_code == 200
    fresh.post(
        form.request["PATH_INFO"], {"password1": "another-horse-9-staple", "password2": "another-horse-9-staple"}
    )
    user = User.objects.get()
    assert user.check_password("another-horse-9-staple")
    assert not user.emailaddress_set.get().verified


def test_a_reset_tells_nothing_about_unknown_addresses(client):
    EmailAddressFactory(user=UserFactory(email="known@town.example"))
    answers = [
        Client().post(reverse("account_reset_password"), {"email": a})
        for a in ("known@town.example", "no@town.example")
    ]
    assert {(a.status_code, a.headers["Location"]) for a in answers} == {(302, reverse("account_reset_password_done"))}
    assert list(OutboxMail.objects.values_list("to", flat=True)) == ["known@town.example"]


def test_a_gateway_full_of_people_is_not_locked_out(client, fukaya):
    """30 people of one town sign up and mistype their passwords in the same minute behind one address."""
    for n in range(30):
        assert sign_up(Client(), "staff", f"person{n}@city.fukaya.saitama.jp").status_code == 302
    for n in range(30):
        page = Client().post(reverse("account_login"), {"login": f"person{n}@city.fukaya.saitama.jp", "password": "x"})
        assert page.status_code == 200


def test_unconfirmed_sign_ups_are_purged_after_a_day(client, fukaya):
    sign_up(client, "staff", FUKAYA)
    sign_up_and_confirm(Client(), "staff", "taro@city.fukaya.saitama.jp")
    now = timezone.now()
    assert purge_unverified_persons(now=now + timedelta(hours=23)) == 0
    assert purge_unverified_persons(now=now + timedelta(hours=25)) == 1
    assert [user.email for user in User.objects.all()] == ["taro@city.fukaya.saitama.jp"]
    assert sign_up(Client(), "staff", FUKAYA).status_code == 302
    assert OutboxMail.objects.filter(to=FUKAYA).order_by("-pk")[0].event == "email_confirmation_signup"


def test_the_terms_in_force_are_agreed_to(client, fukaya):
    today = timezone.localdate()
    for kind in TermsKind:
        for number, day in ((101, today - timedelta(days=9)), (102, today), (103, today + timedelta(days=1))):
            TermsVersion.objects.create(kind=kind, number=number, body="本文", effective_on=day)
    sign_up(client, "staff", FUKAYA)
    agreed = TermsConsent.objects.values_list("version__kind", "version__number")
    assert sorted(agreed) == [("privacy", 102), ("terms", 102)]


def test_the_two_doors_keep_the_way_back(client):
    page = client.get(reverse("accounts:signup")).content.decode()
    assert f'href="{reverse("accounts:signup_staff")}"' in page
    assert f'href="{reverse("accounts:signup_vendor")}"' in page
    page = client.get(reverse("accounts:signup"), {"next": "/services/?q=1"}).content.decode()
    assert f'href="{reverse("accounts:signup_staff")}?next=%2Fservices%2F%3Fq%3D1"' in page
    page = client.get(reverse("accounts:signup"), {"next": "https://evil.example/"}).content.decode()
    assert "evil" not in page


def test_signed_in_people_see_no_doors(client):
    client.force_login(UserFactory())
    for name in ("signup", "signup_staff", "signup_vendor"):
        assert client.get(reverse(f"accounts:{name}")).headers["Location"] == reverse("accounts:me")
    assert client.get(reverse("account_signup")).headers["Location"] == reverse("accounts:signup")
