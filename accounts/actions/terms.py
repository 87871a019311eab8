"""Consent to the terms in force, and announcing new ones."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import TermsConsent, TermsVersion, User
from accounts.policies.terms import can_announce_terms
from dss.access import DomainError


@transaction.atomic
def give_consent(*, user: User, now: datetime) -> None:
    """Note that `user` agreed to the versions in force today; each version once."""
    in_force = (
        TermsVersion.objects.filter(effective_on__lte=timezone.localdate(now))
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
    return version
