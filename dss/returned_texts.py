"""Giving back what somebody wrote in a form that could not be taken, so that nothing has to be written twice."""

from __future__ import annotations

import re

from django.http import HttpRequest

#: Where secrets are typed; and fields that hold some, wherever they are.
_SECRET_PATHS = ("/accounts/", "/admin/", "/signup/", "/me/")
_SECRET_NAMES = re.compile("password|passcode|code|token|secret|key|email", re.IGNORECASE)
#: Words of people, not the values of boxes, numbers and tokens.
_WORDS = re.compile(r"\s|[^\x00-\x7f]")
MOST_TEXTS = 30


def returned_texts(request: HttpRequest) -> list[str]:
    """What was written in the fields of the POST that one of our own pages sent; nothing of a foreign page's making,
    which would speak in our name, and nothing secret."""
    if not _is_from_here(request) or request.path.startswith(_SECRET_PATHS):
        return []
    fields = [(name, text.strip()) for name, texts in request.POST.lists() for text in texts]
    told = [text for name, text in fields if not _SECRET_NAMES.search(name) and _WORDS.search(text)]
    return told[:MOST_TEXTS]


def _is_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "") == "same-origin"
