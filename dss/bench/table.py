"""The Markdown tables that `make bench` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dss.bench.bars import GROWTH, MISSED, growth_verdict, verdict

HEAD = "| ページ | クエリ数 | 中央値 ms | p95 ms | 件/秒 | 目標 | 判定 | 最小ページとの比 |"
RULE = "|---|---:|---:|---:|---:|---:|:---:|---:|"


@dataclass(frozen=True, slots=True)
class Row:
    """One page as measured in one catalogue."""

    name: str
    queries: int
    milliseconds: float
    p95_milliseconds: float
    rate: float
    target: float | None
    ratio: float

    @property
    def verdict(self) -> str:
        return verdict(self.ratio, self.target)

    def line(self) -> str:
        target = f"{self.target:.2f}" if self.target is not None else "–"
        return (
            f"| {self.name} | {self.queries} | {self.milliseconds:.1f} | {self.p95_milliseconds:.1f} | {self.rate:.0f}"
            f" | {target} | {self.verdict} | {self.ratio:.3f} |"
        )


def page_table(rows: Sequence[Row]) -> list[str]:
    """One row a page; the last column is the share of the floor."""
    return [HEAD, RULE, *(row.line() for row in rows)]


def missed_targets(rows: Sequence[Row]) -> list[str]:
    """In words, which targets were not reached: reported, the run goes on."""
    missed = [row for row in rows if row.verdict == MISSED]
    if not missed:
        return ["目標のあるページは、すべて目標に達しました。"]
    return [
        "目標に届かなかったページ：",
        *(f"- {row.name}: {row.ratio:.3f}（目標 {row.target:.2f}）" for row in missed),
    ]


def growth_table(ratios: Mapping[str, Mapping[int, float]], sizes: Sequence[int]) -> list[str]:
    """How much more a page costs in each larger catalogue than in the first, in requests of the floor: what else the
    machine did meanwhile slowed the floor down too. `ratios`: shares of the floor by page and size."""
    first, *larger = sizes
    lines = [
        f"### 件数による費用の伸び（{first:,} 件を1とする。上限 {GROWTH}）\n",
        "| ページ | " + " | ".join(f"{size:,} 件 | 判定" for size in larger) + " |",
        "|---|" + "---:|:---:|" * len(larger),
    ]
    for name, by_size in ratios.items():
        growths = [by_size[first] / by_size[size] for size in larger]
        lines.append(f"| {name} | " + " | ".join(f"{each:.2f} | {growth_verdict(each)}" for each in growths) + " |")
    return lines
