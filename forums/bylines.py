"""The byline of a column: who wrote it, for whom they worked then, and what they stated about ties to vendors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forums.disclosure import LEFT
from forums.models import Column


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column as its readers see it."""

    href: str
    title: str
    summary: str
    author: str
    affiliation: str
    is_public: bool
    published_at: datetime | None


def author_name(column: Column) -> str:
    """Experts always stand by their name; `column.author` is asked."""
    return column.author.name if column.author is not None else LEFT


def column_rows(columns: Iterable[Column]) -> list[ColumnRow]:
    """The rows of a list; each column with its author."""
    return [
        ColumnRow(
            href=column.get_absolute_url(),
            title=column.title,
            summary=column.summary,
            author=author_name(column),
            affiliation=column.affiliation,
            is_public=column.is_public,
            published_at=column.published_at,
        )
        for column in columns
    ]
