"""What waits for a person: the shape in which each room's `waiting.py` answers and the front page shows it.

    # <room>/waiting.py
    def waiting_for(user: User, persona: Persona, now: datetime) -> list[WaitingItem]: ...

A room counts with one query, through the same `visible_to` as its lists, and names only what is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One line: what waits (Japanese, without the number), how many, and the page where it is done."""

    label: str
    count: int
    href: str
