"""The comparison in pages that stay light: what did not change is folded, or left out where it is long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.diffing.paragraphs import Change, Comparison, Same

PAGE_CHARACTERS = 6_000
PAGE_CHANGES = 40
FOLDED_CHARACTERS = 1_200
"""Of one run of unchanged paragraphs."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Unchanged paragraphs: one in sight before and after, `inner` folded, `omitted` more not shown at all."""

    first: str
    inner: tuple[str, ...]
    last: str
    omitted: int

    @property
    def folded(self) -> int:
        """How many paragraphs are out of sight."""
        return len(self.inner) + self.omitted

    @property
    def weight(self) -> int:
        return len(self.first) + len(self.last) + sum(map(len, self.inner))


@dataclass(slots=True)
class Page:
    """Changes and folds, in order."""

    rows: list[Change | Fold] = field(default_factory=list)
    weight: int = 0
    changes: int = 0

    def takes(self, row: Change | Fold) -> bool:
        """Whether there is room for it."""
        if not self.rows:
            return True
        return self.weight + _weight(row) <= PAGE_CHARACTERS and self.changes < PAGE_CHANGES

    def add(self, row: Change | Fold) -> None:
        self.rows.append(row)
        self.weight += _weight(row)
        self.changes += isinstance(row, Change)


def pages_of(comparison: Comparison) -> list[Page]:
    """Nothing at all when nothing changed."""
    if comparison.is_same:
        return []
    pages = [Page()]
    for row in _rows(comparison):
        if not pages[-1].takes(row):
            pages.append(Page())
        pages[-1].add(row)
    return pages


def _rows(comparison: Comparison) -> Iterator[Change | Fold]:
    last = len(comparison.rows) - 1
    for place, row in enumerate(comparison.rows):
        yield _folded(row, is_first=place == 0, is_last=place == last) if isinstance(row, Same) else row


def _folded(same: Same, *, is_first: bool, is_last: bool) -> Fold:
    """The neighbours of the changes stay in sight."""
    texts = list(same.texts)
    last = texts.pop() if not is_last else ""
    first = texts.pop(0) if texts and not is_first else ""
    inner: list[str] = []
    room = FOLDED_CHARACTERS
    for text in texts:
        room -= len(text)
        if room < 0:
            break
        inner.append(text)
    return Fold(first, tuple(inner), last, len(texts) - len(inner))


def _weight(row: Change | Fold) -> int:
    return row.weight if isinstance(row, Fold) else len(row.old) + len(row.new)
