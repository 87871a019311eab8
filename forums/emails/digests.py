"""The まとめメール: what is new for one person, in one mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.digests import DIGEST
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import MAIL_ONLY
from accounts.notifications import NotificationEvent, notify, register
from accounts.personas import persona_of

if TYPE_CHECKING:
    from forums.digests import Digest


_NOTICES = "notices:"


def _while_staff(user: User, target_keys: Collection[str]) -> Collection[str]:
    """What staff alone read is for who still is staff; a mail of chosen notifications alone is its reader's own."""
    is_staff = persona_of(user).municipality is not None
    return [key for key in target_keys if is_staff or key.startswith(_NOTICES)]


ISSUED = register(
    NotificationEvent(
        DIGEST,
        "広場のまとめ",
        _while_staff,
        channels=MAIL_ONLY,
        says="課の動き、新しい文書や座談会と、「まとめてメール」のお知らせを、一通で",
        area=Area.BOARDS,
    )
)


def send_digest(person: User, digest: Digest, day: date, *, now: datetime) -> None:
    """To the person it was made for; one a day at most. Only staff have a page that shows what is in it."""
    notify(
        ISSUED.key,
        instance_key=day.isoformat(),
        recipients=[person],
        target=person,
        target_key=str(person.pk) if digest.is_for_staff else f"{_NOTICES}{person.pk}",
        path=reverse("forums:digest_preview" if digest.is_for_staff else "accounts:notifications"),
        context={"digest": digest},
        now=now,
    )
