"""Finding columns and boards by words: on their own lists, and among everything else."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from catalog.search.found import Columns, FoundRow, in_columns
from catalog.search.highlighting import highlighted
from catalog.search.paging import FoundThings
from catalog.search.passages import passage_of
from catalog.search.queries import Question
from forums.enums import ColumnAudience
from forums.models import Board, BoardSearch, Column, ColumnSearch
from forums.querysets import AnyUser, BoardQuerySet
from forums.querysets.columns import ColumnQuerySet
from forums.searching import marked_passage


class FoundColumns(FoundThings[ColumnQuerySet]):
    """The columns among these that fit the words, by relevance."""

    def __init__(self, typed: str, columns: ColumnQuerySet, *, limit: int, offset: int) -> None:
        super().__init__(typed, ColumnSearch, columns)
        self.show(lambda found: found.select_related("author"), limit=limit, offset=offset)


class FoundBoards(FoundThings[BoardQuerySet]):
    """The boards among these that fit the words, by relevance."""

    def __init__(self, typed: str, boards: BoardQuerySet, *, limit: int, offset: int) -> None:
        super().__init__(typed, BoardSearch, boards)
        self.show(lambda found: found.with_last_activity(), limit=limit, offset=offset)


def column_values(user: AnyUser, ids: list[int], question: Question) -> QuerySet[Any]:
    """What a list of everything shows of these columns."""
    columns = Column.objects.readable_by(user).filter(pk__in=ids)
    facts = JSONObject(author="author__name", affiliation="affiliation", audience="audience")
    passage = passage_of("body", question)
    return in_columns(columns, "columns", name="title", passage=passage, facts=facts, moment=F("published_at"))


def column_row(columns: Columns, question: Question, user: AnyUser) -> FoundRow:
    """Who may read it may know its author."""
    facts = columns.facts
    for_staff = "自治体職員だけ" if facts["audience"] == ColumnAudience.STAFF else ""
    return FoundRow(
        href=reverse("forums:column_detail", args=[columns.key]),
        title=highlighted(columns.name, question),
        facts=tuple(fact for fact in (facts["author"], facts["affiliation"], for_staff) if fact),
        passage=marked_passage(columns.passage, question),
        moment=columns.moment,
    )


def board_values(user: AnyUser, ids: list[int], question: Question) -> QuerySet[Any]:
    """What a list of everything shows of these boards."""
    boards = Board.objects.visible_to(user).filter(pk__in=ids)
    facts = JSONObject(slug="slug", archived_at="archived_at")
    return in_columns(boards, "boards", name="name", passage=F("purpose"), facts=facts)


def board_row(columns: Columns, question: Question, user: AnyUser) -> FoundRow:
    """Staff alone read it."""
    return FoundRow(
        href=reverse("forums:board_detail", args=[columns.facts["slug"]]),
        title=highlighted(columns.name, question),
        facts=("終了した課",) if columns.facts["archived_at"] else (),
        passage=highlighted(columns.passage, question),
    )
