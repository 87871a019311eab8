"""What waits for a person in all rooms, and what waits for the operators."""

from __future__ import annotations

from datetime import datetime

import accounts.waiting
import catalog.waiting
import documents.waiting
import forums.waiting
import procurement.waiting
from accounts.models import DeadJob, User
from accounts.personas import Persona
from dss.waiting import Pile, WaitingItem, counted

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


def jobs_without_a_worker(now: datetime) -> WaitingItem | None:
    """How many jobs wait, and since when, because no worker is there; None where one is, or nothing is due."""
    waiting = counted([Pile("", DeadJob.objects.unattended(now), "", since="last_at")])
    return waiting[0] if waiting else None
