"""Ask a running server for pages, alternating with the floor, and keep the median of the rounds."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from dss.bench.clients import Burst, Clients

CONCURRENCY = 8
BURST_SECONDS = 0.4
FEWEST_ANSWERS = 2 * CONCURRENCY
ALONE_ANSWERS = 6
WARMING_ANSWERS = 3 * CONCURRENCY


@dataclass
class Page:
    """A page to time; `cookie` is the cookie header of its reader. Rates are answers a second to all clients."""

    name: str
    path: str
    cookie: str = ""
    rates: list[float] = field(default_factory=list)
    floor_rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """Of answers to one client alone."""

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def ratio(self) -> float:
        """The page's rate as a share of the floor's, both medians of the same rounds (1.0 = as fast)."""
        return self.rate / statistics.median(self.floor_rates)

    @property
    def milliseconds(self) -> float:
        """Median time of one answer to one client."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95_milliseconds(self) -> float:
        """95th percentile of the same."""
        return statistics.quantiles(self.seconds, n=20, method="inclusive")[-1] * 1000


def run_rounds(port: int, pages: list[Page], rounds: int, floor_path: str, tell: Callable[[str], None]) -> None:
    """Fill each page's times: every round asks the floor and the page in turn, by the same clients over the same
    connections, so both meet the same processes of the server."""
    with Clients(port, CONCURRENCY) as many, Clients(port, 1) as one:
        for page in pages:
            tell(page.name)
            many.burst(page.path, page.cookie, seconds=0, at_least=WARMING_ANSWERS)
            one.burst(page.path, page.cookie, seconds=0, at_least=2)
            for _ in range(rounds):
                page.floor_rates.append(_burst(many, floor_path, page.cookie).rate)
                page.rates.append(_burst(many, page.path, page.cookie).rate)
                page.seconds += one.burst(page.path, page.cookie, seconds=0, at_least=ALONE_ANSWERS).latencies


def _burst(clients: Clients, path: str, cookie: str) -> Burst:
    return clients.burst(path, cookie, seconds=BURST_SECONDS, at_least=FEWEST_ANSWERS)
