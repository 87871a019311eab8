"""What the commands about operators share."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.models import User


def person_of(email: str) -> User:
    """Whose account has this address."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError(f"{email} のアカウントがありません。")
    return person
