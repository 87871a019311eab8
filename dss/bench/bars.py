"""The bars: how many queries a page may need, which share of the floor it is to reach, how little its cost may grow.

Numbers of queries are the same everywhere, so a broken bar breaks the run. Shares of the floor lean on the machine and
on who else works on it: they are reported, not enforced.
"""

from __future__ import annotations

from collections.abc import Mapping

ANONYMOUS_QUERIES = 5
SIGNED_IN_QUERIES = 8
GROWTH = 1.3

LIST_RENDERED = 0.10
SEARCH_RENDERED = 0.03
DETAIL_RENDERED = 0.09
KEPT = 0.60
SIGNED_IN_LIST = 0.08
TOPIC = 0.10
BOARD = 0.10

REACHED, MISSED, NONE_SET = "達成", "未達", "–"


def verdict(ratio: float, target: float | None) -> str:
    """Whether a share of the floor reaches its target, as rounded in the table."""
    if target is None:
        return NONE_SET
    return REACHED if round(ratio, 3) >= target else MISSED


def growth_verdict(growth: float) -> str:
    """Whether the cost in a larger catalogue stays within the bar."""
    return REACHED if round(growth, 2) <= GROWTH else MISSED


def broken_query_bars(queries: Mapping[str, tuple[int, int]], before: Mapping[str, int]) -> list[str]:
    """In words, which pages need more queries than their bar, or than `before` in a smaller catalogue.

    Fewer is no fault: large totals are remembered, small ones are counted. `queries`: number and bar by page."""
    broken = []
    for name, (number, bar) in queries.items():
        if number > bar:
            broken.append(f"{name}: {number} クエリ（上限 {bar}）")
        if number > before.get(name, number):
            broken.append(f"{name}: クエリ数が件数とともに増える（{before[name]} → {number}）")
    return broken
