"""Keys of the house: operators, sessions that have to end, second factors that were lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import transaction

from accounts.actions.departures import forget_sessions
from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_factor_reset_done, send_factor_reset_token
from accounts.models import User
from accounts.policies.access import can_appoint_operator, can_end_sessions, can_reset_factors
from dss.access import DomainError
from dss.sessions import SessionStore

RESET_LIFETIME = timedelta(hours=1)
_SALT = "accounts.actions.access.reset"


@transaction.atomic
def create_operator(*, email: str, name: str, actor: User | None, reason: str, now: datetime) -> User:
    """A new operator without a password: they set one by mail, confirm the address and add a second factor.

    `actor` is None only for the very first one, on the server's command line.
    """
    can_appoint_operator(actor).or_refuse()
    address = email.strip().lower()
    if User.objects.filter(email=address).exists() or EmailAddress.objects.filter(email__iexact=address).exists():
        raise DomainError("このアドレスのアカウントは、すでにあります。運営には、専用のアカウントを使ってください。")
    operator = User.objects.create_user(address, None, name=name, is_staff=True, is_superuser=True, joined_at=now)
    EmailAddress.objects.create(user=operator, email=address, primary=True, verified=False)
    record(actor=actor, verb="create_operator", obj=operator, now=now, reason=reason)
    return operator


@transaction.atomic
def end_sessions(*, person: User, actor: User, reason: str, now: datetime) -> int:
    """Log `person` out everywhere. Returns how many sessions ended. Who knows the password can log in again."""
    can_end_sessions(actor).or_refuse()
    ended = forget_sessions(user_id=person.pk, now=now)
    record(actor=actor, verb="end_sessions", obj=person, now=now, reason=reason, data={"sessions": ended})
    return ended


@transaction.atomic
def end_all_sessions(*, actor: User, reason: str, now: datetime) -> int:
    """Log everybody out, visitors' forms included. Returns how many sessions ended."""
    can_end_sessions(actor).or_refuse()
    keys = list(Session.objects.values_list("session_key", flat=True))
    for key in keys:
        SessionStore(key).delete()
    record(actor=actor, verb="end_all_sessions", obj=actor, now=now, reason=reason, data={"sessions": len(keys)})
    return len(keys)


@transaction.atomic
def ask_factor_reset(*, person: User, actor: User, second: User, reason: str, now: datetime) -> None:
    """`person` lost their second factor and `actor` says so: `second` gets a token by mail, for an hour.

    Only who has both the server's command line and that mailbox can go on, and both are asked to know the person.
    """
    can_reset_factors(person, actor, second).or_refuse()
    told = {"person": person.pk, "actor": actor.pk, "second": second.pk, "state": _state(person), "reason": reason}
    token = signing.dumps(told, salt=_SALT)
    record(actor=actor, verb="ask_factor_reset", obj=person, now=now, reason=reason, data={"second": str(second.key)})
    send_factor_reset_token(to=second, person=person, actor=actor, reason=reason, token=token, now=now)


@transaction.atomic
def reset_factors(*, token: str, now: datetime) -> User:
    """Take away second factors, password and sessions of who lost them; the token works once, within the hour."""
    told = _read(token)
    person = lock_person(told["person"])
    actor, second = User.objects.get(pk=told["actor"]), User.objects.get(pk=told["second"])
    can_reset_factors(person, actor, second).or_refuse()
    if told["state"] != _state(person):
        raise DomainError("この確認コードは、すでに使われたか、その後に多要素認証が変わったため、使えません。")
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    forget_sessions(user_id=person.pk, now=now)
    data = {"asked_by": str(actor.key)}
    record(actor=second, verb="reset_factors", obj=person, now=now, reason=told["reason"], data=data)
    send_factor_reset_done(person=person, now=now)
    return person


def _read(token: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = signing.loads(token.strip(), salt=_SALT, max_age=RESET_LIFETIME)
    except signing.BadSignature:
        raise DomainError("確認コードが違うか、発行から1時間が過ぎています。") from None
    return told


def _state(person: User) -> str:
    """Changes with every reset, so that a token is worth nothing afterwards."""
    factors = Authenticator.objects.filter(user=person).order_by("pk").values_list("pk", flat=True)
    return f"{','.join(map(str, factors))}:{person.password[-12:]}"
