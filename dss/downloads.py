"""Handing out files that people uploaded. The caller has checked who may have them."""

from __future__ import annotations

import re
from typing import IO, Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

_Response = TypeVar("_Response", bound=HttpResponseBase)
LONGEST_NAME = 100
_NOTHING_RUNS = "default-src 'none'; sandbox"
_UNSAFE_SIGNS = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|;]+')


def file_name(name: str, ending: str) -> str:
    """`name` as a file name on any system, with `ending` (as ".pdf") whatever it ended in before."""
    stem = _UNSAFE_SIGNS.sub("_", name)
    stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    return (stem.strip(" ._")[:LONGEST_NAME] or "file") + ending


def attachment(file: IO[bytes], name: str, *, ending: str, media_type: str) -> FileResponse:
    """A streamed file to keep, made for this answer or opened from the storage."""
    return _guarded(FileResponse(file, content_type=media_type), name, ending)


def handed_over(stored: FieldFile, name: str, *, ending: str, media_type: str) -> HttpResponseBase:
    """A stored file to keep: from the bucket itself, by nginx, or through us, as the settings say.

    FileNotFoundError when the storage lost it: call this before the record of the download is written.
    """
    storage: Storage = stored.storage
    path = stored.name or ""
    if hasattr(storage, "signed_url") and settings.SIGNED_URL_SECONDS:
        _expect(storage, path)
        return _signed(storage, path, disposition_of(name, ending), media_type)
    if settings.X_ACCEL_PREFIX:
        _expect(storage, path)
        response = HttpResponse(content_type=media_type)
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(path)
        return _guarded(response, name, ending)
    return attachment(stored.open("rb"), name, ending=ending, media_type=media_type)


def shown(request: HttpRequest, stored: FieldFile, *, media_type: str, sha256: str) -> HttpResponseBase:
    """A picture that `dss.images` made, to be seen on our pages; 304 when the browser has it.

    Never from the bucket itself: our pages allow pictures of our own address alone. The browser asks again each time
    whether the person may still see it. FileNotFoundError when the storage lost it.
    """
    tag = f'"{sha256}"'
    response = get_conditional_response(request, etag=tag) or _streamed(stored, media_type)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _streamed(stored: FieldFile, media_type: str) -> HttpResponseBase:
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        _expect(stored.storage, stored.name or "")
        response = HttpResponse(content_type=media_type)
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(stored.name or "")
    else:
        response = FileResponse(stored.open("rb"), content_type=media_type)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = _NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition_of(name: str, ending: str) -> str:
    """To be saved, under the name a person gave it (RFC 6266, RFC 5987)."""
    safe = quote(file_name(name, ending), safe="")
    return f"attachment; filename=\"document{ending}\"; filename*=UTF-8''{safe}"


def _guarded(response: _Response, name: str, ending: str) -> _Response:
    """To keep, not to run: never shown inside our origin, never cached by others."""
    response["Content-Disposition"] = disposition_of(name, ending)
    response["Content-Security-Policy"] = _NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _signed(storage: Any, path: str, disposition: str, media_type: str) -> HttpResponseRedirect:
    seconds = settings.SIGNED_URL_SECONDS
    address = storage.signed_url(path, seconds=seconds, disposition=disposition, media_type=media_type)
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    return response


def _expect(storage: Storage, path: str) -> None:
    if not path or not storage.exists(path):
        raise FileNotFoundError(path)
