"""What stands in the way of deleting an account, and what each room does when a person goes.

The ground room deletes and pseudonymises what it holds; upper rooms register here what they add:

    register(Room(reasons=reasons_to_stay, leave=leave_boards))       # <room>/departures.py, found at start-up
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

GONE_STAFF = "退会した職員"
GONE = "退会した方"


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to hand over first, and the page where that is done. Where `operators_too`, nobody may pass over it."""

    text: str
    href: str
    operators_too: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """`reasons` reads. `leave` runs in the transaction of the departure, before the person's own rows are deleted."""

    reasons: Callable[[User, datetime], list[Reason]]
    leave: Callable[[User, str, datetime], None]


_rooms: list[Room] = []


def register(room: Room) -> None:
    """Declare what a room adds."""
    _rooms.append(room)


def rooms() -> tuple[Room, ...]:
    """All that registered."""
    return tuple(_rooms)
