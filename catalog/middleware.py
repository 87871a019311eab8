"""Around every request: what was opened is counted, whether the page was rendered or came out of a cache."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalog.view_counting import count_view


class ViewCountMiddleware:
    """Stands outside of any page cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        count_view(request, response)
        return response
