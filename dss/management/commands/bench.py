"""`make bench`: set up scaled data, time the pages against the floor, print one Markdown row a page."""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import urllib.parse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dss.bench.measure import Page, run_rounds
from dss.bench.server import bench_database_url, manage, serving, settle

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


def quoted(path: str) -> str:
    """The path as bytes on the wire: Japanese query strings percent-encoded."""
    return urllib.parse.quote(path, safe="/?&=%")


class Command(BaseCommand):
    help = "主なページの速さを、同じ条件の最小ページとの比で表示します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=60, help="1ページあたりの計測回数")
        parser.add_argument("--services", type=int, nargs="+", default=list(SCALES), help="サービス数（複数可）")

    def handle(self, *, rounds: int, services: list[int], **options: Any) -> None:
        before: dict[str, int] = {}
        failures: list[str] = []
        self.medians: dict[str, dict[int, float]] = {}
        for scale in services:
            failures += self._measure(scale, rounds, before)
        if len(services) > 1:
            self._print_growth(services)
        if failures:
            raise CommandError("\n".join(failures))

    def _measure(self, scale: int, rounds: int, before: dict[str, int]) -> list[str]:
        """Print the table for one catalogue size; return broken query-count bars."""
        url = bench_database_url(f"dss_bench_{scale}")
        self.stderr.write(f"サービス {scale:,} 件のデータを用意しています…")
        manage(url, "migrate", "-v0")
        manage(url, "load_demo", "--services", str(scale), "--posts", str(scale * POSTS_PER_SERVICE))
        settle(url)
        rows = json.loads(manage(url, "bench_pages"))
        with tempfile.TemporaryDirectory() as static_root, serving(url, static_root) as port:
            sessions = {email: log_in(port, email) for email in {row["email"] for row in rows if row["email"]}}
            pages = [Page(row["name"], quoted(row["path"]), sessions.get(row["email"], row["cookie"])) for row in rows]
            run_rounds(port, pages, rounds, "/bench/floor/")
        self.stdout.write(
            f"\n### サービス {scale:,} 件、投稿 {scale * POSTS_PER_SERVICE:,} 件（{rounds} 回の中央値）\n"
        )
        self.stdout.write("| ページ | クエリ数 | 中央値 ms | p95 ms | 最小ページとの比 |\n|---|---:|---:|---:|---:|")
        failures: list[str] = []
        for row, page in zip(rows, pages, strict=True):
            self.medians.setdefault(page.name, {})[scale] = page.milliseconds
            self.stdout.write(
                f"| {page.name} | {row['queries']} | {page.milliseconds:.1f} | {page.p95_milliseconds:.1f} "
                f"| {page.ratio:.3f} |"
            )
            if row["queries"] > row["bar"]:
                failures.append(f"{page.name}: {row['queries']} クエリ（上限 {row['bar']}）")
            # Fewer is no fault: large totals are remembered, small ones are counted.
            if before.setdefault(page.name, row["queries"]) < row["queries"]:
                failures.append(f"{page.name}: クエリ数が件数とともに増える（{before[page.name]} → {row['queries']}）")
        self.stdout.write("\n検索と icontains（同じ列、同じ回）\n")
        self.stdout.write(manage(url, "bench_search"))
        return failures

    def _print_growth(self, services: list[int]) -> None:
        """One row a page: how much longer it takes in each larger catalogue than in the first."""
        first, *larger = services
        self.stdout.write(f"\n### 件数による伸び（{first:,} 件を1とする中央値の比）\n")
        self.stdout.write("| ページ | " + " | ".join(f"{scale:,} 件" for scale in larger) + " |")
        self.stdout.write("|---|" + "---:|" * len(larger))
        for name, medians in self.medians.items():
            growth = " | ".join(f"{medians[scale] / medians[first]:.2f}" for scale in larger)
            self.stdout.write(f"| {name} | {growth} |")
