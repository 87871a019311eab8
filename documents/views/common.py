"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from dss.faults import form_status

CONFLICT = 409


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Data and files of a form, or nothing while it is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def upload_of(data: dict[str, Any]) -> dict[str, Any]:
    """The part of a form's data that is the file, as the actions name it."""
    return {"upload": data["file"], "note": data["note"], "client_token": data["client_token"]}


def status_of(*given: forms.Form) -> int:
    """422 while the input has to be mended; 507 or 503 when it was not the person's fault."""
    return form_status(*given)
