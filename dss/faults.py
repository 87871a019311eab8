"""What no view can answer: unreadable input, failures of the surroundings. No page touches database or session."""

from __future__ import annotations

import errno
import sys

import psycopg
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

UNREADABLE = 400
TOO_LARGE = 413
UNAVAILABLE = 503
STORAGE_FULL = 507
BROKEN = 500


def status_of(error: BaseException | None) -> int:
    """503 when the database is away, 507 when a disk is full, 500 for a mistake of our own."""
    while error is not None:
        if isinstance(error, psycopg.errors.DiskFull):
            return STORAGE_FULL
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return STORAGE_FULL
        if isinstance(error, (OperationalError, InterfaceError)):
            return STORAGE_FULL if isinstance(error.__cause__, psycopg.errors.DiskFull) else UNAVAILABLE
        error = error.__cause__
    return BROKEN


def fault_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for one of the statuses above; a proxy or a script may try again in half a minute after a 503."""
    content = render_to_string(f"{status}.html", {"request_id": getattr(request, "id", "")})
    response = HttpResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    if status == UNAVAILABLE:
        response["Retry-After"] = "30"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: what could not be read, or was too much to read."""
    is_too_large = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    return fault_page(request, TOO_LARGE if is_too_large else UNREADABLE)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: it is also called for what a middleware raises, before any view is reached."""
    return fault_page(request, status_of(sys.exc_info()[1]))
