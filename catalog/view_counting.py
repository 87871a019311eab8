"""Counting how often listings are opened, without knowing by whom: no cookie, no address, one number a day.

A write for every page read would cost more than the page. So each process adds up in memory and writes what it has
every few seconds in one statement; what a killed process had not written is lost, which a count of views can bear.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import re
import threading
import time
from collections import Counter

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.personas import Persona

logger = logging.getLogger(__name__)

_LISTING = re.compile(r"/services/([1-9][0-9]{0,17})/")
_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|http-client|headless|scan", re.IGNORECASE)
_SHOWN = frozenset({200, 304})
_WRITE = """
    INSERT INTO catalog_serviceviews (service_id, day, views)
    SELECT seen.id, seen.day, seen.views FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS seen (id, day, views)
    WHERE EXISTS (SELECT 1 FROM catalog_service WHERE catalog_service.id = seen.id)
    ORDER BY seen.id, seen.day
    ON CONFLICT (service_id, day) DO UPDATE SET views = catalog_serviceviews.views + EXCLUDED.views
"""


def viewed_listing(request: HttpRequest, response: HttpResponseBase) -> int | None:
    """The id of the listing whose page a person was shown by this answer, from the cache or not.

    Robots that say so, pages fetched in advance, vendors and operators do not count. A visitor without a session is
    never asked for one.
    """
    match = _LISTING.fullmatch(request.path)
    if match is None or request.method != "GET" or response.status_code not in _SHOWN:
        return None
    agent = request.headers.get("User-Agent", "")
    if not agent or _ROBOT.search(agent) or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES and not _is_audience(request):
        return None
    return int(match[1])


def _is_audience(request: HttpRequest) -> bool:
    persona: Persona | None = getattr(request, "persona", None)
    return persona is None or not (persona.vendor or persona.is_operator)


class ViewCounter:
    """What this process has seen since it last wrote."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: Counter[tuple[int, dt.date]] = Counter()
        self._written_at = float("-inf")

    def add(self, service_id: int, day: dt.date) -> None:
        with self._lock:
            self._seen[service_id, day] += 1

    def write_if_due(self, every: float | None) -> None:
        """Write when the last time is `every` seconds ago; None: only when told."""
        if self._seen and every is not None and time.monotonic() - self._written_at >= every:
            self.write()

    def write(self) -> None:
        """Write what was seen. When the database is away it stays for the next time."""
        with self._lock:
            seen, self._seen = self._seen, Counter()
            self._written_at = time.monotonic()
        if not seen:
            return
        rows = sorted(seen.items())
        columns = [key[0] for key, _ in rows], [key[1] for key, _ in rows], [number for _, number in rows]
        try:
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, columns)
        except Error:
            logger.warning("views are not written yet", exc_info=True)
            with self._lock:
                self._seen.update(seen)


COUNTER = ViewCounter()
atexit.register(COUNTER.write)


def count_view(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note the view, if it is one, and write when it is time."""
    service_id = viewed_listing(request, response)
    if service_id is not None:
        COUNTER.add(service_id, timezone.localdate())
    COUNTER.write_if_due(settings.VIEWS_WRITTEN_EVERY)
