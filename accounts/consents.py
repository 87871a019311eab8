"""Whether a person has agreed to the terms now in force, without asking the database at every request.

The session remembers the versions its person was last found to have agreed to. When others come into force, the person
is asked once, on the next page behind the log-in.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from accounts.enums import AGREED_KINDS
from accounts.models import TermsConsent, TermsVersion

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from accounts.models import User

AGREED = "terms_agreed"

_known: dict[date, dict[str, int]] = {}


def in_force(now: datetime) -> dict[str, int]:
    """The number of the version in force, for each kind people agree to.

    Kept in memory for the day: what is announced takes effect on the next day at the earliest.
    """
    today = timezone.localdate(now)
    if today not in _known:
        rows = (
            TermsVersion.objects.filter(kind__in=AGREED_KINDS, effective_on__lte=today)
            .values("kind")
            .annotate(newest=Max("number"))
        )
        found = {row["kind"]: row["newest"] for row in rows}
        if not found:
            return {}
        _known.clear()
        _known[today] = found
    return _known[today]


def forget_versions() -> None:
    """Look into the table again at the next question."""
    _known.clear()


def outstanding(user: User, now: datetime) -> dict[str, int]:
    """The versions in force this person has not agreed to, although they once agreed to an earlier one."""
    agreed = TermsConsent.objects.filter(user=user).values("version__kind").annotate(newest=Max("version__number"))
    numbers = {row["version__kind"]: row["newest"] for row in agreed}
    return {kind: number for kind, number in in_force(now).items() if numbers.get(kind, number) < number}


def has_agreed(user: User, session: SessionBase, now: datetime) -> bool:
    """Whether nothing is outstanding; found so once, the session knows until other versions come into force."""
    current = in_force(now)
    if session.get(AGREED) == current:
        return True
    if outstanding(user, now):
        return False
    session[AGREED] = current
    return True
