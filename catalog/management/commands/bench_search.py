"""`manage.py bench_search`: time the search against `icontains` over the same columns of the database at hand."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q

from catalog.models import Service
from catalog.search.engine import search_services

#: What people type: words, spellings, compounds, several words, beginnings, readings, sentences, and nonsense.
QUERIES = (
    "議事録",
    "チャットボット",
    "施設予約",
    "文書管理",
    "電子申請",
    "マイナンバーカード",
    "ＲＰＡ",
    "ﾁｬｯﾄ",
    "引越し",
    "サーバー",
    "ごみ 収集",
    "水道　料金",
    "窓口　予約",
    "高齢者 見守り",
    "保育所",
    "固定資産税",
    "税",
    "まどぐち",
    "チャットボ",
    "Nextcl",
    "財務会計システム",
    "避難所の名簿を作る",
    "会議の録音を文字にしたい",
    "外国人住民が窓口に来たときの通訳",
    "京都",
    "存在しない言葉",
)
COLUMNS = ("name", "tagline", "vendor__name", "current__description")


def search(text: str) -> int:
    """One page by our search."""
    return search_services(text, Service.objects.published()).total


def contains(text: str) -> int:
    """One page as `icontains` would find it: every word somewhere in the columns, best-placed first."""
    found = Service.objects.published()
    for word in text.split():
        anywhere = Q()
        for column in COLUMNS:
            anywhere |= Q(**{f"{column}__icontains": word})
        found = found.filter(anywhere)
    list(found.by_recommendation().with_list_data()[:20])
    return found.count()


def milliseconds(ask: Callable[[str], int], text: str) -> float:
    """Wall time of one question."""
    started = time.perf_counter()
    ask(text)
    return (time.perf_counter() - started) * 1000


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


class Command(BaseCommand):
    help = "検索の速さを、同じ列への icontains と比べて、Markdown の表の1行で表示します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=4, help="1つの検索語あたりの計測回数")
        parser.add_argument("--no-header", action="store_true", help="表の見出しを付けない")
        parser.add_argument("--each", action="store_true", help="検索語ごとの時間も表示する")

    def handle(self, *, rounds: int, no_header: bool, each: bool, **options: Any) -> None:
        ours: dict[str, list[float]] = {text: [] for text in QUERIES}
        theirs: dict[str, list[float]] = {text: [] for text in QUERIES}
        search(QUERIES[0])
        for _ in range(rounds):
            for text in QUERIES:
                ours[text].append(milliseconds(search, text))
                theirs[text].append(milliseconds(contains, text))
        if not no_header:
            self.stdout.write("| services | search median ms | p95 ms | icontains median ms | p95 ms | ratio at p95 |")
            self.stdout.write("|---:|---:|---:|---:|---:|---:|")
        found = [value for times in ours.values() for value in times]
        compared = [value for times in theirs.values() for value in times]
        self.stdout.write(
            f"| {Service.objects.published().count():,} | {statistics.median(found):.1f} | {p95(found):.1f}"
            f" | {statistics.median(compared):.1f} | {p95(compared):.1f} | {p95(compared) / p95(found):.1f} |"
        )
        if each:
            for text in QUERIES:
                mine, other = statistics.median(ours[text]), statistics.median(theirs[text])
                self.stderr.write(f"{mine:8.1f} {other:8.1f}  {text}")
