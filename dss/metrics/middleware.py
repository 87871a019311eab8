"""Counts every request by its route. Without a token for /metrics nothing is counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest, HttpResponse

from dss.metrics.instruments import POOL, REQUESTS, SECONDS

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
POOL_SECONDS = 10.0


class MetricsMiddleware:
    """Stands outside of everything that can answer, so that refusals count too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.pool_read_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        ended = time.perf_counter()
        match = request.resolver_match
        route = match.route if match else "none"
        method = request.method if request.method in METHODS else "other"
        _requests(route, method, response.status_code).inc()
        _seconds(route).observe(ended - started)
        if ended - self.pool_read_at > POOL_SECONDS:
            self.pool_read_at = ended
            _read_pool()
        return response


# Finding the row of the labels again costs twice what counting does; there are as many as routes, methods and statuses.
_requests = cache(REQUESTS.labels)
_seconds = cache(SECONDS.labels)


def _read_pool() -> None:
    if not connection.settings_dict["OPTIONS"].get("pool"):
        return
    stats = connection.pool.get_stats()  # type: ignore[attr-defined]  # Django's, of PostgreSQL alone
    POOL.labels("connections").set(stats.get("pool_size", 0))
    POOL.labels("free").set(stats.get("pool_available", 0))
    POOL.labels("waiting").set(stats.get("requests_waiting", 0))
