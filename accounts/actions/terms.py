"""Consent to the terms in force, and announcing new ones."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.emails import send_terms_announced
from accounts.enums import AGREED_KINDS
from accounts.models import TermsConsent, TermsVersion, User
from accounts.policies.terms import can_announce_terms
from dss.access import DomainError
from dss.jobs import enqueue

TELL = "accounts.jobs.tell_of_new_terms"
TOLD_AT_ONCE = 500


@transaction.atomic
def give_consent(*, user: User, now: datetime) -> None:
    """Note that `user` agreed to the versions in force today; each version once."""
    in_force = (
        TermsVersion.objects.filter(kind__in=AGREED_KINDS, effective_on__lte=timezone.localdate(now))
        .order_by("kind", "-number")
        .distinct("kind")
    )
    TermsConsent.objects.bulk_create(
        [TermsConsent(user=user, version=version, given_at=now) for version in in_force], ignore_conflicts=True
    )


@transaction.atomic
def announce_terms(*, kind: str, body: str, effective_on: date, actor: User, now: datetime) -> TermsVersion:
    """Add the next version. It takes effect by itself on its day; older versions stay readable."""
    can_announce_terms(actor).or_refuse()
    if effective_on <= timezone.localdate(now):
        raise DomainError("施行日には、明日以降の日付を指定してください。")
    latest = TermsVersion.objects.select_for_update().filter(kind=kind).order_by("-number").first()
    version = TermsVersion.objects.create(
        kind=kind, number=latest.number + 1 if latest else 1, body=body, effective_on=effective_on
    )
    record(actor=actor, verb="announce_terms", obj=version, now=now)
    if kind in AGREED_KINDS:
        enqueue(TELL, version_id=version.pk)
    return version


def tell_of_new_terms(*, version_id: int, now: datetime) -> int:
    """Tell everybody who agreed to an earlier version, by mail and on the site, each once; how many.

    In portions of a transaction each: a run that died goes on, because nobody is told twice.
    """
    version = TermsVersion.objects.get(pk=version_id)
    told, last = 0, 0
    while people := list(
        User.objects.filter(is_active=True, consents__version__kind=version.kind, pk__gt=last)
        .order_by("pk")
        .distinct()[:TOLD_AT_ONCE]
    ):
        with transaction.atomic():
            send_terms_announced(version=version, people=people, now=now)
        told, last = told + len(people), people[-1].pk
    return told
