"""The averages of a listing's reviews: from how many municipalities on, and how older reviews weigh less.

Nothing here may tell more of an author than the page does. A review that keeps its body back could come from a body
that another review names; counting truly would then tell whether it does ("two reviews, one municipality", or an
average that does not appear). Within one class of bodies the named ones and those kept back are therefore counted
apart, and the larger number stands for both: never too many, and the same whoever the hidden author is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.enums import ReviewDisclosure
from catalog.models import ENOUGH_BODIES, MARKS, Review

HALF_LIFE = dt.timedelta(days=730)
"""A review of this age counts half as much as one of today. The page says so in words."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One published review, as far as the averages are concerned; a mark may be missing."""

    municipality: str
    body_class: str
    is_named: bool
    written_at: dt.datetime
    marks: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Averages by mark, None where too few bodies gave one."""

    reviews: int
    bodies: int
    averages: dict[str, Decimal | None]


def rated(review: Review) -> Rated:
    """What the averages need of a review."""
    return Rated(
        municipality=review.municipality_id,
        body_class=review.body_class,
        is_named=review.disclosure != ReviewDisclosure.BAND,
        written_at=review.revised_at,
        marks={name: getattr(review, name) for name in MARKS},
    )


def summarize(rows: Sequence[Rated], now: dt.datetime) -> Ratings:
    """The averages at `now`. They do not depend on it: as time passes all weights shrink by the same factor."""
    return Ratings(
        reviews=len(rows),
        bodies=bodies_apart(rows),
        averages={name: _average_of(name, rows, now) for name in MARKS},
    )


def bodies_apart(rows: Iterable[Rated]) -> int:
    """How many municipalities can be told apart by what the page shows; never more than there are."""
    named: dict[str, set[str]] = defaultdict(set)
    kept_back: dict[str, set[str]] = defaultdict(set)
    everybody: set[str] = set()
    for row in rows:
        (named if row.is_named else kept_back)[row.body_class].add(row.municipality)
        everybody.add(row.municipality)
    classes = named.keys() | kept_back.keys()
    apart = sum(max(len(named.get(name, ())), len(kept_back.get(name, ()))) for name in classes)
    return min(apart, len(everybody))


def weight(written_at: dt.datetime, now: dt.datetime) -> float:
    """1 for a review of this moment, a half after the half-life."""
    return float(0.5 ** ((now - written_at) / HALF_LIFE))


def _average_of(name: str, rows: Sequence[Rated], now: dt.datetime) -> Decimal | None:
    given = [(row, mark) for row in rows if (mark := row.marks[name]) is not None]
    if bodies_apart(row for row, _ in given) < ENOUGH_BODIES:
        return None
    weights = [weight(row.written_at, now) for row, _ in given]
    total = sum(part * mark for part, (_, mark) in zip(weights, given, strict=True))
    return Decimal(f"{total / sum(weights):.2f}")
