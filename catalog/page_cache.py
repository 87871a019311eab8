"""Whole pages of the catalogue, kept in the memory of the process for readers who have not signed in.

Kept by the catalogue's generation, the announcements that are out, the day in Tokyo and the address. A process asks for
the generation once a second, so a visitor's page is at most two seconds old; whoever carries a session never gets one
from here. What is kept was read under one generation: it is asked before and after the page is made, and a page is kept
only where both are alike.

The same four and the version of the code make the ETag, which answers before any work.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from accounts import banners
from catalog.models import Generation
from dss.metrics import instruments
from dss.release import code_digest

View = Callable[..., HttpResponse]
Key = tuple[str, ...]
GENERATION_SECONDS = 1.0
LONGEST_ADDRESS = 1_000
# A visitor who once opened a form carries the token against forgery; no page kept here shows it.
HARMLESS_COOKIES = frozenset({settings.CSRF_COOKIE_NAME})


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    media_type: str


class _Shelf:
    """The pages of one process, the longest unread going first when there are too many bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, _Kept] = OrderedDict()
        self._bytes = 0
        self._generation = (0, float("-inf"))

    def generation(self) -> int:
        """As it was at most a second ago."""
        number, asked_at = self._generation
        if time.monotonic() - asked_at > GENERATION_SECONDS:
            asked_at = time.monotonic()
            number = Generation.objects.present()
            self._generation = (number, asked_at)
        return number

    def get(self, key: Key) -> _Kept | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: Key, page: _Kept) -> None:
        most = settings.PAGE_CACHE_MEGABYTES * 1_000_000
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > most:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= len(page.body) if page else 0

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0
            self._generation = (0, float("-inf"))


shelf = _Shelf()


def kept_for_visitors(view: View) -> View:
    """Serve `view` from the shelf to readers without a session; its pages must show nothing of the reader."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_visitors(request):
            return view(request, *args, **kwargs)
        generation = shelf.generation()
        key = _key(request, generation)
        etag = _etag(key)
        if request.headers.get("If-None-Match") == etag:
            instruments.UNCHANGED.inc()
            return _marked(HttpResponseNotModified(), etag)
        kept = shelf.get(key)
        if kept is not None:
            instruments.KEPT.inc()
            return _marked(HttpResponse(kept.body, content_type=kept.media_type), etag)
        instruments.MADE.inc()
        before = Generation.objects.present()
        response = view(request, *args, **kwargs)
        if not _can_be_kept(request, response) or Generation.objects.present() != before:
            return response
        key = _key(request, before)
        shelf.put(key, _Kept(response.content, response["Content-Type"]))
        return _marked(response, _etag(key))

    return wrapped


def _is_visitors(request: HttpRequest) -> bool:
    return (
        settings.PAGE_CACHE_MEGABYTES > 0
        and request.method == "GET"
        and request.COOKIES.keys() <= HARMLESS_COOKIES
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def _key(request: HttpRequest, generation: int) -> Key:
    """The query string as it came: `get_full_path` writes raw bytes and other signs alike that mean different words."""
    address = request.get_host(), request.path, request.META.get("QUERY_STRING", "")
    return (str(generation), banners.mark(), timezone.localdate().isoformat(), *address)


def _etag(key: Key) -> str:
    digest = hashlib.sha256("\n".join((code_digest(), *key)).encode(errors="surrogatepass")).hexdigest()
    return f'W/"{digest[:32]}"'


def _can_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """A page with a form's token, or one that begins a session, is its reader's own."""
    is_own = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.session.modified or response.cookies
    return response.status_code == 200 and not response.streaming and not is_own


def _marked(response: HttpResponse, etag: str) -> HttpResponse:
    """Readers' browsers ask again each time; the answer is cheap."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response
