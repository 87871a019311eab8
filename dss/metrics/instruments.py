"""What is counted while it happens. Labels come from short lists of our own: routes, methods, statuses, results."""

from __future__ import annotations

import os
from pathlib import Path

if _folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(_folder).mkdir(parents=True, exist_ok=True)  # the library fails at the first number otherwise

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("dss_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "dss_request_seconds",
    "Time to the answer, by route",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)
PAGE_CACHE = Counter("dss_page_cache", "Pages for visitors: kept ones, unchanged ones, made ones", ["result"])
POOL = Gauge(
    "dss_db_pool",
    "Connections and waiting requests of the pools of all processes",
    ["what"],
    multiprocess_mode="livesum",
)
KEPT = PAGE_CACHE.labels("kept")
UNCHANGED = PAGE_CACHE.labels("unchanged")
MADE = PAGE_CACHE.labels("made")
