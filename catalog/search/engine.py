"""Asking: the stages of a search over listings, each one SQL statement.

    all      every required word
    start    fewer than `ENOUGH` of these: appended, a word that begins with the characters typed
    partial  with the former, after them: half of the words
             still nothing: any one of several words
    guess    or, for a single word, two thirds of its pairs of characters

The listings allowed (visible, filtered) come as a queryset and hold in every stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import Service
from catalog.search import statements
from catalog.search.queries import Question, parse
from catalog.search.statements import ENOUGH, Sql
from catalog.search.synonym_table import known_synonyms, read_synonyms

Services = TypeVar("Services", bound="QuerySet[Service]")


class Stage(StrEnum):
    """How a hit was found."""

    ALL = "all"
    START = "start"
    PARTIAL = "partial"
    GUESS = "guess"


#: What stands above hits of a stage; full ones need no word.
STAGE_LABELS = {Stage.PARTIAL: "一部の語だけ一致", Stage.GUESS: "もしかして"}


NOTHING_EXACT = "すべての語が一致するサービスはないため、近いものを表示しています。"
NOTHING_FOUND = "一致するサービスがないため、似た言葉のサービスを表示しています。"


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing found. `rank` compares within its stage only."""

    service_id: int
    rank: float
    stage: Stage

    @property
    def label(self) -> str:
        """「一部の語だけ一致」, 「もしかして」 or nothing."""
        return STAGE_LABELS.get(self.stage, "")


@dataclass
class SearchResult:
    """A page of hits, best first. `total` counts all pages; `notes` tell the person what was repaired or loosened."""

    question: Question
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    found_by: list[Sql] = field(default_factory=list)

    @property
    def service_ids(self) -> list[int]:
        return [hit.service_id for hit in self.hits]

    def hit_of(self, service_id: int) -> Hit | None:
        return next((hit for hit in self.hits if hit.service_id == service_id), None)

    def narrow(self, queryset: Services) -> Services:
        """Those of a queryset of services that this search finds: for counts, and for other orders than relevance."""
        if not self.found_by:
            return queryset.none()
        found = statements.joined(" UNION ", self.found_by)
        ids = RawSQL(found.text, found.params)  # noqa: S611 (built by `statements`, which takes what was typed as parameters)
        return queryset.filter(pk__in=ids)


def search_services(typed: str, queryset: QuerySet[Service], *, limit: int = 20, offset: int = 0) -> SearchResult:
    """Search the listings of `queryset` for what a person typed, however odd. One query mostly, three at most
    (one more when the synonyms changed).

    What holds no word or character to ask for finds nothing. Whether anything was typed at all is for the caller to
    see first (`parse(typed).is_empty`): then there is nothing to search, and everything to browse.
    """
    question = parse(typed, known_synonyms())
    allowed = _compiled(queryset)
    if allowed is None or not question.is_askable:
        return SearchResult(question, notes=list(question.notes))
    rows = _fetch(queryset.db, statements.full_hits(question, allowed, limit=limit, offset=offset))
    if rows[0][1] != known_synonyms().generation:
        question = parse(typed, read_synonyms(queryset.db))
        rows = _fetch(queryset.db, statements.full_hits(question, allowed, limit=limit, offset=offset))
    hits = [Hit(pk, rank, Stage.ALL) for _, _, pk, rank in rows if pk is not None]
    result = SearchResult(question, rows[0][0], hits, list(question.notes), [statements.full_ids(question)])
    if result.total < ENOUGH:
        _append_loose_hits(result, queryset.db, allowed, limit=limit, offset=offset)
    return result


def _append_loose_hits(result: SearchResult, using: str, allowed: Sql, *, limit: int, offset: int) -> None:
    """Stages two to four, after the few full hits, for the same window."""
    question, known = result.question, result.service_ids
    window = {"limit": limit - len(result.hits[offset : offset + limit]), "offset": max(offset - len(known), 0)}
    result.hits = result.hits[offset : offset + limit]
    if statements.is_loosenable(question):
        _add_loose(result, using, allowed, known=known, at_least=statements.half_of(question), **window)
    if result.total == 0 and len(question.required) > 1:
        _add_loose(result, using, allowed, known=known, at_least=1, **window)
    elif result.total == 0 and question.guess:
        _add_guesses(result, using, allowed, **window)


def _add_loose(
    result: SearchResult, using: str, allowed: Sql, *, known: list[int], at_least: int, limit: int, offset: int
) -> None:
    sql = statements.loose_hits(result.question, allowed, known=known, at_least=at_least, limit=limit, offset=offset)
    rows = _fetch(using, sql)
    if result.total == 0 and rows[0][0]:
        result.notes.append(NOTHING_EXACT)
    result.total += rows[0][0]
    result.hits += [
        Hit(pk, rank, Stage.START if is_start else Stage.PARTIAL) for _, pk, rank, is_start in rows if pk is not None
    ]
    result.found_by.append(statements.loose_ids(result.question, at_least=at_least))


def _add_guesses(result: SearchResult, using: str, allowed: Sql, *, limit: int, offset: int) -> None:
    rows = _fetch(using, statements.guess_hits(result.question, allowed, limit=limit, offset=offset))
    if rows[0][0]:
        result.notes.append(NOTHING_FOUND)
    result.total = rows[0][0]
    result.hits = [Hit(pk, rank, Stage.GUESS) for _, pk, rank in rows if pk is not None]
    result.found_by = [statements.guess_ids(result.question)]


def _compiled(queryset: QuerySet[Service]) -> Sql | None:
    """The ids of a queryset as a subquery; None when Django knows that it is empty."""
    ids = queryset.order_by().values("pk")
    try:
        text, params = ids.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return None
    return Sql(text, tuple(params))


def _fetch(using: str, sql: Sql) -> Sequence[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        rows: list[Any] = cursor.fetchall()
    return rows
