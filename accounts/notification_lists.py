"""Notifications as a person may read them now, and the ways in which they are told of things."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.audiences import all_targets
from accounts.digests import DIGEST, rhythm_of
from accounts.enums import Area, DigestChoice, Way
from accounts.models import Notification, NotificationPreference
from accounts.models.people import MOST_COUNTED
from accounts.notification_events import (
    Audience,
    NotificationEvent,
    all_events,
    audience_of,
    events_for,
    label_of,
    roles_of,
)

if TYPE_CHECKING:
    from accounts.models import User
    from accounts.personas import Persona


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list. Without `is_readable` the page shows that there was something, and nothing of it."""

    notification: Notification
    label: str
    is_readable: bool
    earlier: list[Entry] = field(default_factory=list)
    """Those of the same day about the same thing, which the page folds."""


@dataclass(frozen=True, slots=True)
class Day:
    """What came on one day, in Tokyo."""

    day: date
    entries: list[Entry]


def readable(user: User, notifications: Iterable[Notification]) -> list[Entry]:
    """The rows with the answer of each event's audience, asked in one query for all kinds, and once for those that
    have the same."""
    rows = list(notifications)
    targets: dict[Audience, set[str]] = defaultdict(set)
    for row in rows:
        targets[audience_of(row.event)].add(row.target_key)
    names = {audience: str(place) for place, audience in enumerate(targets)}
    known = all_targets({names[audience]: audience(user, keys) for audience, keys in targets.items()})
    return [Entry(row, label_of(row.event), row.target_key in known[names[audience_of(row.event)]]) for row in rows]


def by_day(entries: Iterable[Entry]) -> list[Day]:
    """The entries under their days; those about the same thing lie under the newest of them."""
    days: dict[date, dict[tuple[str, str], Entry]] = {}
    for entry in entries:
        row = entry.notification
        about = days.setdefault(timezone.localdate(row.created_at), {})
        newest = about.setdefault((row.event, row.target_key), entry)
        if newest is not entry:
            newest.earlier.append(entry)
    return [Day(day, list(about.values())) for day, about in days.items()]


def kinds_of_area(area: Area) -> list[str]:
    """The kinds of events that the list shows under this area."""
    return [event.key for event in all_events() if event.area == area]


def areas_for(persona: Persona) -> list[Area]:
    """The areas of which a person in these roles hears, in their order."""
    heard = {event.area for event in events_for(roles_of(persona))}
    return [area for area in Area if area in heard]


def unread_count(user: User | AnonymousUser) -> int:
    """For the header: what came with the session's person, else one query. `MOST_COUNTED` means so many or more."""
    counted: int | None = getattr(user, "unread", None)
    if counted is not None:
        return counted
    unread = Notification.objects.filter(user_id=user.pk or 0, read_at__isnull=True)
    return unread.values("pk")[:MOST_COUNTED].count()


def count_in_words(count: int) -> str:
    """The number as a page says it beside a label; nothing for none."""
    if not count:
        return ""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


@dataclass(frozen=True, slots=True)
class Settings:
    """All a person said: of kinds of events, where it differs from the usual, and how often the まとめメール comes."""

    said: dict[str, str]
    digest: DigestChoice

    @property
    def mark(self) -> str:
        """Another one as soon as any of them is changed."""
        words = [f"{event}={way}" for event, way in sorted(self.said.items())]
        return hashlib.sha256("\n".join([*words, self.digest]).encode()).hexdigest()[:16]

    def way_of(self, event: NotificationEvent) -> Way:
        """How the person is told of this kind."""
        said = self.said.get(event.key)
        return Way(said) if said in event.ways else event.usual


def settings_of(user: User) -> Settings:
    """In two queries."""
    said = dict(NotificationPreference.objects.filter(user=user).values_list("event", "way"))
    return Settings(said, rhythm_of(user, is_off=said.get(DIGEST) == Way.NONE))


def kinds_for(persona: Persona) -> list[NotificationEvent]:
    """Every kind that can reach a person in these roles and has a line in the settings."""
    return [event for event in events_for(roles_of(persona)) if event.is_chosen]


def chosen_for_digest(user: User, kinds: Collection[str], since: datetime, until: datetime, most: int) -> list[Entry]:
    """Unread notifications of these kinds in the span, as far as the person may read them, the newest first."""
    rows = Notification.objects.filter(
        user=user, event__in=kinds, created_at__gt=since, created_at__lte=until, read_at__isnull=True
    )
    return [entry for entry in readable(user, rows.order_by("-created_at", "-pk")[:most]) if entry.is_readable]
