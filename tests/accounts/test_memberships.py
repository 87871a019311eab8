"""What keeps a membership alive, and everything that ends it at the very next request."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.memberships import (
    confirm_membership,
    end_expired_memberships,
    grant_membership,
    remind_confirmations,
    resume_membership,
    revoke_membership,
    suspend_membership,
    suspend_moved_memberships,
)
from accounts.actions.vendors import VendorFacts, create_vendor
from accounts.enums import DomainStatus, MembershipStatus
from accounts.membership_year import last_day_after, needs_confirmation, reminder_due
from accounts.models import AuditEvent, MunicipalMembership, OutboxMail, User, Vendor, VendorMembership
from accounts.personas import persona_of
from accounts.policies import can_apply_membership
from dss.access import DomainError, PolicyRefused
from tests.accounts.helpers import last_code, sign_up_and_confirm
from tests.factories import (
    PASSWORD,
    AdvisorFactory,
    EmailAddressFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorMembershipFactory,
)

TOKYO = ZoneInfo("Asia/Tokyo")
FUKAYA = "hanako@city.fukaya.saitama.jp"
FACTS = VendorFacts("架空社", "かくう", "small", False, "", "13", [], "")

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TOKYO)


@pytest.fixture
def fukaya():
    return MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")


@pytest.fixture
def staff(client, fukaya):
    """A person who signed up by code, logged in on `client`."""
    sign_up_and_confirm(client, "staff", FUKAYA)
    return User.objects.get()


# --- The year ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confirmed", "last_day"),
    [
        (date(2027, 3, 31), date(2027, 5, 31)),
        (date(2027, 4, 1), date(2028, 5, 31)),
        (date(2027, 5, 31), date(2028, 5, 31)),
        (date(2027, 6, 1), date(2028, 5, 31)),
        (date(2026, 11, 23), date(2027, 5, 31)),
    ],
)
def test_the_last_day_follows_from_the_day_of_confirmation(confirmed, last_day):
    assert last_day_after(confirmed) == last_day


def test_confirmation_is_asked_in_april_and_may_only():
    asked = [d for n in range(365) if needs_confirmation(date(2027, 5, 31), d := date(2026, 12, 1) + timedelta(n))]
    assert (asked[0], asked[-1], len(asked)) == (date(2027, 4, 1), date(2027, 5, 31), 61)
    assert not needs_confirmation(date(2028, 5, 31), date(2027, 4, 10))


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2027, 5, 16), None),
        (date(2027, 5, 17), 14),
        (date(2027, 5, 27), 14),
        (date(2027, 5, 28), 3),
        (date(2027, 5, 31), 3),
        (date(2027, 6, 1), None),
    ],
)
def test_reminders_are_due_14_and_3_days_before(today, days):
    assert reminder_due(date(2027, 5, 31), today) == days


def test_a_whole_year_day_by_day(staff):
    """The jobs run every day from grant to grant: two reminders in May, the end in the night to 1 June."""
    membership = MunicipalMembership.objects.get()
    granted = timezone.localdate(membership.granted_at)
    told: dict[date, int] = {}
    live_days: set[date] = set()
    day = granted
    while day <= membership.expires_on + timedelta(days=30):
        remind_confirmations(now=at(day, 8))
        end_expired_memberships(now=at(day, 0))
        count = OutboxMail.objects.filter(event="confirmation_reminder").count()
        if count != sum(told.values()):
            told[day] = count - sum(told.values())
        if MunicipalMembership.objects.live(at(day)).exists():
            live_days.add(day)
        day += timedelta(days=1)
    last = membership.expires_on
    assert (last.month, last.day) == (5, 31)
    assert told == {last - timedelta(days=14): 1, last - timedelta(days=3): 1}
    assert max(live_days) == last
    assert len(live_days) == (last - granted).days + 1
    membership.refresh_from_db()
    assert membership.status == MembershipStatus.ENDED
    assert timezone.localdate(membership.ended_at) == last + timedelta(days=1)


def test_a_confirmed_membership_goes_on_for_another_year(staff):
    membership = MunicipalMembership.objects.get()
    last = membership.expires_on
    address = staff.emailaddress_set.get()
    with pytest.raises(PolicyRefused):
        confirm_membership(address=address, actor=staff, now=at(date(last.year, 3, 31)))
    confirm_membership(address=address, actor=staff, now=at(date(last.year, 4, 2)))
    membership.refresh_from_db()
    assert membership.expires_on == date(last.year + 1, 5, 31)
    remind_confirmations(now=at(last - timedelta(days=3)))
    assert not OutboxMail.objects.filter(event="confirmation_reminder").exists()
    with pytest.raises(PolicyRefused):
        confirm_membership(address=address, actor=staff, now=at(date(last.year, 4, 3)))
    assert AuditEvent.objects.filter(verb="confirm_membership").count() == 1


def test_confirming_through_the_page_needs_the_code_of_this_session(staff, client, monkeypatch):
    membership = MunicipalMembership.objects.get()
    april = at(date(membership.expires_on.year, 4, 20))
    monkeypatch.setattr(timezone, "now", lambda: april)
    client.force_login(staff)
    other = Client()
    other.force_login(staff)
    assert "期限までに確認してください" in client.get(reverse("accounts:membership")).content.decode()
    cache.clear()
    client.post(reverse("accounts:membership_code_send"), {"email": FUKAYA})
    code = last_code(FUKAYA)
    assert other.post(reverse("accounts:membership_code"), {"code": code}).headers["Location"] == reverse(
        "accounts:membership"
    )
    membership.refresh_from_db()
    assert membership.expires_on.year == april.year
    assert "コードが違います" in client.post(reverse("accounts:membership_code"), {"code": "BBBBBBBB"}).content.decode()
    client.post(reverse("accounts:membership_code"), {"code": code})
    membership.refresh_from_db()
    assert membership.expires_on.year == april.year + 1
    again = client.post(reverse("accounts:membership_code"), {"code": code})
    assert again.status_code == 302


def test_a_lapsed_person_proves_the_address_again(staff, client, monkeypatch):
    old = MunicipalMembership.objects.get()
    june = at(old.expires_on + timedelta(days=5))
    monkeypatch.setattr(timezone, "now", lambda: june)
    client.force_login(staff)
    cache.clear()
    client.post(reverse("accounts:membership_code_send"), {"email": FUKAYA})
    client.post(reverse("accounts:membership_code"), {"code": last_code(FUKAYA)})
    old.refresh_from_db()
    assert old.status == MembershipStatus.ENDED
    assert MunicipalMembership.objects.live(june).get().expires_on.year == june.year + 1


def test_the_code_for_the_page_goes_to_own_confirmed_addresses_only(staff, client):
    other = EmailAddressFactory(user=UserFactory())
    unproven = EmailAddressFactory(user=staff, email="x@city.fukaya.saitama.jp", verified=False, primary=False)
    for email in (other.email, unproven.email, "", "\x00"):
        assert client.post(reverse("accounts:membership_code_send"), {"email": email}).status_code == 404


# --- What ends it at once --------------------------------------------------------------------------------------------


def _lapse_by_expiry(m: MunicipalMembership) -> None:
    MunicipalMembership.objects.filter(pk=m.pk).update(expires_on=timezone.localdate() - timedelta(days=1))


def _lapse_by_suspension(m: MunicipalMembership) -> None:
    suspend_membership(membership=m, actor=OperatorFactory(), reason="確認中", now=timezone.now())


def _lapse_by_revocation(m: MunicipalMembership) -> None:
    revoke_membership(membership=m, actor=OperatorFactory(), reason="退職", now=timezone.now())


def _lapse_by_deleted_address(m: MunicipalMembership) -> None:
    m.user.emailaddress_set.all().delete()


def _lapse_by_changed_address(m: MunicipalMembership) -> None:
    m.user.emailaddress_set.update(email="else@mail.example")


def _lapse_by_unverified_address(m: MunicipalMembership) -> None:
    m.user.emailaddress_set.update(verified=False)


def _lapse_by_handed_over_address(m: MunicipalMembership) -> None:
    m.user.emailaddress_set.update(user=UserFactory())


def _lapse_by_revoked_domain(m: MunicipalMembership) -> None:
    MunicipalDomainFactory(
        domain="city.fukaya.saitama.jp",
        municipality=m.municipality,
        status=DomainStatus.REVOKED,
        revoked_at=timezone.now(),
    )


def _lapse_by_merger(m: MunicipalMembership) -> None:
    m.municipality.ended_on = timezone.localdate()
    m.municipality.save()


@pytest.mark.parametrize(
    "lapse",
    [value for name, value in sorted(globals().items()) if name.startswith("_lapse_by")],
    ids=lambda f: f.__name__,
)
def test_the_very_next_request_is_that_of_a_member(staff, client, lapse):
    assert "埼玉県深谷市" in client.get(reverse("accounts:me")).content.decode()
    lapse(MunicipalMembership.objects.get())
    page = client.get(reverse("accounts:me")).content.decode()
    assert "埼玉県深谷市" not in page
    assert "所属の確認はまだです" in page
    assert persona_of(User.objects.get(pk=staff.pk)).municipality is None


def test_an_inactive_person_is_nobody(staff, client):
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert client.get(reverse("accounts:me")).status_code == 302


def test_deleting_the_address_through_the_page_closes_the_row(staff, client):
    second = EmailAddressFactory(user=staff, email="hanako@mail.example", primary=False)
    _reauthenticate(client)
    client.post(reverse("account_email"), {"action_primary": "", "email": second.email})
    client.post(reverse("account_email"), {"action_remove": "", "email": FUKAYA})
    membership = MunicipalMembership.objects.get()
    assert membership.status == MembershipStatus.ENDED
    assert AuditEvent.objects.filter(verb="end_membership").count() == 1


def test_adding_another_municipal_address_gives_nothing(client, fukaya):
    sign_up_and_confirm(client, "staff", "hanako@fukaya-free.example")
    EmailAddressFactory(user=User.objects.get(), email=FUKAYA, primary=False)
    assert "所属の確認はまだです" in client.get(reverse("accounts:me")).content.decode()
    assert not MunicipalMembership.objects.exists()


def _reauthenticate(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


# --- Operators --------------------------------------------------------------------------------------------------------


def test_suspension_and_its_lifting(staff):
    membership = MunicipalMembership.objects.get()
    operator = OperatorFactory()
    suspend_membership(membership=membership, actor=operator, reason="照会中", now=timezone.now())
    with pytest.raises(DomainError):
        suspend_membership(membership=membership, actor=operator, reason="照会中", now=timezone.now())
    resume_membership(membership=membership, actor=operator, reason="確認済み", now=timezone.now())
    assert persona_of(User.objects.get(pk=staff.pk)).municipality is not None
    revoke_membership(membership=membership, actor=operator, reason="誤り", now=timezone.now())
    with pytest.raises(DomainError):
        resume_membership(membership=membership, actor=operator, reason="戻す", now=timezone.now())
    verbs = AuditEvent.objects.filter(actor_key=operator.key).order_by("pk").values_list("verb", "reason")
    assert list(verbs) == [
        ("suspend_membership", "照会中"),
        ("resume_membership", "確認済み"),
        ("revoke_membership", "誤り"),
    ]


def _held_address(staff: User) -> EmailAddress:
    return EmailAddress.objects.get(user=staff, email=FUKAYA)


def test_a_revoked_person_does_not_grant_it_to_themselves_again(staff):
    """A new code to the same address is no way around the operator; a request by hand is."""
    address, now = _held_address(staff), timezone.now()
    revoke_membership(membership=staff.memberships.get(), actor=OperatorFactory(), reason="退職", now=now)
    with pytest.raises(PolicyRefused, match="取り消しています"):
        grant_membership(address=address, actor=staff, now=now)
    assert can_apply_membership(staff, address, now)


@pytest.mark.parametrize("stop", [suspend_membership, revoke_membership])
def test_a_new_account_with_the_stopped_address_gets_nothing(staff, stop):
    now = timezone.now()
    stop(membership=staff.memberships.get(), actor=OperatorFactory(), reason="確認中", now=now)
    EmailAddress.objects.filter(user=staff).delete()
    again = EmailAddressFactory(user__email=FUKAYA.replace("@", "+2@"), email=FUKAYA)
    with pytest.raises(PolicyRefused, match=r"停止されています|取り消しています"):
        grant_membership(address=again, actor=again.user, now=now)
    assert persona_of(again.user, now).municipality is None


@pytest.mark.parametrize("action", [suspend_membership, resume_membership, revoke_membership])
def test_only_operators_moderate_and_never_themselves(staff, action):
    membership = MunicipalMembership.objects.get()
    with pytest.raises(PolicyRefused):
        action(membership=membership, actor=UserFactory(), reason="x", now=timezone.now())
    User.objects.filter(pk=staff.pk).update(is_staff=True)
    with pytest.raises(PolicyRefused):
        action(membership=membership, actor=User.objects.get(pk=staff.pk), reason="x", now=timezone.now())


def test_a_suspended_person_cannot_simply_prove_the_address_again(staff):
    _lapse_by_suspension(MunicipalMembership.objects.get())
    with pytest.raises(PolicyRefused):
        grant_membership(address=staff.emailaddress_set.get(), actor=staff, now=timezone.now())


# --- One role at a time ----------------------------------------------------------------------------------------------


def test_vendors_people_and_advisors_become_no_staff(fukaya):
    for user in (VendorMembershipFactory().user, AdvisorFactory().user):
        address = EmailAddressFactory(user=user, email=f"p{user.pk}@city.fukaya.saitama.jp")
        with pytest.raises(PolicyRefused):
            grant_membership(address=address, actor=user, now=timezone.now())
    assert not MunicipalMembership.objects.exists()


def test_staff_register_no_vendor(staff):
    with pytest.raises(PolicyRefused):
        create_vendor(facts=FACTS, actor=staff, now=timezone.now())
    assert not Vendor.objects.exists()


def test_one_live_membership_at_a_time(staff):
    address = EmailAddressFactory(user=staff, email="x@city.fukaya.saitama.jp", primary=False)
    with pytest.raises(PolicyRefused):
        grant_membership(address=address, actor=staff, now=timezone.now())


def test_somebody_elses_address_proves_nothing(fukaya):
    address = EmailAddressFactory(user=UserFactory(), email=FUKAYA)
    with pytest.raises(PolicyRefused):
        grant_membership(address=address, actor=UserFactory(), now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_staff_or_vendor_when_both_are_asked_for_at_the_same_moment():
    """Twelve threads, half asking for each role: whoever comes first decides, the others read why."""
    MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")
    user = UserFactory()
    address = EmailAddressFactory(user=user, email=FUKAYA)
    start, refused = threading.Barrier(12), []

    def run(number: int) -> None:
        try:
            start.wait()
            if number % 2:
                grant_membership(address=address, actor=user, now=timezone.now())
            else:
                create_vendor(facts=FACTS, actor=user, now=timezone.now())
        except PolicyRefused as refusal:
            refused.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    roles = MunicipalMembership.objects.count() + VendorMembership.objects.count()
    assert (roles, len(refused)) == (1, 11)
    assert all(refused)


def test_the_persona_costs_a_constant_number_of_queries(staff, django_assert_num_queries):
    MembershipFactory.create_batch(3)
    with django_assert_num_queries(1):
        persona_of(staff)


def test_what_the_rules_grant_no_longer_is_suspended(staff, fukaya):
    """A zone that leaves the Public Suffix List, a merger, a corrected reading: the address proves nothing any more."""
    by_hand = MembershipFactory(rule="operator")
    assert suspend_moved_memberships(now=timezone.now()) == 0
    fukaya.kana = "べつのよみし"
    fukaya.save()
    assert suspend_moved_memberships(now=timezone.now()) == 1
    membership = MunicipalMembership.objects.get(user=staff)
    assert membership.status == MembershipStatus.SUSPENDED
    by_hand.refresh_from_db()
    assert by_hand.status == MembershipStatus.ACTIVE
