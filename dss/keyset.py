"""Pages of long lists by the place of a row instead of a page's number: the thousandth page costs what the first does.

`?older=` and `?newer=` carry the sort values of the row at the edge of a page. What cannot be read is repaired and said
so, as page numbers are. There is no total: `count_up_to` says as much as a reader wants to know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import DateTimeField, Model, Q, QuerySet

LONGEST_PART = 18
LAST_MOMENT = int(dt.datetime.max.replace(tzinfo=dt.UTC).timestamp()) * 1_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_UNREADABLE = "ページの指定を読み取れなかったため、最初のページを表示しています。"
_NUMBERED = "この一覧はページ番号では開けないため、最初のページを表示しています。"
_NOTHING_THERE = "指定された場所には何もないため、最初のページを表示しています。"


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Some rows in order; `older` and `newer` are the places to go on from, empty at the ends."""

    rows: list[Any]
    older: str = ""
    newer: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing else to turn to."""
        return not (self.older or self.newer)


def keyset_page(
    things: QuerySet[Any], order: tuple[str, ...], asked: Mapping[str, str], *, size: int, notes: list[str]
) -> KeysetPage:
    """The page that `asked` names of `things`, largest values first; `order` are columns of numbers and moments, the
    last of them unlike in every row."""
    way = "newer" if asked.get("newer") else "older"
    place = _values(things.model, order, asked.get(way) or "", notes)
    if asked.get("page", "1") not in ("", "1"):
        notes.append(_NUMBERED)
    rows = _beyond(things, order, place, way, size) if place else []
    if place and not rows:
        notes.append(_NOTHING_THERE)
    if not rows:
        return _page(_beyond(things, order, (), "older", size), order, size, came_from="")
    return _page(rows, order, size, came_from=way)


def count_up_to(things: QuerySet[Any], most: int) -> int:
    """How many there are; `most` + 1 means more than `most`."""
    return things.order_by()[: most + 1].count()


def _beyond(things: QuerySet[Any], order: tuple[str, ...], place: tuple[Any, ...], way: str, size: int) -> list[Any]:
    """One row more than a page, starting beyond `place`, nearest first."""
    sign, compared = ("-", "lt") if way == "older" else ("", "gt")
    ordered = things.order_by(*(f"{sign}{column}" for column in order))
    if place:
        steps = (
            Q(**dict(zip(order[:depth], place, strict=False)), **{f"{order[depth]}__{compared}": place[depth]})
            for depth in range(len(order))
        )
        # The first condition follows from the others; it lets the database begin inside its index.
        ordered = ordered.filter(Q(**{f"{order[0]}__{compared}e": place[0]}), reduce(or_, steps))
    return list(ordered[: size + 1])


def _page(rows: list[Any], order: tuple[str, ...], size: int, *, came_from: str) -> KeysetPage:
    is_more = len(rows) > size
    shown = rows[:size] if came_from != "newer" else rows[:size][::-1]
    if not shown:
        return KeysetPage([])
    has_newer = is_more if came_from == "newer" else came_from == "older"
    has_older = True if came_from == "newer" else is_more
    return KeysetPage(
        shown,
        older=place_of(shown[-1], order) if has_older else "",
        newer=place_of(shown[0], order) if has_newer else "",
    )


def place_of(row: Model, order: tuple[str, ...]) -> str:
    """How an address names the place of this row."""
    return "_".join(str(_number(getattr(row, column))) for column in order)


def _number(value: int | dt.datetime) -> int:
    return (value - _EPOCH) // dt.timedelta(microseconds=1) if isinstance(value, dt.datetime) else value


def _values(model: type[Model], order: tuple[str, ...], text: str, notes: list[str]) -> tuple[Any, ...]:
    """The sort values that the place spells; none, and a note, when it spells none."""
    if not text:
        return ()
    parts = text.split("_")
    is_sound = len(parts) == len(order) and all(
        part.isascii() and part.isdigit() and len(part) <= LONGEST_PART for part in parts
    )
    numbers = [int(part) for part in parts] if is_sound else []
    moments = [_is_moment(model, column) for column in order]
    if not is_sound or any(number > LAST_MOMENT for number, moment in zip(numbers, moments, strict=True) if moment):
        notes.append(_UNREADABLE)
        return ()
    return tuple(
        _EPOCH + dt.timedelta(microseconds=number) if moment else number
        for number, moment in zip(numbers, moments, strict=True)
    )


def _is_moment(model: type[Model], column: str) -> bool:
    return column != "pk" and isinstance(model._meta.get_field(column), DateTimeField)
