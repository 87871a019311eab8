"""The type of a request behind the log-in, and the address a request names for afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from accounts.personas import Persona


class PersonRequest(HttpRequest):
    """What the middleware has put on it: a signed-in user, and as whom they act."""

    user: User
    persona: Persona
    unread_count: Callable[[], int]


def own_address(request: HttpRequest) -> str:
    """Where to go afterwards, when the page that asked named one of our own addresses; empty otherwise.

    It begins with "/": `redirect` would take another word for the name of a view.
    """
    address = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own and address.startswith("/") else ""
