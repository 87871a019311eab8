"""画面の画像 as a draft and a frozen version name them: which picture, what it shows, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_SCREENSHOTS = 6
ALT_LENGTH = 200
PREVIEW_EDGE = 240
"""Of the pictures on a listing's page: six of them weigh less than half of what a page may weigh."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One entry. `width` and `height` are those of the small picture, 0 while nobody knows them."""

    id: int
    alt: str
    width: int = 0
    height: int = 0


def shots_of(stored: Iterable[Mapping[str, Any]]) -> list[Shot]:
    """The entries of a draft's or a version's column, in their order."""
    return [Shot(**entry) for entry in stored]
