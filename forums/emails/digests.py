"""The まとめメール: what is new for one person, in one mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.digests import DIGEST
from accounts.models import User
from accounts.notifications import Channel, NotificationEvent, notify, register
from accounts.personas import persona_of

if TYPE_CHECKING:
    from forums.digests import Digest


def _while_staff(user: User, target_keys: Collection[str]) -> Collection[str]:
    """The target is the person: whoever left the staff meanwhile gets none."""
    return target_keys if persona_of(user).municipality is not None else ()


ISSUED = register(NotificationEvent(DIGEST, "広場のまとめ", _while_staff, channels=frozenset({Channel.MAIL})))


def send_digest(person: User, digest: Digest, day: date, *, now: datetime) -> None:
    """To the person it was made for; one a day at most."""
    notify(
        ISSUED.key,
        instance_key=day.isoformat(),
        recipients=[person],
        target=person,
        path=reverse("forums:digest_preview"),
        context={"digest": digest},
        now=now,
    )
