"""`make bench`: set up scaled data, time the pages against the floor, print one Markdown row a page."""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import urllib.parse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dss.bench.bars import broken_query_bars
from dss.bench.measure import CONCURRENCY, Page, run_rounds
from dss.bench.server import bench_database_url, manage, serving, settle
from dss.bench.table import Row, growth_table, missed_targets, page_table

PASSWORD = "dss-demo-2026"  # noqa: S105 - the published password of the demo data
SCALES = (1_000, 20_000)
POSTS_PER_SERVICE = 5


def _cookies(response: http.client.HTTPResponse) -> dict[str, str]:
    pairs = [header.split(";")[0].split("=", 1) for header in response.headers.get_all("Set-Cookie") or []]
    return dict(pairs)


def log_in(port: int, email: str) -> str:
    """Log in through the form as a person would; return the Cookie header of the session."""
    path = "/accounts/login/"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.read().decode())
    jar = _cookies(response)
    if token is None:
        raise CommandError("log-in form without a CSRF token")
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "login": email, "password": PASSWORD})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
    }
    connection.request("POST", path, body=form, headers=headers)
    response = connection.getresponse()
    response.read()
    jar |= _cookies(response)
    if "dss_session" not in jar:
        raise CommandError(f"could not log in as {email}: {response.status}")
    return f"dss_session={jar['dss_session']}"


def database_of(scale: int) -> str:
    """The database that keeps the data of one size from run to run."""
    return f"dss_bench_{scale}"


def quoted(path: str) -> str:
    """The path as bytes on the wire: Japanese query strings percent-encoded."""
    return urllib.parse.quote(path, safe="/?&=%")


class Command(BaseCommand):
    help = "主なページの速さを、同じ条件の最小ページとの比で表示します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=5, help="1ページあたりの計測回数")
        parser.add_argument("--services", type=int, nargs="+", default=list(SCALES), help="サービス数（複数可）")

    def handle(self, *, rounds: int, services: list[int], **options: Any) -> None:
        before: dict[str, int] = {}
        failures: list[str] = []
        ratios: dict[str, dict[int, float]] = {}
        for scale in services:
            pages = self._prepare(scale)
            rows = self._measure(scale, pages, rounds)
            failures += broken_query_bars({page["name"]: (page["queries"], page["bar"]) for page in pages}, before)
            before = {page["name"]: page["queries"] for page in pages} | before
            for row in rows:
                ratios.setdefault(row.name, {})[scale] = row.ratio
        if len(services) > 1:
            of_all_sizes = {name: by_size for name, by_size in ratios.items() if len(by_size) == len(services)}
            self._print("", *growth_table(of_all_sizes, services))
        if failures:
            raise CommandError("\n".join(failures))

    def _prepare(self, scale: int) -> list[dict[str, Any]]:
        """Load the data of one size, where it is not there yet; the pages with their numbers of queries."""
        url = bench_database_url(database_of(scale))
        self.stderr.write(f"サービス {scale:,} 件のデータを用意しています…")
        manage(url, "migrate", "-v0")
        manage(url, "load_demo", "--services", str(scale), "--posts", str(scale * POSTS_PER_SERVICE))
        settle(url)
        pages: list[dict[str, Any]] = json.loads(manage(url, "bench_pages"))
        return pages

    def _measure(self, scale: int, pages: list[dict[str, Any]], rounds: int) -> list[Row]:
        """Print the table for one catalogue size."""
        url = bench_database_url(database_of(scale))
        with tempfile.TemporaryDirectory() as static_root, serving(url, static_root) as port:
            sessions = {email: log_in(port, email) for email in {page["email"] for page in pages if page["email"]}}
            timed = [
                Page(page["name"], quoted(page["path"]), sessions.get(page["email"], page["cookie"])) for page in pages
            ]
            run_rounds(port, timed, rounds, "/bench/floor/", self.stderr.write)
        rows = [
            Row(
                page["name"],
                page["queries"],
                each.milliseconds,
                each.p95_milliseconds,
                each.rate,
                page["target"],
                each.ratio,
            )
            for page, each in zip(pages, timed, strict=True)
        ]
        self._print(
            f"\n### サービス {scale:,} 件、投稿 {scale * POSTS_PER_SERVICE:,} 件\n",
            f"件/秒と比は同時 {CONCURRENCY} 人、ms は1人のとき。{rounds} 回の中央値。\n",
            *page_table(rows),
            "",
            *missed_targets(rows),
            "\n検索と icontains（同じ列、同じ回）\n",
            manage(url, "bench_search"),
        )
        return rows

    def _print(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()
