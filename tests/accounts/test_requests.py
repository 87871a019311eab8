"""By hand: the request form, the operators' decision, the table of domains."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.domains import propose_domain, propose_domain_again, revoke_domain, verify_domain
from accounts.actions.requests import approve_membership_request, reject_membership_request
from accounts.enums import DomainStatus, MembershipStatus, RequestStatus
from accounts.models import (
    AuditEvent,
    MembershipRequest,
    MunicipalDomain,
    MunicipalMembership,
    Notification,
    OutboxMail,
    User,
    people,
)
from accounts.personas import persona_of
from dss.access import DomainError, PolicyRefused
from tests.accounts.helpers import sign_up_and_confirm
from tests.factories import (
    EmailAddressFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db
FREE = "hanako@tomiya-city.miyagi.jp"


@pytest.fixture
def tomiya():
    return MunicipalityFactory(code="042161", name="富谷市", kana="とみやし", prefecture_code="04", prefecture="宮城県")


@pytest.fixture
def operators():
    return OperatorFactory(), OperatorFactory()


FACTS = {
    "prefecture": "04",
    "municipality_name": "富谷市",
    "department": "総務部",
    "telephone": "022-000-0000 内線1",
    "evidence": "公式サイトの問い合わせ先",
}


@pytest.fixture
def asked(client, tomiya):
    """A request, sent through the page by a person without a membership."""
    sign_up_and_confirm(client, "staff", FREE)
    page = client.post(reverse("accounts:membership_request"), FACTS, follow=True)
    assert "申請を受け付けました" in page.content.decode()
    return MembershipRequest.objects.get()


def test_the_request_keeps_what_the_operator_needs(asked, tomiya):
    assert (asked.email, asked.municipality, asked.department) == (FREE, tomiya, "総務部")
    assert asked.status == RequestStatus.PENDING
    assert asked.rule
    assert not MunicipalMembership.objects.exists()
    assert AuditEvent.objects.filter(verb="submit_membership_request").count() == 1


def test_operators_are_told_once_that_a_request_waits(client, tomiya, operators):
    """Those who work there now: each one notice and one mail; the person hears nothing of it."""
    UserFactory(is_staff=True, is_active=False)
    sign_up_and_confirm(client, "staff", FREE)
    for _ in (1, 2):
        client.post(reverse("accounts:membership_request"), FACTS)
    request = MembershipRequest.objects.get()
    mails = OutboxMail.objects.filter(event="membership_request_received")
    assert sorted(mail.to for mail in mails) == sorted(operator.email for operator in operators)
    assert all("富谷市" in mail.body and f"/{request.pk}/change/" in mail.body for mail in mails)
    assert not any(FREE in mail.body or FACTS["telephone"] in mail.body for mail in mails)
    notices = Notification.objects.filter(event="membership_request_received")
    assert {notice.user for notice in notices} == set(operators)


def test_a_crowd_of_operators_is_not_told_as_a_whole(monkeypatch, operators):
    monkeypatch.setattr(people, "MOST_OPERATORS", 1)
    assert list(User.objects.operators()) == [operators[0]]


def test_a_second_request_waits_for_the_first(asked, client):
    page = client.post(reverse("accounts:membership_request"), FACTS)
    assert "申請を受け付けました" in page.content.decode()
    assert MembershipRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"municipality_name": "富谷町"}, "municipality_name"),
        ({"prefecture": ""}, "municipality_name"),
        ({"prefecture": "99"}, "prefecture"),
        ({"department": ""}, "department"),
        ({"telephone": "1" * 41}, "telephone"),
    ],
)
def test_an_unusable_request_is_refused_beside_the_field(client, tomiya, changes, field):
    sign_up_and_confirm(client, "staff", FREE)
    page = client.post(reverse("accounts:membership_request"), FACTS | changes)
    assert field in page.context["form"].errors
    assert not MembershipRequest.objects.exists()


def test_approval_makes_a_membership_and_tells_by_mail(asked, tomiya, operators):
    now = timezone.now()
    approve_membership_request(request=asked, actor=operators[0], reason="代表電話で確認", now=now)
    membership = MunicipalMembership.objects.get()
    assert (membership.municipality, membership.rule, membership.status) == (
        tomiya,
        "operator",
        MembershipStatus.ACTIVE,
    )
    assert persona_of(User.objects.get(pk=asked.user_id)).municipality == tomiya
    mail = OutboxMail.objects.get(event="request_decided")
    assert mail.to == FREE
    assert "承認しました" in mail.body
    row = AuditEvent.objects.get(verb="approve_membership_request")
    assert (row.actor_key, row.reason) == (operators[0].key, "代表電話で確認")


def test_rejection_tells_why_and_allows_another_request(asked, client, operators):
    reject_membership_request(request=asked, actor=operators[0], reason="内線で確認できず", now=timezone.now())
    assert "内線で確認できず" in OutboxMail.objects.get(event="request_decided").body
    assert not MunicipalMembership.objects.exists()
    client.post(reverse("accounts:membership_request"), FACTS)
    assert MembershipRequest.objects.filter(status=RequestStatus.PENDING).count() == 1


@pytest.mark.parametrize("action", [approve_membership_request, reject_membership_request])
def test_a_request_is_decided_once_and_by_others(asked, operators, action):
    User.objects.filter(pk=asked.user_id).update(is_staff=True)
    with pytest.raises(PolicyRefused):
        action(request=asked, actor=asked.user.__class__.objects.get(pk=asked.user_id), reason="x", now=timezone.now())
    with pytest.raises(PolicyRefused):
        action(request=asked, actor=UserFactory(), reason="x", now=timezone.now())
    action(request=asked, actor=operators[0], reason="確認", now=timezone.now())
    with pytest.raises(DomainError):
        action(request=asked, actor=operators[1], reason="確認", now=timezone.now())


def test_approval_needs_the_address_as_it_was_confirmed(asked, operators):
    asked.user.emailaddress_set.update(email="else@mail.example")
    with pytest.raises(DomainError):
        approve_membership_request(request=asked, actor=operators[0], reason="確認", now=timezone.now())
    asked.refresh_from_db()
    assert asked.status == RequestStatus.PENDING


# --- The table of domains --------------------------------------------------------------------------------------------


def test_a_domain_needs_two_operators(tomiya, operators):
    first, second = operators
    domain = propose_domain(
        domain="tomiya-city.miyagi.jp", municipality=tomiya, evidence="WHOIS", actor=first, now=timezone.now()
    )
    with pytest.raises(PolicyRefused):
        verify_domain(domain=domain, actor=first, now=timezone.now())
    verify_domain(domain=domain, actor=second, now=timezone.now())
    domain.refresh_from_db()
    assert (domain.status, domain.verified_by) == (DomainStatus.VERIFIED, second)
    assert list(AuditEvent.objects.filter(object_id=str(domain.pk)).order_by("pk").values_list("verb", flat=True)) == [
        "propose_domain",
        "verify_domain",
    ]


def test_the_database_itself_wants_two_operators(tomiya, operators):
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalDomainFactory(
            municipality=tomiya,
            proposed_by=operators[0],
            verified_by=operators[0],
            verified_at=timezone.now(),
            status=DomainStatus.VERIFIED,
        )


@pytest.mark.parametrize("who", ["member", "proposer"])
def test_nobody_else_proposes_or_verifies(tomiya, operators, who):
    member = UserFactory()
    with pytest.raises(PolicyRefused):
        propose_domain(domain="x.example", municipality=tomiya, evidence="x", actor=member, now=timezone.now())
    row = MunicipalDomainFactory(municipality=tomiya, proposed_by=operators[0])
    with pytest.raises(PolicyRefused):
        verify_domain(domain=row, actor=member if who == "member" else operators[0], now=timezone.now())


def test_a_verified_domain_grants_and_its_revocation_ends_that(client, tomiya, operators):
    first, second = operators
    domain = propose_domain(
        domain="tomiya-city.miyagi.jp", municipality=tomiya, evidence="WHOIS", actor=first, now=timezone.now()
    )
    sign_up_and_confirm(Client(), "staff", "early@tomiya-city.miyagi.jp")
    assert not MunicipalMembership.objects.exists()
    verify_domain(domain=domain, actor=second, now=timezone.now())
    sign_up_and_confirm(client, "staff", FREE)
    membership = MunicipalMembership.objects.get()
    assert (membership.rule, membership.domain) == ("table", domain)
    assert "宮城県富谷市" in client.get(reverse("accounts:me")).content.decode()
    revoke_domain(domain=domain, actor=second, reason="失効", now=timezone.now())
    assert "宮城県富谷市" not in client.get(reverse("accounts:me")).content.decode()
    with pytest.raises(PolicyRefused):
        revoke_domain(domain=domain, actor=second, reason="失効", now=timezone.now())


def test_a_revoked_domain_comes_back_only_through_two_operators(tomiya, operators):
    first, second = operators
    row = MunicipalDomainFactory(municipality=tomiya, proposed_by=first)
    with pytest.raises(DomainError):
        propose_domain_again(domain=row, municipality=tomiya, evidence="再確認", actor=first, now=timezone.now())
    revoke_domain(domain=row, actor=first, reason="誤り", now=timezone.now())
    propose_domain_again(domain=row, municipality=tomiya, evidence="再確認", actor=second, now=timezone.now())
    with pytest.raises(PolicyRefused):
        verify_domain(domain=row, actor=second, now=timezone.now())
    verify_domain(domain=row, actor=first, now=timezone.now())
    assert MunicipalDomain.objects.get().status == DomainStatus.VERIFIED


def test_the_same_domain_twice_is_refused_with_a_sentence(tomiya, operators):
    row = MunicipalDomainFactory(municipality=tomiya)
    with pytest.raises(DomainError, match="すでに表にあります"):
        propose_domain(domain=row.domain, municipality=tomiya, evidence="x", actor=operators[0], now=timezone.now())


def test_staff_and_vendors_are_told_why_they_cannot_ask(client, asked, operators):
    approve_membership_request(request=asked, actor=operators[0], reason="確認", now=timezone.now())
    page = client.get(reverse("accounts:membership_request"))
    assert page.status_code == 403
    assert "すでに自治体職員として登録されています" in page.content.decode()
    vendor = VendorMembershipFactory()
    EmailAddressFactory(user=vendor.user)
    client.force_login(vendor.user)
    assert client.get(reverse("accounts:membership_request")).status_code == 403
