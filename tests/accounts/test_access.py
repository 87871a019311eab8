"""Keys of the house: new operators, sessions that end, second factors that were lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.actions import access
from accounts.models import AuditEvent, OutboxMail, User
from dss.access import DomainError, PolicyRefused
from tests.factories import OperatorFactory, UserFactory

pytestmark = pytest.mark.django_db


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    assert client.get("/me/notifications/").status_code == 200
    return client


def is_out(client: Client) -> bool:
    return client.get("/me/notifications/").status_code == 302


def factor_of(person: User) -> Authenticator:
    return Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})


def test_the_first_operator_needs_nobody_the_second_does():
    call_command("create_operator", "first@dss.example", "運営 一", "--reason", "開設")
    with pytest.raises(CommandError, match="だれの判断"):
        call_command("create_operator", "second@dss.example", "運営 二", "--reason", "増員")
    by = ["--by", "first@dss.example"]
    call_command("create_operator", "Second@DSS.example", "運営 二", "--reason", "増員", *by)
    second = User.objects.get(email="second@dss.example")
    assert (second.is_staff, second.has_usable_password()) == (True, False)
    event = AuditEvent.objects.get(verb="create_operator", object_id=str(second.pk))
    assert (event.actor_key, event.reason) == (User.objects.get(email="first@dss.example").key, "増員")


def test_nobody_becomes_operator_with_an_account_they_have():
    UserFactory(email="staff@city.example")
    with pytest.raises(CommandError, match="すでにあります"):
        call_command("create_operator", "staff@city.example", "職員", "--reason", "x", "--by", OperatorFactory().email)
    assert not User.objects.get(email="staff@city.example").is_staff


def test_only_operators_appoint_operators():
    with pytest.raises(CommandError, match="運営だけ"):
        call_command("create_operator", "a@dss.example", "甲", "--reason", "x", "--by", UserFactory().email)


@pytest.mark.parametrize("address", ["no address", "a@b@c", "a\n@dss.example"])
def test_what_is_no_address_makes_no_operator(address):
    with pytest.raises(CommandError):
        call_command("create_operator", address, "甲", "--reason", "x")
    assert not User.objects.exists()


def test_a_new_operator_comes_in_by_their_own_mailbox(client):
    """No password is ever typed on the server."""
    call_command("create_operator", "first@dss.example", "運営 一", "--reason", "開設")
    client.post("/accounts/password/reset/", {"email": "first@dss.example"})
    mail = OutboxMail.objects.get(to="first@dss.example")
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.body)[1]
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "a-long-own-word-73", "password2": "a-long-own-word-73"})
    operator = User.objects.get(email="first@dss.example")
    assert operator.check_password("a-long-own-word-73")
    assert EmailAddress.objects.filter(user=operator, primary=True).exists()


def test_sessions_of_one_person_end_on_all_machines_and_nobody_elses():
    person, other, operator = UserFactory(), UserFactory(), OperatorFactory()
    machines, bystander = [logged_in(person), logged_in(person)], logged_in(other)
    call_command("end_sessions", person.email, "--by", operator.email, "--reason", "端末の紛失")
    assert [is_out(each) for each in [*machines, bystander]] == [True, True, False]
    event = AuditEvent.objects.get(verb="end_sessions")
    assert (event.actor_key, event.object_id, event.data) == (operator.key, str(person.pk), {"sessions": 2})


def test_all_sessions_end():
    operator = OperatorFactory()
    clients = [logged_in(UserFactory()), logged_in(UserFactory())]
    call_command("end_sessions", "--all", "--by", operator.email, "--reason", "鍵の漏えい")
    assert [is_out(each) for each in clients] == [True, True]
    assert AuditEvent.objects.get(verb="end_all_sessions").data == {"sessions": 2}


def test_nobody_but_operators_ends_sessions():
    person = UserFactory()
    client = logged_in(person)
    with pytest.raises(CommandError, match="運営だけ"):
        call_command("end_sessions", person.email, "--by", UserFactory().email, "--reason", "x")
    with pytest.raises(CommandError, match="アカウントがありません"):
        call_command("end_sessions", "nobody@dss.example", "--by", OperatorFactory().email, "--reason", "x")
    assert not is_out(client)


@pytest.fixture
def lost():
    """An operator who lost the factor, and the two who help."""
    person, actor, second = OperatorFactory(), OperatorFactory(), OperatorFactory()
    factor_of(person)
    factor_of(actor)
    return person, actor, second


def token_mailed_to(second: User) -> str:
    return re.search(r"--confirm (\S+)", OutboxMail.objects.get(event="factor_reset_token", to=second.email).body)[1]


def test_two_operators_take_a_lost_factor_away(lost):
    person, actor, second = lost
    client = logged_in(person)
    call_command("reset_operator_mfa", person.email, "--by", actor.email, "--second", second.email, "--reason", "紛失")
    assert Authenticator.objects.filter(user=person).exists()
    mail = OutboxMail.objects.get(event="factor_reset_token")
    assert (mail.to, mail.is_sensitive) == (second.email, True)
    token = token_mailed_to(second)
    call_command("reset_operator_mfa", "--confirm", token)
    person.refresh_from_db()
    assert not Authenticator.objects.filter(user=person).exists()
    assert Authenticator.objects.filter(user=actor).exists()
    assert not person.has_usable_password()
    assert is_out(client)
    assert OutboxMail.objects.filter(event="factor_reset_done", to=person.email).count() == 1
    done = AuditEvent.objects.get(verb="reset_factors")
    assert (done.actor_key, done.data, done.reason) == (second.key, {"asked_by": str(actor.key)}, "紛失")
    assert AuditEvent.objects.get(verb="ask_factor_reset").actor_key == actor.key
    factor_of(person)
    with pytest.raises(CommandError, match="すでに使われた"):
        call_command("reset_operator_mfa", "--confirm", token)


@pytest.mark.parametrize("roles", ["pps", "pap", "paa", "ppp"])
def test_two_means_two_others(lost, roles):
    people = dict(zip("pas", lost, strict=True))
    person, actor, second = (people[role] for role in roles)
    with pytest.raises(PolicyRefused):
        access.ask_factor_reset(person=person, actor=actor, second=second, reason="x", now=timezone.now())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_second_of_two_operators_must_be_one(lost, place):
    people = list(lost)
    people[place] = UserFactory()
    person, actor, second = people
    with pytest.raises(PolicyRefused):
        access.ask_factor_reset(person=person, actor=actor, second=second, reason="x", now=timezone.now())


def test_who_was_dismissed_meanwhile_no_longer_counts(lost):
    person, actor, second = lost
    access.ask_factor_reset(person=person, actor=actor, second=second, reason="x", now=timezone.now())
    User.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(PolicyRefused):
        access.reset_factors(token=token_mailed_to(second), now=timezone.now())
    assert Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00", "あ:い:う"])
def test_a_made_up_token_opens_nothing(token):
    with pytest.raises(DomainError):
        access.reset_factors(token=token, now=timezone.now())


def test_a_token_lives_an_hour(lost, monkeypatch):
    person, actor, second = lost
    access.ask_factor_reset(person=person, actor=actor, second=second, reason="x", now=timezone.now())
    monkeypatch.setattr(access, "RESET_LIFETIME", timedelta(seconds=-1))
    with pytest.raises(DomainError, match="1時間"):
        access.reset_factors(token=token_mailed_to(second), now=timezone.now())


def test_what_was_signed_with_the_former_key_holds_while_that_is_a_fallback(settings):
    """Links in mails outlive a change of SECRET_KEY; sessions do, too."""
    client = logged_in(UserFactory())
    signed = signing.dumps({"person": 1}, salt="x")
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, [former]
    assert signing.loads(signed, salt="x") == {"person": 1}
    assert not is_out(client)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.loads(signed, salt="x")


def test_without_the_fallback_a_new_key_logs_everybody_out(settings):
    client = logged_in(UserFactory())
    settings.SECRET_KEY = "another-key-" * 5
    assert is_out(client)
