"""The operators' own boards as data: `data/boards.toml`. A mistake there raises ValueError naming the file."""

from __future__ import annotations

from functools import cache

from accounts.work_fields import load_work_fields
from forums.actions import BoardEntry
from forums.board_fields import DATA_FILE, board_rows


@cache
def load_board_data() -> tuple[BoardEntry, ...]:
    """Every board in the order shown; each group of 対象業務 has exactly one."""
    rows = board_rows()
    served = [row["group"] for row in rows if "group" in row]
    groups = dict.fromkeys(field.group for field in load_work_fields())
    if sorted(served) != sorted(groups):
        raise ValueError(f"{DATA_FILE.name}: each group of 対象業務 needs exactly one board")
    return tuple(
        BoardEntry(row["slug"], row["name"], row["purpose"], position) for position, row in enumerate(rows, start=1)
    )
