"""Puts on the request what the frame of every page asks about the person, computed when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.consents import has_agreed
from accounts.notification_lists import count_in_words, unread_count
from accounts.personas import persona_of, remember_for_request


class PersonaMiddleware:
    """`request.persona`: as whom the person acts in this request; `request.unread_count()`: notifications that wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, only_reads = request.user, request.method in ("GET", "HEAD")
        request.user = SimpleLazyObject(lambda: remember_for_request(user, only_reads=only_reads))  # type: ignore[assignment]
        request.persona = SimpleLazyObject(lambda: persona_of(request.user))  # type: ignore[attr-defined]
        request.unread_count = cache(lambda: unread_count(request.user))  # type: ignore[attr-defined]
        request.unread_words = lambda: count_in_words(request.unread_count())  # type: ignore[attr-defined]
        return self.get_response(request)


class ConsentMiddleware:
    """Asks once for consent to new terms, on the way to a page behind the log-in.

    Public pages stay readable, and nothing that is being sent is lost: only the opening of a whole page is interrupted.
    """

    # Who does not agree logs out, or takes a copy of their data and deletes the account.
    OPEN = frozenset(
        {
            *("accounts:terms_consent", "account_logout", "account_reauthenticate", "mfa_reauthenticate"),
            *("accounts:own_data", "accounts:own_data_file", "accounts:account_delete"),
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the view answer."""
        interrupts = request.method == "GET" and "HX-Request" not in request.headers
        match = request.resolver_match
        if not interrupts or not getattr(view, "login_required", True) or (match and match.view_name in self.OPEN):
            return None
        if not request.user.is_authenticated or has_agreed(request.user, request.session, timezone.now()):
            return None
        return redirect(f"{reverse('accounts:terms_consent')}?{urlencode({'next': request.get_full_path()})}")
