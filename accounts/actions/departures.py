"""Deleting an account: personal rows go, records stay under a pseudonym, at once and in one transaction.

What becomes of a row says its foreign key: CASCADE is the person's own and goes; SET_NULL and PROTECT belong to a
record that stays and points at the row of the person, which keeps its `key` and loses name, address and password.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CASCADE, Model, QuerySet

from accounts.actions.persons import lock_person
from accounts.actions.vendor_handovers import lock_team_place, withdraw_handovers_of
from accounts.audit import record
from accounts.departing import GONE, GONE_STAFF, rooms
from accounts.emails import send_account_deleted
from accounts.enums import MembershipStatus
from accounts.models import (
    AdvisorInvitation,
    ColleagueInvitation,
    MunicipalMembership,
    OutboxMail,
    SuspendedAddress,
    User,
    VendorInvitation,
    VendorMembership,
)
from accounts.policies.departures import can_delete_account_of, can_delete_own_account, reasons_to_stay
from dss.access import DomainError
from dss.jobs import enqueue
from dss.sessions import SessionStore

FORGET_SESSIONS = "accounts.jobs.forget_sessions"


@transaction.atomic
def delete_own_account(*, actor: User, now: datetime) -> None:
    """The person goes, unless something has to be handed over first."""
    person = lock_person(actor.pk)
    can_delete_own_account(person).or_refuse()
    places = _lock_team_places(person)
    reasons = reasons_to_stay(person, now)
    if reasons:
        raise DomainError(reasons[0].text)
    _depart(person, places, now)
    record(actor=actor, verb="delete_own_account", obj=person, now=now)


@transaction.atomic
def delete_account_of(*, person: User, actor: User, reason: str, now: datetime) -> None:
    """An operator does the same at the person's request. A team that would be left without an owner still refuses."""
    locked = lock_person(person.pk)
    can_delete_account_of(actor, locked).or_refuse()
    places = _lock_team_places(locked)
    binding = [each for each in reasons_to_stay(locked, now) if each.operators_too]
    if binding:
        raise DomainError(binding[0].text)
    _depart(locked, places, now)
    record(actor=actor, verb="delete_account_of", obj=locked, now=now, reason=reason)


def forget_sessions(*, user_id: int, now: datetime) -> int:
    """Delete the sessions of a person who is gone; how many. They opened nothing any more since the departure."""
    gone = 0
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user_id):
            SessionStore(session.session_key).delete()
            gone += 1
    return gone


def _lock_team_places(person: User) -> list[VendorMembership]:
    own = VendorMembership.objects.filter(user=person, ended_at__isnull=True).order_by("pk")
    return [lock_team_place(place) for place in own]


def _depart(person: User, places: list[VendorMembership], now: datetime) -> None:
    was_staff = MunicipalMembership.objects.filter(user=person).exists()
    pseudonym = GONE_STAFF if was_staff else GONE
    former_address = person.email
    addresses = {former_address, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    for room in rooms():
        room.leave(person, pseudonym, now)
    _end_roles(person, places, now)
    _forget_addresses(person, addresses)
    for rows in own_rows(person):
        rows.delete()
    LogEntry.objects.filter(content_type__app_label="accounts", content_type__model="user", object_id=person.pk).update(
        object_repr=pseudonym
    )
    _pseudonymise(person, pseudonym, now)
    send_account_deleted(to=former_address, key=person.key, now=now)
    enqueue(FORGET_SESSIONS, user_id=person.pk)


def own_rows(person: User) -> Iterable[QuerySet[Any]]:
    """All rows of all rooms that belong to the person alone: their foreign key says CASCADE."""
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is CASCADE:
            model: type[Model] = relation.related_model  # type: ignore[assignment]
            yield model._base_manager.filter(**{relation.field.name: person})  # type: ignore[union-attr]


def _end_roles(person: User, places: list[VendorMembership], now: datetime) -> None:
    for place in places:
        place.ended_at = now
        place.save(update_fields=["ended_at"])
        withdraw_handovers_of(place, now=now)
    MunicipalMembership.objects.filter(user=person, status=MembershipStatus.ACTIVE).update(
        status=MembershipStatus.ENDED, ended_at=now, end_reason="退会"
    )


def _forget_addresses(person: User, addresses: Iterable[str]) -> None:
    """Those the operators stopped or revoked stay: otherwise they would prove a body again the next day."""
    stopped = [MembershipStatus.SUSPENDED, MembershipStatus.REVOKED]
    MunicipalMembership.objects.filter(user=person).exclude(status__in=stopped).update(email="")
    for invitations in (VendorInvitation, AdvisorInvitation):
        invited = invitations._base_manager.filter(email__in=addresses)
        invited.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).delete()
        invited.update(email="")
    ColleagueInvitation.objects.filter(email__in=addresses).delete()
    OutboxMail.objects.filter(to__in=addresses).delete()
    SuspendedAddress.objects.filter(address__in=addresses).delete()
    SuspendedAddress.objects.filter(address__in=[address.lower() for address in addresses]).delete()


def _pseudonymise(person: User, pseudonym: str, now: datetime) -> None:
    person.email = f"{person.key}@deleted.invalid"
    person.name = pseudonym
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.departed_at = now
    person.set_unusable_password()
    person.save()
