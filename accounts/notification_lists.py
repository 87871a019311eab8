"""Notifications as a person may read them now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.digests import DIGEST
from accounts.models import Notification, NotificationPreference, OutboxMail
from accounts.notification_events import audience_of, kinds_with_mail, label_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list. Without `is_readable` the page shows that there was something, and nothing of it."""

    notification: Notification
    label: str
    is_readable: bool


def readable(user: User, notifications: Iterable[Notification]) -> list[Entry]:
    """The rows with the answer of each event's audience, asked once per kind of event."""
    rows = list(notifications)
    targets: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        targets[row.event].add(row.target_key)
    known = {event: set(audience_of(event)(user, keys)) for event, keys in targets.items()}
    return [Entry(row, label_of(row.event), row.target_key in known[row.event]) for row in rows]


def unread_count(user: User | AnonymousUser) -> int:
    """For the header: what came with the session's person, else one query on an index of unread rows alone."""
    counted: int | None = getattr(user, "unread", None)
    if counted is not None:
        return counted
    return Notification.objects.filter(user_id=user.pk or 0, read_at__isnull=True).count()


def kinds_of_mail(user: User) -> dict[str, bool]:
    """The kinds of events this person was ever told of, in the order of their labels, and whether mails are wanted.

    Not the まとめメール, which is chosen with its rhythm.
    """
    declared = kinds_with_mail()
    told = set(Notification.objects.filter(user=user).values_list("event", flat=True).distinct())
    told |= set(OutboxMail.objects.filter(user=user).values_list("event", flat=True).distinct())
    said = dict(NotificationPreference.objects.filter(user=user).values_list("event", "by_mail"))
    keys = sorted(((told | said.keys()) & declared.keys()) - {DIGEST}, key=lambda key: (declared[key], key))
    return {key: said.get(key, True) for key in keys}
