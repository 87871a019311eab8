"""Asking: the stages of a search over listings or anything else that has search rows, each one SQL statement.

    all      every required word
    start    fewer than `ENOUGH` of these: appended, a word that begins with the characters typed
    partial  with the former, after them: half of the words
             still nothing: any one of several words
    guess    or, for a single word, two thirds of its pairs of characters

What is allowed (visible, filtered) comes as a queryset and holds in every stage. Several kinds of things are asked at
once, in the same statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalog.models import SearchRow, Service, ServiceSearch
from catalog.search import statements
from catalog.search.queries import Question, parse
from catalog.search.statements import ENOUGH, Sql
from catalog.search.synonym_table import known_synonyms, read_synonyms
from catalog.search.synonyms import Synonyms
from dss.compiled import asked_once

Things = TypeVar("Things", bound="QuerySet[Any]")


class Stage(StrEnum):
    """How a hit was found."""

    ALL = "all"
    START = "start"
    PARTIAL = "partial"
    GUESS = "guess"


#: What stands above hits of a stage; full ones need no word.
STAGE_LABELS = {Stage.PARTIAL: "一部の語だけ一致", Stage.GUESS: "もしかして"}


NOTHING_EXACT = "すべての語が一致するものはないため、近いものを表示しています。"
NOTHING_FOUND = "一致するものがないため、似た言葉のものを表示しています。"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `rank` compares within its stage only."""

    pk: int
    rank: float
    stage: Stage

    @property
    def service_id(self) -> int:
        """The same, where listings were searched."""
        return self.pk

    @property
    def label(self) -> str:
        """「一部の語だけ一致」, 「もしかして」 or nothing."""
        return STAGE_LABELS.get(self.stage, "")


@dataclass(frozen=True)
class Scope:
    """Among what to search, and which hits to give: `rows` are the search rows of the things in `allowed`.

    `narrows`: the result will be asked to narrow other querysets, so whatever holds the words is listed at once.
    """

    rows: type[SearchRow]
    allowed: QuerySet[Any]
    limit: int = 20
    offset: int = 0
    narrows: bool = False


@dataclass
class SearchResult:
    """A page of hits, best first. `total` counts all pages; `notes` tell the person what was repaired or loosened.

    `generation`: the catalogue's, when this was found; None where nothing was asked. `listed`: everything with all
    words, allowed or not, where nothing but that was found and the scope asked for it.
    """

    question: Question
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    found_by: list[Sql] = field(default_factory=list)
    generation: int | None = None
    listed: str | None = None

    @property
    def ids(self) -> list[int]:
        return [hit.pk for hit in self.hits]

    def narrow(self, queryset: Things) -> Things:
        """Those of a queryset of things that this search finds: for counts, and for orders other than relevance."""
        if not self.found_by:
            return queryset.none()
        if self.listed is not None:
            return queryset.filter(pk__among=self.listed)
        found = statements.joined(" UNION ", self.found_by)
        ids = RawSQL(found.text, found.params)  # noqa: S611 (built by `statements`, which takes what was typed as parameters)
        return queryset.filter(pk__in=ids)


def search_services(typed: str, queryset: QuerySet[Service], *, limit: int = 20, offset: int = 0) -> SearchResult:
    """Search the listings of `queryset`."""
    return search(typed, Scope(ServiceSearch, queryset, limit, offset))


def search(typed: str, scope: Scope) -> SearchResult:
    """Search for what a person typed, however odd. One query mostly, three at most (one more when synonyms changed).

    What holds no word or character to ask for finds nothing. Whether anything was typed at all is for the caller to
    see first (`parse(typed).is_empty`): then there is nothing to search, and everything to browse.
    """
    return search_beside(typed, scope, ())[0]


def search_with(typed: str, scope: Scope, synonyms: Synonyms) -> SearchResult:
    """The same with these synonyms, whatever the table says: what a change of them would do."""
    asked = _Asked.by(typed, [scope], synonyms)
    asked.find_full()
    asked.find_partial()
    asked.find_anything_of_first()
    return asked.results[0]


def search_beside(typed: str, scope: Scope, others: Sequence[Scope]) -> list[SearchResult]:
    """Search one kind of things in every stage, and beside it others as `search_each` does, in the same queries."""
    asked = _Asked.by(typed, [scope, *others])
    asked.find_full()
    asked.find_partial()
    asked.find_anything_of_first()
    return asked.results


def search_each(typed: str, scopes: Sequence[Scope]) -> list[SearchResult]:
    """Search several kinds of things at once: one query mostly, two at most (one more when the synonyms changed).

    The last stage is left out: what is found by any one word, or by two thirds of its characters, is for `search`.
    """
    asked = _Asked.by(typed, scopes)
    asked.find_full()
    asked.find_partial()
    return asked.results


def with_all_words(typed: str, rows: type[SearchRow], things: Things) -> Things:
    """Those of a queryset with every word typed: stage one as a condition, without asking anything yet."""
    question = parse(typed, known_synonyms())
    if not question.is_askable:
        return things.none()
    found = statements.full_ids(statements.rows_of(rows), question)
    ids = RawSQL(found.text, found.params)  # noqa: S611 (built by `statements`, which takes what was typed as parameters)
    return things.filter(pk__in=ids)


