"""What waits for a person: each room's `waiting.py` names its piles, and all piles are counted by one query.

    # <room>/waiting.py
    def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]: ...

A room takes the rows through the same `visible_to` as its lists; the page behind `href` shows exactly those rows, or
them first. Only piles that are not empty are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Min, QuerySet, Value
from django.db.models.functions import Cast

from dss.compiled import load_asking_once


@dataclass(frozen=True, slots=True)
class Pile:
    """Rows that wait, what they are called (Japanese, without the number), and the page where they are dealt with.

    `due` names the datetime field of the rows that says until when, `since` the one that says from when
    on, if there is one.
    """

    label: str
    rows: QuerySet[Any]
    href: str
    due: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One line: what waits, how many, the page where it is done, the nearest deadline, since when the oldest waits."""

    label: str
    count: int
    href: str
    due_at: datetime | None = None
    since_at: datetime | None = None


def counted(piles: Iterable[Pile]) -> list[WaitingItem]:
    """Every pile that is not empty, in the order given; one query for all of them, none for no piles."""
    all_piles = list(piles)
    parts = [_part(place, pile) for place, pile in enumerate(all_piles)]
    if not parts:
        return []
    counts = {row["pile_place"]: row for row in load_asking_once(parts[0].union(*parts[1:], all=True))}
    return [
        WaitingItem(pile.label, row["pile_count"], pile.href, row["pile_due_at"], row["pile_since_at"])
        for place, pile in enumerate(all_piles)
        if (row := counts.get(place)) and row["pile_count"]
    ]


def _part(place: int, pile: Pile) -> QuerySet[Any]:
    rows: QuerySet[Any] = pile.rows.order_by().annotate(pile_place=Value(place)).values("pile_place")
    counts: QuerySet[Any] = rows.annotate(
        pile_count=Count("pk"), pile_due_at=_earliest(pile.due), pile_since_at=_earliest(pile.since)
    )
    return counts.values("pile_place", "pile_count", "pile_due_at", "pile_since_at")


def _earliest(field: str) -> Min | Cast:
    return Min(field) if field else Cast(Value(None), DateTimeField())
