"""Deleting an account, as far as procurement is concerned: the municipality's work goes on without the person."""

from __future__ import annotations

from datetime import datetime

from accounts.departing import Reason, Room, register
from accounts.models import User
from procurement.actions.departing import leave_procurement


def nothing_to_hand_over(user: User, now: datetime) -> list[Reason]:
    """Projects belong to the body: a colleague takes over what has no lead."""
    return []


register(Room(reasons=nothing_to_hand_over, leave=leave_procurement))
