"""Issues of the まとめメール: each person gets that of a day once. Jobs of the rooms above ask for them."""

from __future__ import annotations

from datetime import date, datetime

from accounts.digests import due_on, told_until
from accounts.models import DigestSetting, User


def begin_issue(*, person: User, day: date, now: datetime) -> datetime | None:
    """Hold the person's row and say since when this issue tells; None when they are not due any more.

    In the caller's transaction: issue and mail are written together, or neither is.
    """
    DigestSetting.objects.get_or_create(user=person)
    setting = DigestSetting.objects.select_for_update(of=("self",), no_key=True).get(user=person)
    if not due_on(day, now).filter(pk=person.pk).exists():
        return None
    since = told_until(person, now)
    setting.issued_on, setting.covered_until = day, now
    setting.save(update_fields=["issued_on", "covered_until"])
    return since
