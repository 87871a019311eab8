"""Which paragraphs were added, removed and changed.

Paragraphs that stand once in either text tie the two together; only between them the costly comparison is made, and
only as long as the budget lasts. What is left then counts as removed and added as a whole, and `is_rough` says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

GAP_CELLS = 10_000
"""The largest gap, old times new paragraphs, that is compared one by one."""
ALL_CELLS = 100_000
"""The same, over all gaps of a text."""
PAIRED_CELLS = 225
PAIRED_ALL_CELLS = 40_000
ALIKE = 0.35
"""How much of their neighbouring signs two paragraphs share at least, to count as one that was changed."""
DEEPEST = 6

Block: TypeAlias = tuple[int, int, int, int]
Run: TypeAlias = tuple[int, int, int]


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph of one text, of the other, or of both in different words."""

    kind: ChangeKind
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Same:
    """Paragraphs that follow each other in both texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole in the order of the new text; `is_rough`: not everything could be compared one by one."""

    rows: tuple[Change | Same, ...]
    is_rough: bool

    def count(self, kind: ChangeKind) -> int:
        """How many paragraphs of this kind."""
        return sum(1 for row in self.rows if isinstance(row, Change) and row.kind == kind)

    @property
    def is_same(self) -> bool:
        """Whether nothing was changed."""
        return not any(isinstance(row, Change) for row in self.rows)


def compare(old: str, new: str) -> Comparison:
    """Two texts with a paragraph a line."""
    before = [line for line in old.splitlines() if line.strip()]
    after = [line for line in new.splitlines() if line.strip()]
    budget = _Budget()
    rows: list[Change | Same] = []
    start_old = start_new = 0
    for at_old, at_new, length in [*_merged(_matches(before, after, budget)), (len(before), len(after), 0)]:
        rows += _changes(before[start_old:at_old], after[start_new:at_new], budget)
        if length:
            rows.append(Same(tuple(after[at_new : at_new + length])))
        start_old, start_new = at_old + length, at_new + length
    return Comparison(tuple(rows), budget.is_spent)


class _Budget:
    """How much may still be compared."""

    def __init__(self) -> None:
        self.cells = ALL_CELLS
        self.pair_cells = PAIRED_ALL_CELLS
        self.is_spent = False

    def allows(self, cells: int) -> bool:
        if cells > GAP_CELLS or cells > self.cells:
            self.is_spent = True
            return False
        self.cells -= cells
        return True

    def allows_pairing(self, cells: int) -> bool:
        if cells > PAIRED_CELLS or cells > self.pair_cells:
            return False
        self.pair_cells -= cells
        return True


def _matches(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[tuple[int, int]]:
    """Pairs of places that hold the same paragraph, both rising."""
    stack: list[tuple[Block, int]] = [((0, len(old), 0, len(new)), 0)]
    while stack:
        (a, a_end, b, b_end), depth = stack.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            yield a, b
            a, b = a + 1, b + 1
        tail = 0
        while a < a_end - tail and b < b_end - tail and old[a_end - tail - 1] == new[b_end - tail - 1]:
            tail += 1
        yield from ((a_end - n, b_end - n) for n in range(tail, 0, -1))
        a_end, b_end = a_end - tail, b_end - tail
        if a == a_end or b == b_end:
            continue
        anchors = _anchors(old[a:a_end], new[b:b_end]) if depth < DEEPEST else []
        if anchors:
            yield from ((a + x, b + y) for x, y in anchors)
            edges = [(-1, -1), *anchors, (a_end - a, b_end - b)]
            gaps = pairwise(edges)
            stack += [((a + p + 1, a + x, b + q + 1, b + y), depth + 1) for (p, q), (x, y) in gaps]
        elif budget.allows((a_end - a) * (b_end - b)):
            matcher = SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False)
            for x, y, length in matcher.get_matching_blocks():
                yield from ((a + x + n, b + y + n) for n in range(length))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Paragraphs that stand once in each text, as many as keep their order (the longest rising row)."""
    times_old, times_new = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if times_new[line] == 1}
    shared = [(x, places[line]) for x, line in enumerate(old) if times_old[line] == 1 and line in places]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, y) in enumerate(shared):
        at = bisect_left(ends, y)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [y]
        last[at : at + 1] = [index]
    chain = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(shared[index])
        index = before[index]
    return chain[::-1]


def _merged(pairs: Iterator[tuple[int, int]]) -> Iterator[Run]:
    """Runs of pairs that follow each other: where they begin and how long they are."""
    run: list[int] | None = None
    for x, y in sorted(pairs):
        if run is not None and (run[0] + run[2], run[1] + run[2]) == (x, y):
            run[2] += 1
            continue
        if run is not None:
            yield run[0], run[1], run[2]
        run = [x, y, 1]
    if run is not None:
        yield run[0], run[1], run[2]


def _changes(old: list[str], new: list[str], budget: _Budget) -> Iterator[Change]:
    """A gap as changes: what is alike belongs together, the rest was removed or added."""
    start_old = start_new = 0
    for x, y in [*_pairs(old, new, budget), (len(old), len(new))]:
        yield from (Change(ChangeKind.REMOVED, old=line) for line in old[start_old:x])
        yield from (Change(ChangeKind.ADDED, new=line) for line in new[start_new:y])
        if x < len(old):
            yield Change(ChangeKind.CHANGED, old=old[x], new=new[y])
        start_old, start_new = x + 1, y + 1


def _pairs(old: list[str], new: list[str], budget: _Budget) -> list[tuple[int, int]]:
    """The places of paragraphs that are alike, both rising, the likeness together as great as can be."""
    if not old or not new:
        return []
    signs_old, signs_new = [_bigrams(line) for line in old], [_bigrams(line) for line in new]
    if not budget.allows_pairing(len(old) * len(new)):
        places = range(min(len(old), len(new)))
        return [(n, n) for n in places if _likeness(signs_old[n], signs_new[n]) >= ALIKE]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(x, y) for y in signs_new] for x in signs_old]
    for x in range(len(old) - 1, -1, -1):
        for y in range(len(new) - 1, -1, -1):
            both = best[x + 1][y + 1] + alike[x][y] if alike[x][y] >= ALIKE else 0.0
            best[x][y] = max(best[x + 1][y], best[x][y + 1], both)
    return list(_walk(best, alike))


def _walk(best: list[list[float]], alike: list[list[float]]) -> Iterator[tuple[int, int]]:
    x = y = 0
    while x < len(alike) and y < len(alike[0]):
        if best[x][y] == best[x + 1][y]:
            x += 1
        elif best[x][y] == best[x][y + 1]:
            y += 1
        else:
            yield x, y
            x, y = x + 1, y + 1


def _bigrams(line: str) -> frozenset[str]:
    return frozenset(line[n : n + 2] for n in range(max(1, len(line) - 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