@dataclass
class _Asked:
    """A question put to several scopes, stage by stage. `seen`: the full hits of each, before its window is cut out.

    `is_fixed`: the synonyms were given with the question, and are not compared with the table.
    """

    question: Question
    scopes: Sequence[Scope]
    allowed: list[Sql | None]
    """Of what fits the words; None where nothing is."""
    is_fixed: bool = False
    results: list[SearchResult] = field(default_factory=list)
    seen: list[list[int]] = field(default_factory=list)

    @classmethod
    def by(cls, typed: str, scopes: Sequence[Scope], synonyms: Synonyms | None = None) -> _Asked:
        question = parse(typed, known_synonyms() if synonyms is None else synonyms)
        fitting = [compiled_ids(scope.allowed.filter(pk__among=statements.FITTING)) for scope in scopes]
        return cls(question, scopes, fitting, synonyms is not None)

    @property
    def using(self) -> str:
        return self.scopes[0].allowed.db

    def find_full(self) -> None:
        """Stage one."""
        question = self.question
        found = self._full_rows()
        self.results = [SearchResult(self.question, notes=list(question.notes)) for _ in self.scopes]
        self.seen = [[] for _ in self.scopes]
        for number, rows in found.items():
            result = self.results[number]
            result.total = rows[0][0]
            result.hits = [Hit(pk, rank, Stage.ALL) for _, pk, rank, *_ in rows if pk is not None]
            result.generation, result.listed = rows[0][4:6]
            result.found_by = [statements.full_ids(self._rows(number), self.question)]
            if result.total < ENOUGH:
                scope, self.seen[number] = self.scopes[number], result.ids
                result.hits = result.hits[scope.offset : scope.offset + scope.limit]

    def _full_rows(self) -> dict[int, list[Any]]:
        """The rows of the full hits by scope; asked again where the synonyms in memory were old ones."""
        numbers = [number for number, allowed in enumerate(self.allowed) if allowed is not None]
        if not self.question.is_askable or not numbers:
            return {}
        found = self._fetch(numbers, self._full_statement)
        if not self.is_fixed and found[numbers[0]][0][3] != known_synonyms().generation:
            self.question = parse(self.question.text, read_synonyms(self.using))
            found = self._fetch(numbers, self._full_statement)
        return found

    def _full_statement(self, number: int) -> Sql:
        scope, allowed = self.scopes[number], self.allowed[number]
        assert allowed is not None, "nothing is asked where nothing is allowed"  # noqa: S101 (narrows the type)
        rows = self._rows(number)
        return statements.full_hits(
            rows, self.question, allowed, limit=scope.limit, offset=scope.offset, every=scope.narrows
        )

    def find_partial(self) -> None:
        """Stage two, after the few full hits, for the same window."""
        if statements.is_loosenable(self.question):
            few = [number for number, result in enumerate(self.results) if result.found_by and result.total < ENOUGH]
            self._add(few, at_least=statements.half_of(self.question))

    def find_anything_of_first(self) -> None:
        """Stages three and four, where still nothing of the first kind is found."""
        nothing = [number for number, result in enumerate(self.results[:1]) if result.found_by and result.total == 0]
        if len(self.question.required) > 1:
            self._add(nothing, at_least=1)
        elif self.question.guess:
            self._add(nothing, at_least=None)

    def _add(self, numbers: Sequence[int], *, at_least: int | None) -> None:
        """Append what has `at_least` so many of the words; with None, what may have been meant."""
        if not numbers:
            return
        stage = Stage.GUESS if at_least is None else Stage.PARTIAL
        found = self._fetch(numbers, lambda number: self._loose_statement(number, at_least))
        for number, rows in found.items():
            result, total = self.results[number], rows[0][0]
            if result.total == 0 and total:
                result.notes.append(NOTHING_FOUND if at_least is None else NOTHING_EXACT)
            result.total += total
            result.listed = None
            result.hits += [
                Hit(pk, rank, Stage.START if is_start else stage) for _, pk, rank, is_start in rows if pk is not None
            ]
            result.found_by.append(self._loose_ids(number, at_least))

    def _loose_statement(self, number: int, at_least: int | None) -> Sql:
        rows, scope, known = self._rows(number), self.scopes[number], self.seen[number]
        allowed = compiled_ids(scope.allowed)
        assert allowed is not None, "only what was asked before is loosened"  # noqa: S101 (narrows the type)
        limit = scope.limit - len(self.results[number].hits)
        offset = max(scope.offset - len(known), 0)
        if at_least is None:
            return statements.guess_hits(rows, self.question, allowed, limit=limit, offset=offset)
        return statements.loose_hits(
            rows, self.question, allowed, known=known, at_least=at_least, limit=limit, offset=offset
        )

    def _loose_ids(self, number: int, at_least: int | None) -> Sql:
        rows = self._rows(number)
        if at_least is None:
            return statements.guess_ids(rows, self.question)
        return statements.loose_ids(rows, self.question, at_least=at_least)

    def _rows(self, number: int) -> str:
        return statements.rows_of(self.scopes[number].rows)

    def _fetch(self, numbers: Sequence[int], statement: Callable[[int], Sql]) -> dict[int, list[Any]]:
        """The rows of one stage by scope, in one query."""
        sql = statements.each_of([statement(number) for number in numbers])
        with connections[self.using].cursor() as cursor:
            cursor.execute(*asked_once(sql.text, sql.params))
            rows: list[Any] = cursor.fetchall()
        found: dict[int, list[Any]] = {number: [] for number in numbers}
        for place, *row in rows:
            found[numbers[place]].append(row)
        return found


def compiled_ids(queryset: QuerySet[Any]) -> Sql | None:
    """The ids of a queryset as a subquery; None when Django knows that it is empty."""
    ids = queryset.order_by().values("pk")
    try:
        text, params = ids.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:
        return None
    return Sql(text, tuple(params))
