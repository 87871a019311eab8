"""What waits for a person in all rooms, and what waits for the operators."""

from __future__ import annotations

from datetime import datetime

import accounts.waiting
import catalog.waiting
import documents.waiting
import forums.waiting
import procurement.waiting
from accounts.models import User
from accounts.personas import Persona
from dss.waiting import WaitingItem, counted

#: In the order in which their piles stand on the front page.
ROOMS = (accounts.waiting, procurement.waiting, catalog.waiting, forums.waiting, documents.waiting)
#: Projects, inquiries and quotes are not the operators' business.
ROOMS_OF_OPERATORS = (accounts.waiting, catalog.waiting, documents.waiting, forums.waiting)


def waiting_for(user: User, persona: Persona, now: datetime) -> list[WaitingItem]:
    """What the person may deal with; one query."""
    return counted(pile for room in ROOMS for pile in room.piles_of(user, persona, now))


def waiting_for_operators(user: User, persona: Persona, now: datetime) -> list[WaitingItem]:
    """What this operator may deal with, with the age of the oldest; one query."""
    return counted(pile for room in ROOMS_OF_OPERATORS for pile in room.queues_of(user, persona, now))
