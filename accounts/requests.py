"""The type of a request behind the log-in, for annotations."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User
from accounts.personas import Persona


class PersonRequest(HttpRequest):
    """What the middleware has put on it: a signed-in user, and as whom they act."""

    user: User
    persona: Persona
