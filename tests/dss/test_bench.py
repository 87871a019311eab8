"""The logic of `make bench`: its clients, figures, bars and tables. How fast anything is, is for the bench to say."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dss.bench import bars
from dss.bench.clients import Burst, Clients, UnexpectedAnswer
from dss.bench.measure import Page
from dss.bench.table import Row, growth_table, missed_targets, page_table


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str]]

    def do_GET(self):
        self.server.seen.append((self.path, self.headers.get("Cookie", "")))
        body = b"x" * 300_000
        self.send_response(200 if self.path == "/page/" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        running.seen = []
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_clients_ask_as_often_as_they_say_with_the_readers_cookie(server):
    with Clients(server.server_port, 3) as clients:
        burst = clients.burst("/page/", "dss_session=a", seconds=0, at_least=10)
        assert len(burst.latencies) == len(server.seen) == 10
        clients.burst("/page/", "", seconds=0, at_least=3)
    assert server.seen[:10] == [("/page/", "dss_session=a")] * 10
    assert server.seen[10:] == [("/page/", "")] * 3


def test_an_answer_other_than_200_ends_the_run(server):
    with Clients(server.server_port, 1) as clients, pytest.raises(UnexpectedAnswer, match="404"):
        clients.burst("/gone/", "", seconds=0, at_least=1)


def test_the_figures_are_medians_of_the_rounds():
    page = Page("a", "/", rates=[10, 40, 20], floor_rates=[100, 400, 200], seconds=[0.001] * 19 + [0.5])
    assert (page.rate, page.ratio, page.milliseconds) == (20, 0.1, 1.0)
    assert 1.0 < page.p95_milliseconds < 500
    assert Burst(2.0, [0.1] * 10).rate == 5.0


def row(name="a", *, target=None, ratio=0.5):
    return Row(name, 3, 1.234, 2.0, 99.6, target, ratio)


def test_a_row_ends_with_its_share_and_says_whether_the_target_is_reached():
    lines = page_table([row(), row("b", target=0.1, ratio=0.1), row("c", target=0.1, ratio=0.0989)])
    assert lines[2] == "| a | 3 | 1.2 | 2.0 | 100 | – | – | 0.500 |"
    assert lines[3].endswith("| 0.10 | 達成 | 0.100 |")
    assert lines[4].endswith("| 0.10 | 未達 | 0.099 |")
    assert {line.count("|") for line in lines} == {9}
    assert missed_targets([row(), row("c", target=0.1, ratio=0.0989)])[1:] == ["- c: 0.099（目標 0.10）"]
    assert len(missed_targets([row(), row(target=0.1)])) == 1


def test_growth_is_the_cost_in_requests_of_the_floor():
    lines = growth_table({"a": {1_000: 0.26, 20_000: 0.2}, "b": {1_000: 0.26, 20_000: 0.1}}, [1_000, 20_000])
    assert lines[-2:] == ["| a | 1.30 | 達成 |", "| b | 2.60 | 未達 |"]


def test_too_many_queries_and_growing_ones_break_the_run():
    queries = {"fits": (5, 5), "too many": (9, 8), "grows": (4, 8), "shrinks": (2, 8), "new": (1, 5)}
    before = {"fits": 5, "too many": 9, "grows": 3, "shrinks": 3}
    assert bars.broken_query_bars(queries, before) == [
        "too many: 9 クエリ（上限 8）",
        "grows: クエリ数が件数とともに増える（3 → 4）",
    ]
