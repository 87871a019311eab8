"""専門家アドバイザー: invited to one address, accepted once, one role at a time, retired whenever they want."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import advisors
from accounts.actions.advisors import AdvisorFacts
from accounts.actions.memberships import grant_membership
from accounts.models import Advisor, AdvisorInvitation, AuditEvent, OutboxMail, TermsConsent, User
from accounts.personas import persona_of
from accounts.tokens import hash_token
from dss.access import DomainError, PolicyRefused
from tests.accounts.helpers import last_code, type_code
from tests.factories import (
    PASSWORD,
    AdvisorFactory,
    EmailAddressFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorMembershipFactory,
)
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
INVITED = "gaku@trust.example"
FACTS = {"affiliation": "架空大学", "fields": "情報政策"}
PROFILE = {
    "affiliation": "架空大学院",
    "expertise": "調達",
    "introduction": "十年の経験があります。",
    "has_conflicts": "yes",
    "conflicts": "架空システム株式会社の顧問",
}


@pytest.fixture
def operator():
    return OperatorFactory()


def _invite(operator, email: str = INVITED) -> str:
    """The path of the link in the mail."""
    advisors.invite_advisor(email=email, actor=operator, now=timezone.now(), **FACTS)
    body = OutboxMail.objects.filter(event="advisor_invitation").order_by("-pk")[0].body
    return re.search(r"/invitations/advisor/[\w-]+/", body).group()


def _person(email: str = INVITED, verified: bool = True) -> User:
    return EmailAddressFactory(user=UserFactory(email=email), verified=verified).user


def _advisor(**facts) -> Advisor:
    advisor = AdvisorFactory(conflicts_stated_at=None, **facts)
    EmailAddressFactory(user=advisor.user)
    return advisor


# --- The invitation -------------------------------------------------------------------------------------------------


def test_the_invited_person_signs_up_accepts_and_says_who_they_are(operator, client):
    path = _invite(operator)
    page = client.get(path).content.decode()
    assert "架空大学" in page
    assert "いつでも、マイページから退任できます" in page
    token = path.split("/")[3]
    door = reverse("accounts:signup_advisor", args=[token])
    assert f'value="{INVITED}"' in client.get(door).content.decode()
    form = {"name": "信頼 学", "email": INVITED, "password1": PASSWORD, "agrees": "on", "next": path}
    assert client.post(door, form).status_code == 302
    assert type_code(client, last_code(INVITED)).headers["Location"] == path
    assert client.post(path).headers["Location"] == reverse("accounts:advisor_profile")
    advisor = Advisor.objects.get(user__email=INVITED)
    assert (advisor.affiliation, advisor.fields, advisor.invited_by, advisor.is_active) == (
        "架空大学",
        "情報政策",
        operator,
        True,
    )
    assert persona_of(advisor.user).is_advisor
    assert TermsConsent.objects.filter(user=advisor.user).count() == 2
    assert AuditEvent.objects.filter(verb="accept_advisor_invitation", actor_key=advisor.user.key).count() == 1
    assert "関係を申告してください" in client.get(reverse("accounts:advisor_profile")).content.decode()


def test_the_door_opens_for_the_invited_address_alone(operator, client):
    token = _invite(operator).split("/")[3]
    door = reverse("accounts:signup_advisor", args=[token])
    form = {"name": "信頼 学", "email": "else@trust.example", "password1": PASSWORD, "agrees": "on"}
    assert "招待を受け取ったメールアドレスで" in client.post(door, form).content.decode()
    assert not User.objects.filter(signup_door="advisor").exists()
    assert client.get(reverse("accounts:signup_advisor", args=["x" * 43])).status_code == 404


def test_only_the_hash_of_the_token_is_kept(operator):
    token = _invite(operator).split("/")[3]
    invitation = AdvisorInvitation.objects.get()
    assert token not in str(vars(invitation))
    assert invitation.token_sha256 == hash_token(token)
    assert OutboxMail.objects.get(event="advisor_invitation").is_sensitive


def test_an_invitation_works_once_and_for_its_address_only(operator, client):
    path = _invite(operator)
    for person in (_person("else@trust.example"), _person(verified=False)):
        client.force_login(person)
        assert client.post(path).status_code == 409
    assert Client().post(path).status_code == 200
    assert not Advisor.objects.exists()
    User.objects.get(email=INVITED).emailaddress_set.update(verified=True)
    client.force_login(User.objects.get(email=INVITED))
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 404
    assert Advisor.objects.count() == 1


def test_an_invitation_lives_fourteen_days(operator, client, monkeypatch):
    path = _invite(operator)
    client.force_login(_person())
    start = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=13, hours=23))
    assert client.get(path).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(days=14, minutes=1))
    assert client.post(path).status_code == 404


def test_a_withdrawn_or_replaced_invitation_is_dead(operator, client):
    first, second = _invite(operator), _invite(operator)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    invitation = AdvisorInvitation.objects.get(withdrawn_at__isnull=True)
    with pytest.raises(PolicyRefused):
        advisors.withdraw_advisor_invitation(invitation=invitation, actor=UserFactory(), reason="x", now=timezone.now())
    advisors.withdraw_advisor_invitation(invitation=invitation, actor=operator, reason="誤り", now=timezone.now())
    assert client.get(second).status_code == 404
    with pytest.raises(DomainError):
        advisors.withdraw_advisor_invitation(invitation=invitation, actor=operator, reason="誤り", now=timezone.now())


def test_inviting_is_for_operators_and_not_for_who_is_one(operator):
    with pytest.raises(PolicyRefused):
        advisors.invite_advisor(email=INVITED, actor=UserFactory(), now=timezone.now(), **FACTS)
    advisor = _advisor()
    with pytest.raises(DomainError, match="すでに専門家アドバイザー"):
        _invite(operator, advisor.user.email)


def test_staff_and_vendors_cannot_accept(operator, client):
    membership, place = MembershipFactory(), VendorMembershipFactory()
    EmailAddressFactory(user=place.user)
    for person in (membership.user, place.user):
        path = _invite(operator, person.email)
        client.force_login(person)
        assert client.post(path).status_code == 403
    assert not Advisor.objects.exists()


def test_an_advisor_becomes_no_staff(operator, client):
    MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")
    address = EmailAddressFactory(user=AdvisorFactory(user__email="gaku@city.fukaya.saitama.jp").user)
    with pytest.raises(PolicyRefused, match="専門家アドバイザーは"):
        grant_membership(address=address, actor=address.user, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_twenty_accepts_make_one_advisor():
    invitation = advisors.invite_advisor(email=INVITED, actor=OperatorFactory(), now=timezone.now(), **FACTS)
    person = _person()
    accepted, refused = all_at_once(
        [
            lambda: advisors.accept_advisor_invitation(invitation=invitation, actor=person, now=timezone.now())
            for _ in range(20)
        ]
    )
    assert (len(accepted), len(refused)) == (1, 19)
    assert all("使用済み" in refusal.message for refusal in refused)
    assert AuditEvent.objects.filter(verb="accept_advisor_invitation").count() == 1


@pytest.mark.django_db(transaction=True)
def test_invitations_sent_at_once_leave_one_that_works():
    operators = [OperatorFactory() for _ in range(8)]
    now = timezone.now()
    sent, _ = all_at_once(
        [lambda o=o: advisors.invite_advisor(email=INVITED, actor=o, now=now, **FACTS) for o in operators]
    )
    assert sent
    assert AdvisorInvitation.objects.open(now).count() == 1
    assert OutboxMail.objects.filter(event="advisor_invitation").count() == len(sent)


# --- The profile ----------------------------------------------------------------------------------------------------


def test_the_profile_is_kept_by_the_advisor_and_read_by_staff(client):
    advisor = _advisor()
    client.force_login(advisor.user)
    assert client.post(reverse("accounts:advisor_profile"), PROFILE).status_code == 302
    advisor.refresh_from_db()
    assert (advisor.affiliation, advisor.fields, advisor.conflicts) == (
        "架空大学院",
        "調達",
        "架空システム株式会社の顧問",
    )
    assert advisor.conflicts_stated_at
    client.force_login(MembershipFactory().user)
    page = client.get(advisor.get_absolute_url()).content.decode()
    assert "架空システム株式会社の顧問" in page
    assert "十年の経験があります。" in page
    assert advisor.user.email not in page
    assert advisor.user.name in client.get(reverse("accounts:advisor_list")).content.decode()


def test_nothing_to_state_is_a_statement_too(client):
    advisor = _advisor()
    client.force_login(advisor.user)
    client.post(reverse("accounts:advisor_profile"), PROFILE | {"has_conflicts": "no"})
    advisor.refresh_from_db()
    assert (advisor.conflicts, advisor.conflicts_stated_at is not None) == ("", True)
    assert "ないと申告しています" in client.get(advisor.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"has_conflicts": ""}, "has_conflicts"),
        ({"conflicts": ""}, "conflicts"),
        ({"affiliation": "\u200b"}, "affiliation"),
        ({"expertise": "長" * 201}, "expertise"),
        ({"introduction": "長" * 1001}, "introduction"),
    ],
)
def test_an_unusable_profile_is_refused_beside_the_field(client, changes, field):
    advisor = _advisor()
    client.force_login(advisor.user)
    page = client.post(reverse("accounts:advisor_profile"), PROFILE | changes)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    advisor.refresh_from_db()
    assert advisor.conflicts_stated_at is None


def test_others_change_nothing_of_an_advisor():
    advisor = _advisor()
    facts = AdvisorFacts("別", "別", "", "")
    with pytest.raises(Advisor.DoesNotExist):
        advisors.change_advisor_profile(facts=facts, actor=UserFactory(), now=timezone.now())
    Advisor.objects.update(is_active=False)
    with pytest.raises(PolicyRefused, match="活動中の本人"):
        advisors.change_advisor_profile(facts=facts, actor=advisor.user, now=timezone.now())


def test_the_database_wants_to_know_when_conflicts_were_stated():
    with pytest.raises(IntegrityError), transaction.atomic():
        AdvisorFactory(conflicts="顧問", conflicts_stated_at=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, rows):
    AdvisorFactory.create_batch(rows)
    client.force_login(MembershipFactory().user)
    with django_assert_num_queries(4):
        client.get(reverse("accounts:advisor_list"))


# --- The end --------------------------------------------------------------------------------------------------------


def test_an_advisor_retires_whenever_they_want(client):
    advisor = _advisor()
    client.force_login(advisor.user)
    assert "退任できます" in client.get(reverse("accounts:advisor_profile")).content.decode()
    client.post(reverse("accounts:advisor_retire"))
    advisor.refresh_from_db()
    assert not advisor.is_active
    assert not persona_of(User.objects.get(pk=advisor.user_id)).is_advisor
    assert client.get(reverse("accounts:advisor_profile")).status_code == 404
    assert client.post(reverse("accounts:advisor_retire")).status_code == 404
    client.force_login(MembershipFactory().user)
    assert client.get(advisor.get_absolute_url()).status_code == 404


def test_nobody_else_retires_them_but_operators(operator):
    advisor = _advisor()
    with pytest.raises(PolicyRefused, match="本人と運営だけ"):
        advisors.retire_advisor(advisor=advisor, actor=_advisor().user, reason="x", now=timezone.now())
    advisors.retire_advisor(advisor=advisor, actor=operator, reason="任期満了", now=timezone.now())
    with pytest.raises(PolicyRefused, match="すでに退任"):
        advisors.retire_advisor(advisor=advisor, actor=operator, reason="任期満了", now=timezone.now())
    assert AuditEvent.objects.get(verb="retire_advisor").reason == "任期満了"


def test_who_retired_is_invited_again_and_keeps_the_profile(operator, client):
    advisor = _advisor(introduction="以前の紹介", is_active=False)
    path = _invite(operator, advisor.user.email)
    client.force_login(advisor.user)
    client.post(path)
    advisor.refresh_from_db()
    assert (advisor.is_active, advisor.introduction) == (True, "以前の紹介")
    assert Advisor.objects.count() == 1


def test_a_closed_account_is_no_advisor(client):
    advisor = _advisor()
    client.force_login(MembershipFactory().user)
    assert client.get(advisor.get_absolute_url()).status_code == 200
    User.objects.filter(pk=advisor.user_id).update(is_active=False)
    assert client.get(advisor.get_absolute_url()).status_code == 404
