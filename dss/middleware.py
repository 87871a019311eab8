"""Around every request: its id in the log, and refusals and faults turned into pages."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dss.access import DomainError, PolicyRefused
from dss.faults import BROKEN, fault_page, status_of
from dss.logs import request_id

logger = logging.getLogger("dss.requests")
Handler = Callable[[HttpRequest], HttpResponse]
NOT_FOUND = 404
KNOWN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """`request.id`: the proxy's X-Request-ID if it is a plain one, else a new one. One log line per request.

    The line names the route, not the path: paths may hold tokens.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.id = given if KNOWN_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        token = request_id.set(request.id)  # type: ignore[attr-defined]
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
            match = request.resolver_match
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "route": match.route if match else None,
                    "status": response.status_code,
                    "milliseconds": round((time.monotonic() - started) * 1000),
                },
            )
            return response
        finally:
            request_id.reset(token)


class RefusalMiddleware:
    """403 with the policy's reason, 409 with the domain's message, 503 and 507 for faults of the surroundings.

    And the 404 page in development, too: whoever tries the demonstration is no reader of Django's list of routes.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == NOT_FOUND and request.resolver_match is None:
            return _not_found(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for what a view raises; None lets it go on as a 500."""
        if isinstance(exception, PolicyRefused):
            return render(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, Http404):
            return _not_found(request)
        status = status_of(exception)
        if isinstance(exception, DomainError) and status == BROKEN:
            return render(request, "409.html", {"message": exception.message}, status=409)
        if status == BROKEN:
            return None
        logger.error("fault of the surroundings", exc_info=exception)
        return fault_page(request, status)


def _not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=NOT_FOUND)
