"""Handing out files that people uploaded. The caller has checked who may have them."""

from __future__ import annotations

import re
from typing import IO
from urllib.parse import quote

from django.http import FileResponse

LONGEST_NAME = 100
_UNSAFE_SIGNS = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|;]+')


def file_name(name: str, ending: str) -> str:
    """`name` as a file name on any system, with `ending` (as ".pdf") whatever it ended in before."""
    stem = _UNSAFE_SIGNS.sub("_", name)
    stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    return (stem.strip(" ._")[:LONGEST_NAME] or "file") + ending


def attachment(file: IO[bytes], name: str, *, ending: str, media_type: str) -> FileResponse:
    """A streamed file to keep, not to run: never shown inside our origin, never cached by others (RFC 6266 name)."""
    response = FileResponse(file, content_type=media_type)
    safe = quote(file_name(name, ending), safe="")
    response["Content-Disposition"] = f"attachment; filename=\"document{ending}\"; filename*=UTF-8''{safe}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_attachment(file: IO[bytes], name: str) -> FileResponse:
    """The same for a PDF."""
    return attachment(file, name, ending=".pdf", media_type="application/pdf")
