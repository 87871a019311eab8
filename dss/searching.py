"""The search over everything a person may see: one page, a section for each kind of thing.

What somebody may not enter has no section, no count and no word on the page. All kinds are asked in one statement, and
one more reads the rows of all kinds but listings, whose cards show more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from catalog.models import SearchRow, Service, ServiceSearch
from catalog.querysets import AnyUser
from catalog.search.engine import Scope, SearchResult, search_beside, search_each
from catalog.search.found import Columns, FoundRow
from catalog.search.paging import things_found
from catalog.search.queries import Question, asked_text, parse
from catalog.searching import collection_row, collection_values, vendor_row, vendor_values
from documents.models import DocumentSearch, SharedDocument
from documents.policies import can_open_documents
from documents.searching import document_row, document_values
from dss.access import Decision
from dss.compiled import load_asking_once
from forums.column_search import board_row, board_values, column_row, column_values
from forums.models import (
    Board,
    BoardSearch,
    Column,
    ColumnSearch,
    Event,
    EventSearch,
    Topic,
    TopicSearch,
)
from forums.policies import can_open_boards, can_open_columns, can_open_events, can_open_topics
from forums.searching import event_row, event_values, topic_row, topic_values

SHOWN = 5
SHOWN_ALONE = 10


@dataclass(frozen=True)
class Kind:
    """One kind of thing with search rows. `path` names its own list, with filters; `is_public`: all find them."""

    key: str
    label: str
    path: str
    may_enter: Callable[[Any], Decision]
    rows: type[SearchRow]
    allowed: Callable[[AnyUser], QuerySet[Any]]
    values: Callable[[AnyUser, list[int], Question], QuerySet[Any]]
    row: Callable[[Columns, Question, AnyUser], FoundRow]
    is_public: bool = False


KINDS = (
    Kind(
        key="topics",
        label="トピック",
        path="forums:topic_list",
        may_enter=can_open_topics,
        rows=TopicSearch,
        allowed=Topic.objects.searchable_by,
        values=topic_values,
        row=topic_row,
    ),
    Kind(
        key="boards",
        label="課",
        path="forums:board_find",
        may_enter=can_open_boards,
        rows=BoardSearch,
        allowed=Board.objects.visible_to,
        values=board_values,
        row=board_row,
    ),
    Kind(
        key="documents",
        label="共有文書",
        path="documents:document_list",
        may_enter=can_open_documents,
        rows=DocumentSearch,
        allowed=SharedDocument.objects.searchable_by,
        values=document_values,
        row=document_row,
    ),
    Kind(
        key="events",
        label="座談会",
        path="forums:event_list",
        may_enter=can_open_events,
        rows=EventSearch,
        allowed=Event.objects.visible_to,
        values=event_values,
        row=event_row,
        is_public=True,
    ),
    Kind(
        key="columns",
        label="コラム",
        path="forums:column_list",
        may_enter=can_open_columns,
        rows=ColumnSearch,
        allowed=Column.objects.readable_by,
        values=column_values,
        row=column_row,
        is_public=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One kind in the page; `more` leads to all of its hits."""

    key: str
    label: str
    total: int
    rows: Sequence[FoundRow]
    more: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Everything:
    """The page: listings, then the kinds the person may enter, then vendors and collections of that name."""

    words: str
    services: Section
    listings: Sequence[Service]
    sections: Sequence[Section]
    notes: Sequence[str]
    vendors: Sequence[FoundRow]
    collections: Sequence[FoundRow]

    @property
    def is_empty(self) -> bool:
        return not (self.listings or self.vendors or self.collections or any(each.rows for each in self.sections))


def search_everything(typed: str, user: AnyUser) -> Everything | None:
    """What the words find for this person; None when nothing was asked for."""
    if parse(typed).is_empty:
        return None
    kinds = [kind for kind in KINDS if kind.is_public or (user.is_authenticated and kind.may_enter(user))]
    found = _search(typed, user, kinds)
    question = found[0].question
    rows = _rows(user, kinds, found[1:], question)
    return Everything(
        words=asked_text(typed),
        services=_section("services", "サービス", "catalog:service_list", found[0], ()),
        listings=things_found(Service.objects.published().with_passage_data(), found[0]),
        sections=[
            _section(kind.key, kind.label, kind.path, result, rows[kind.key])
            for kind, result in zip(kinds, found[1:], strict=True)
            if result.total or not kind.is_public
        ],
        notes=question.notes,
        vendors=rows["vendors"],
        collections=rows["collections"],
    )


def _search(typed: str, user: AnyUser, kinds: Sequence[Kind]) -> list[SearchResult]:
    """Listings first. Who finds only public things gets a whole page of listings, found in every stage."""
    scopes = [Scope(kind.rows, kind.allowed(user), limit=SHOWN) for kind in kinds]
    listings = Scope(ServiceSearch, Service.objects.published(), limit=SHOWN)
    if all(kind.is_public for kind in kinds):
        return search_beside(typed, replace(listings, limit=SHOWN_ALONE), scopes)
    return search_each(typed, [listings, *scopes])


def _rows(
    user: AnyUser, kinds: Sequence[Kind], found: Sequence[SearchResult], question: Question
) -> dict[str, list[FoundRow]]:
    """The rows of every kind but listings, by kind, in one query."""
    asked = list(zip(kinds, found, strict=True))
    queries = [kind.values(user, result.ids, question) for kind, result in asked if result.hits]
    queries += [vendor_values(user, question), collection_values(user, question)]
    columns: dict[str, dict[str, Columns]] = {}
    for values in load_asking_once(queries[0].union(*queries[1:], all=True)):
        each = Columns(*values)
        columns.setdefault(each.section, {})[each.key] = each
    rows = {kind.key: _in_order(kind, result, columns.get(kind.key, {}), user) for kind, result in asked}
    rows["vendors"] = [vendor_row(each, question) for each in columns.get("vendors", {}).values()]
    rows["collections"] = [collection_row(each, question) for each in columns.get("collections", {}).values()]
    return rows


def _in_order(kind: Kind, result: SearchResult, columns: dict[str, Columns], user: AnyUser) -> list[FoundRow]:
    """The rows in the order of the hits; one that has gone meanwhile is left out."""
    return [
        replace(kind.row(columns[str(hit.pk)], result.question, user), label=hit.label)
        for hit in result.hits
        if str(hit.pk) in columns
    ]


def _section(key: str, label: str, path: str, result: SearchResult, rows: Sequence[FoundRow]) -> Section:
    more = f"{reverse(path)}?{urlencode({'q': result.question.text})}"
    notes = [note for note in result.notes if note not in result.question.notes]
    return Section(key, label, result.total, rows, more, notes)
