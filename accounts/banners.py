"""What stands in the prominent places of the pages, remembered by each process for a moment.

The announcements that are out are asked for once in `ANNOUNCEMENT_SECONDS`, whatever number of pages are served in
between; so a page needs no query of its own for them, and a change is seen that much later at most. `mark` names what
visitors are shown: whoever keeps whole pages keeps them by it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from accounts.enums import AnnouncementAudience, Importance
from accounts.models import Announcement

if TYPE_CHECKING:
    from accounts.personas import Persona

MOST = 20


@dataclass(frozen=True, slots=True)
class Headline:
    """One announcement as the frame of a page shows it."""

    pk: int
    revision: int
    title: str
    href: str
    audience: str
    is_urgent: bool
    starts_at: object


class _Memory:
    """Of one process. Read without a lock: at worst two threads ask at once."""

    def __init__(self) -> None:
        self.lines: tuple[Headline, ...] = ()
        self.asked_at = float("-inf")

    def fresh(self) -> tuple[Headline, ...]:
        seconds = settings.ANNOUNCEMENT_SECONDS
        if seconds is not None and time.monotonic() - self.asked_at >= seconds:
            self.asked_at = time.monotonic()
            try:
                self.lines = _ask()
            except DatabaseError:  # a page about something else must not fail for this
                return self.lines
        return self.lines

    def forget(self) -> None:
        self.__init__()  # type: ignore[misc]


_memory = _Memory()


def _ask() -> tuple[Headline, ...]:
    rows = Announcement.objects.prominent(timezone.now()).newest_first().defer("body")[:MOST]
    return tuple(
        Headline(
            row.pk, row.revision, row.title, row.get_absolute_url(), row.audience,
            row.importance == Importance.URGENT, row.starts_at,
        )
        for row in rows
    )  # fmt: skip


def headlines(persona: Persona | None) -> list[Headline]:
    """What this reader is shown (None: a visitor), the newest first."""
    return [line for line in _memory.fresh() if _reads(line.audience, persona)]


def mark() -> str:
    """Names exactly what visitors are shown at the moment."""
    return ",".join(f"{line.pk}.{line.revision}" for line in headlines(None))


def forget() -> None:
    """Ask again at the next page: for whoever has just changed one, and for tests."""
    _memory.forget()


def _reads(audience: str, persona: Persona | None) -> bool:
    if audience == AnnouncementAudience.EVERYBODY:
        return True
    if persona is None:
        return False
    if persona.is_operator:
        return True
    acts_for = persona.municipality if audience == AnnouncementAudience.STAFF else persona.vendor
    return acts_for is not None
