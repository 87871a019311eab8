"""What becomes of projects when a person's account is deleted."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from procurement.models import Project


def leave_procurement(person: User, pseudonym: str, now: datetime) -> None:
    """Projects wait for a new lead; everything else is the record of the body, under the pseudonym."""
    Project.objects.filter(lead=person).update(lead=None)
