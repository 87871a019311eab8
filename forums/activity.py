"""How much goes on in each board, for the list of boards.

Counting reads every topic. Where there are many the figures are therefore kept for a minute: nobody misses one of a
thousand. Topics kept among some bodies count for nobody: a number would tell of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q

from forums.models import Topic
from forums.querysets import UNRESOLVED

LATELY = timedelta(days=30)
REMEMBERED_SECONDS = 60
MANY = 1_000
_KEY = "forums.activity"


@dataclass(frozen=True, slots=True)
class Activity:
    """Topics of a board: all, questions without an accepted answer, those that moved in the last thirty days."""

    topics: int = 0
    open_questions: int = 0
    moved_lately: int = 0


def activity_of_boards(now: datetime) -> Mapping[int, Activity]:
    """By board; boards without topics are left out. One query, or none within a minute where there is much."""
    known: Mapping[int, Activity] | None = cache.get(_KEY)
    if known is not None:
        return known
    rows = (
        Topic.objects.present()
        .filter(readers=[])
        .values("board")
        .annotate(
            topics=Count("pk"),
            open_questions=Count("pk", filter=UNRESOLVED),
            moved_lately=Count("pk", filter=Q(last_activity_at__gte=now - LATELY)),
        )
    )
    figures = {row.pop("board"): Activity(**row) for row in rows}
    if sum(each.topics for each in figures.values()) > MANY:
        cache.set(_KEY, figures, REMEMBERED_SECONDS)
    return figures
