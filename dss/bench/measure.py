"""Ask a running server for pages, alternating with the floor, and keep the median of the rounds."""

from __future__ import annotations

import http.client
import statistics
import time
from dataclasses import dataclass, field


class UnexpectedAnswer(Exception):
    """A benched page answered something else than 200: its time would mean nothing."""


@dataclass
class Page:
    """A page to time; `cookie` is a session cookie header or empty for a visitor."""

    name: str
    path: str
    cookie: str = ""
    seconds: list[float] = field(default_factory=list)
    floor_seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Median time of one answer."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95_milliseconds(self) -> float:
        """95th percentile of the answers."""
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000

    @property
    def ratio(self) -> float:
        """The page's speed as a share of the floor's, both medians of the same rounds (1.0 = as fast)."""
        return statistics.median(self.floor_seconds) / statistics.median(self.seconds)


def timed_get(connection: http.client.HTTPConnection, path: str, cookie: str) -> float:
    """Seconds from sending the request to the last byte of the answer."""
    headers = {"Cookie": cookie} if cookie else {}
    start = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    elapsed = time.perf_counter() - start
    if response.status != 200:
        raise UnexpectedAnswer(f"{path}: {response.status}")
    return elapsed


def run_rounds(port: int, pages: list[Page], rounds: int, floor_path: str) -> None:
    """Fill each page's times: every round asks the floor and the page in turn over one kept-alive connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for page in pages:
        for _ in range(3):
            timed_get(connection, page.path, page.cookie)
        for _ in range(rounds):
            page.floor_seconds.append(timed_get(connection, floor_path, page.cookie))
            page.seconds.append(timed_get(connection, page.path, page.cookie))
    connection.close()
