"""The lock every change of a person's role goes through, and what becomes of a person's data."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.audit import record
from accounts.enums import Reach
from accounts.models import Profile, User, WorkExperience
from accounts.policies import can_deactivate_person
from dss.access import DomainError

#: How long a sign-up may stay without its code typed, so that nobody can squat an address.
UNVERIFIED_LIFETIME = timedelta(hours=24)


def lock_person(user_id: int) -> User:
    """The user row, locked until the transaction ends. Roles are only given and taken under this lock.

    Rows that point at the person may be written meanwhile: who holds the vendor and tells the person does not wait for
    who holds the person and waits for the vendor.
    """
    return User.objects.select_for_update(no_key=True).get(pk=user_id)


@transaction.atomic
def change_profile(
    *, actor: User, name: str, facts: dict[str, str], experiences: dict[str, int], now: datetime
) -> Profile:
    """Replace what `actor` says of themselves. `experiences` maps codes of work fields to whole years."""
    person = lock_person(actor.pk)
    person.name = name
    person.save(update_fields=["name"])
    profile, _ = Profile.objects.update_or_create(user=person, defaults=facts)
    WorkExperience.objects.filter(user=person).exclude(work_code__in=experiences).delete()
    WorkExperience.objects.bulk_create(
        [WorkExperience(user=person, work_code=code, years=years) for code, years in experiences.items()],
        update_conflicts=True,
        unique_fields=["user", "work_code"],
        update_fields=["years"],
    )
    record(actor=actor, verb="change_profile", obj=profile, now=now)
    return profile


@transaction.atomic
def stop_being_asked(*, actor: User, now: datetime) -> None:
    """No requests for answers from now on; colleagues still find the person. Again: nothing happens twice."""
    person = lock_person(actor.pk)
    changed = Profile.objects.filter(user=person, reach=Reach.ASKED).update(reach=Reach.FOUND)
    if changed:
        record(actor=actor, verb="stop_being_asked", obj=person, now=now)


@transaction.atomic
def purge_unverified_persons(*, now: datetime) -> int:
    """Delete sign-ups whose address nobody confirmed within 24 hours. Returns how many.

    A person who ever logged in confirmed an address, so nothing that matters can hang on these rows.
    """
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = (
        User.objects.select_for_update(skip_locked=True)
        .filter(~Exists(confirmed), joined_at__lt=now - UNVERIFIED_LIFETIME, last_login__isnull=True)
        .filter(is_staff=False, is_superuser=False, departed_at__isnull=True)
    )
    persons = list(stale)
    for person in persons:
        record(actor=None, verb="purge_unverified_person", obj=person, now=now)
        person.delete()
    return len(persons)


@transaction.atomic
def deactivate_person(*, person: User, actor: User, reason: str, now: datetime) -> User:
    """Close an account: its sessions end with the next request, and no log-in opens it."""
    return _set_active(person, active=False, verb="deactivate_person", actor=actor, reason=reason, now=now)


@transaction.atomic
def reactivate_person(*, person: User, actor: User, reason: str, now: datetime) -> User:
    """Open a closed account again."""
    return _set_active(person, active=True, verb="reactivate_person", actor=actor, reason=reason, now=now)


def _set_active(person: User, *, active: bool, verb: str, actor: User, reason: str, now: datetime) -> User:
    locked = lock_person(person.pk)
    can_deactivate_person(actor, locked).or_refuse()
    if locked.is_active == active:
        raise DomainError("このアカウントは、すでにその状態です。")
    locked.is_active = active
    locked.save(update_fields=["is_active"])
    record(actor=actor, verb=verb, obj=locked, now=now, reason=reason)
    return locked
