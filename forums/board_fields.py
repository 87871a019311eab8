"""Which fields of work (対象業務) belong to the operators' boards: each of their groups has one. A leaf: data alone."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from accounts.work_fields import load_work_fields

DATA_FILE = Path(__file__).parent / "data" / "boards.toml"


@cache
def board_rows() -> list[dict[str, Any]]:
    """The operators' boards as written, in their order."""
    with DATA_FILE.open("rb") as stream:
        rows: list[dict[str, Any]] = tomllib.load(stream)["boards"]
    return rows


def work_codes_of(slug: str) -> frozenset[str]:
    """The fields of work the board of this name is for; none for boards that belong to no group."""
    groups = {row["group"] for row in board_rows() if row["slug"] == slug and "group" in row}
    return frozenset(field.code for field in load_work_fields() if field.group in groups)


def board_slugs_for(codes: Collection[str]) -> list[str]:
    """The boards that are for one of these fields of work."""
    return [row["slug"] for row in board_rows() if work_codes_of(row["slug"]) & set(codes)]
