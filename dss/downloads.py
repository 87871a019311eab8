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


def pdf_attachment(file: IO[bytes], name: str) -> FileResponse:
    """A streamed PDF to keep, not to run: never shown inside our origin, never cached by others (RFC 6266 name)."""
    response = FileResponse(file, content_type="application/pdf")
    safe = file_name(name, ".pdf")
    response["Content-Disposition"] = f"attachment; filename=\"document.pdf\"; filename*=UTF-8''{quote(safe, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
