"""Puts on the request what the frame of every page asks about the person, computed when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.notification_lists import unread_count
from accounts.personas import persona_of, remember_for_request


class PersonaMiddleware:
    """`request.persona`: as whom the person acts in this request; `request.unread_count()`: notifications that wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.user = SimpleLazyObject(lambda: remember_for_request(user))  # type: ignore[assignment]
        request.persona = SimpleLazyObject(lambda: persona_of(request.user))  # type: ignore[attr-defined]
        request.unread_count = cache(lambda: unread_count(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)
