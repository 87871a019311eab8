"""Where a person who signed up goes next."""

from __future__ import annotations

from accounts.enums import SignupDoor
from accounts.models import User
from accounts.personas import Persona


def next_step(user: User, persona: Persona) -> str:
    """The URL name of the next step of the sign-up; empty when there is none left."""
    if persona.municipality or persona.vendor or persona.is_advisor:
        return ""
    return {
        SignupDoor.STAFF.value: "accounts:membership_request",
        SignupDoor.VENDOR.value: "accounts:vendor_register",
    }.get(user.signup_door, "")
