"""Consent to the terms in force."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import TermsConsent, TermsVersion, User


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
