"""What no view can answer: unreadable input, failures of the surroundings. No page touches database or session."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import psycopg
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, ValidationError
from django.db import InterfaceError, OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from dss.access import DomainError
from dss.antivirus import UNAVAILABLE_CODE
from dss.storage.errors import StorageFull, is_full

UNREADABLE = 400
TOO_LARGE = 413
UNPROCESSABLE = 422
UNAVAILABLE = 503
STORAGE_FULL = 507
BROKEN = 500
#: Whose errors mean that the object storage did not answer; the packages are not loaded where none is configured.
OBJECT_STORAGE = frozenset({"boto3", "botocore", "s3transfer"})
#: Errors of a form that are no mistake of the person's.
_OF_THE_SURROUNDINGS = {StorageFull.code: STORAGE_FULL, UNAVAILABLE_CODE: UNAVAILABLE}


def refuse_form(form: BaseForm, error: DomainError) -> None:
    """Show an action's refusal above the form, with what the person wrote still in it."""
    form.add_error(None, ValidationError(error.message, code=error.code))


def form_status(*forms: BaseForm) -> int:
    """Of a page with these forms: 422 while input has to be mended, 507 or 503 when it was not the person's fault."""
    errors = [error for form in forms if form.is_bound for error in form.errors.as_data().values()]
    return refusal_status(each.code for listed in errors for each in listed) if errors else 200


def refusal_status(codes: Iterable[str | None]) -> int:
    """Of something refused by these rules: 422, or 507 or 503 when it was not the person's fault."""
    named = set(codes)
    return next((status for code, status in _OF_THE_SURROUNDINGS.items() if code in named), UNPROCESSABLE)


def status_of(error: BaseException | None) -> int:
    """503 when the database, the object storage or the virus scanner is away, 507 when a disk is full, 500 for a
    mistake of our own."""
    while error is not None:
        if isinstance(error, psycopg.errors.DiskFull):
            return STORAGE_FULL
        if isinstance(error, DomainError) and error.code in _OF_THE_SURROUNDINGS:
            return _OF_THE_SURROUNDINGS[error.code]
        if isinstance(error, OSError) and is_full(error):
            return STORAGE_FULL
        if type(error).__module__.partition(".")[0] in OBJECT_STORAGE:
            return UNAVAILABLE
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
