"""Places in a talk session: taken, given up, passed on. Lock: the session's row, so that no seat is given twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.personas import persona_of
from dss.access import DomainError
from forums.emails import send_place_confirmed, send_place_waiting
from forums.enums import RegistrationStatus
from forums.models import Event, EventRegistration
from forums.policies import can_register_event


@transaction.atomic
def register_event(*, event: Event, actor: User, now: datetime) -> EventRegistration:
    """Take a place, or one on the waiting list when all are taken. Pressed twice, nothing changes.

    DomainError: over, called off, or not open yet.
    """
    locked = _lock(event)
    can_register_event(actor, locked).or_refuse()
    if not locked.takes_registrations_at(now):
        raise DomainError("この座談会は、申込みを受け付けていません。")
    place = EventRegistration.objects.filter(event=locked, user=actor).first()
    if place is not None and place.status != RegistrationStatus.CANCELLED:
        return place
    persona = persona_of(actor, now)
    place = place or EventRegistration(event=locked, user=actor)
    place.municipality, place.vendor = persona.municipality, persona.vendor
    place.status = RegistrationStatus.CONFIRMED if _is_free(locked, now) else RegistrationStatus.WAITING
    place.queued_at, place.cancelled_at = now, None
    place.event = locked
    place.save()
    record(actor=actor, verb="register_event", obj=locked, now=now, data={"status": place.status})
    (send_place_confirmed if place.is_confirmed else send_place_waiting)(place, now=now)
    return place


@transaction.atomic
def leave_event(*, event: Event, actor: User, now: datetime) -> None:
    """Give the place up; the first who waits and may come gets it. DomainError: there was none, or it is over."""
    locked = _lock(event)
    if locked.is_over_at(now):
        raise DomainError("終わった座談会の申込みは取り消せません。")
    place = EventRegistration.objects.standing().filter(event=locked, user=actor).first()
    if place is None:
        raise DomainError("この座談会には申し込んでいません。")
    place.status = RegistrationStatus.CANCELLED
    place.cancelled_at = now
    place.save(update_fields=["status", "cancelled_at"])
    record(actor=actor, verb="leave_event", obj=locked, now=now)
    fill_free_places(locked, now)


def fill_free_places(event: Event, now: datetime) -> None:
    """Give the free seats of the locked session to who waits, in order; those who may not come any more are passed."""
    if not event.takes_registrations_at(now):
        return
    free = event.capacity - _taken(event, now)
    if free <= 0:
        return
    for place in event.registrations.waiting_in_order().of_who_may_come(now)[:free]:
        place.status = RegistrationStatus.CONFIRMED
        place.event = event
        place.save(update_fields=["status"])
        record(actor=None, verb="fill_place", obj=event, now=now, data={"place": place.pk})
        send_place_confirmed(place, now=now)


def _lock(event: Event) -> Event:
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def _is_free(event: Event, now: datetime) -> bool:
    """Whether a seat is free and nobody who may come waits for it."""
    waits = event.registrations.waiting_in_order().of_who_may_come(now).exists()
    return not waits and _taken(event, now) < event.capacity


def _taken(event: Event, now: datetime) -> int:
    """Seats of people who may still come: who was transferred leaves theirs to others."""
    return event.registrations.confirmed().of_who_may_come(now).count()
