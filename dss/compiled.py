"""Subqueries whose SQL is made once per process.

Building a nested queryset costs Django more than PostgreSQL needs to answer it (2 ms for "is this person live staff?",
several times a page). What always has the same shape is therefore compiled once, with samples in the place of its
values; each use puts the real values there. It must not refer to the query around it.

SERVING = Compiled(lambda user, today: Membership.objects.live_on(today).filter(user=user), user=ANY_ID, today=ANY_DAY)
topics.filter(SERVING.exists(user=user.pk, today=today))

Whole queries that are asked in one shape only, like a visitor's, are compiled the same way and asked by `load`.

A statement about many kinds of things holds the same subquery a dozen times, and PostgreSQL plans each as if there were
no other: `asked_once` puts them in front of the statement.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Field, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

ANY_ID = 7_777_777_777_777_777
ANY_DAY = dt.date(1777, 7, 7)
# The SQL of every subquery in use, as statements hold it.
_subqueries: set[str] = set()
_PLACEHOLDER = re.compile("%[%s]")


class Compiled:
    """`build` gets the `samples` by name and returns the queryset; a sample must be unlike every constant in it."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self._build = build
        self._samples = samples

    @cached_property
    def _compiled(self) -> tuple[QuerySet[Any, Any], SQLCompiler, str, tuple[Any, ...]]:
        rows = self._build(**self._samples)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        names = {sample: name for name, sample in self._samples.items()}
        places = tuple(_Place(names[each]) if each in names else each for each in parameters)
        if {place.name for place in places if isinstance(place, _Place)} != set(self._samples):
            raise ValueError("a sample does not appear among the parameters of the query")
        return rows, compiler, sql, places

    def _filled(self, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        _, _, sql, places = self._compiled
        return sql, tuple(values[each.name] if isinstance(each, _Place) else each for each in places)

    def _subquery(self, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self._filled(values)
        _subqueries.add(f"({sql})")
        return sql, parameters

    def exists(self, **values: Any) -> RawSQL:
        """A condition: whether the subquery finds anything."""
        sql, parameters = self._subquery(values)
        return RawSQL(f"EXISTS({sql})", parameters, output_field=BooleanField())  # noqa: S611 - Django's own SQL

    def rows(self, output_field: Field[Any, Any], **values: Any) -> RawSQL:
        """The one column that the subquery selects, for `…__in=`."""
        sql, parameters = self._subquery(values)
        return RawSQL(sql, parameters, output_field=output_field)  # noqa: S611 - Django's own SQL

    def array(self, output_field: Field[Any, Any], **values: Any) -> RawSQL:
        """The same as one array."""
        sql, parameters = self._subquery(values)
        return RawSQL(f"ARRAY({sql})", parameters, output_field=output_field)  # noqa: S611 - Django's own SQL

    def load(self, **values: Any) -> list[Any]:
        """The rows, asked for now, as the queryset gives them: what Django learned in compiling serves every time."""
        built, compiler, *_ = self._compiled
        rows: Any = built.all()
        asked: Any = copy(compiler)
        asked.using, asked.connection = rows.db, connections[rows.db]
        asked.as_sql = lambda *_, **__: self._filled(values)
        rows.query.get_compiler = lambda *_, **__: asked
        return list(rows)


class _Place:
    """Where a value goes."""

    def __init__(self, name: str) -> None:
        self.name = name


def asked_once(sql: str, parameters: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The same statement, where compiled subqueries that it holds several times with the same values stand in front."""
    statement, values, lifted = sql, tuple(parameters), 0
    for subquery in sorted(_subqueries, key=len, reverse=True):  # the longest first: one may hold another
        pieces = statement.split(subquery)
        if len(pieces) < 3:
            continue
        inside, outside = _values_by_place(pieces, values, _places(subquery))
        if len(inside) > 1:
            continue
        rest = f"(SELECT * FROM shared_{lifted})".join(pieces)  # noqa: S608 (a name of ours)
        front = f"WITH shared_{lifted} AS MATERIALIZED {subquery}"
        statement = f"{front},{rest.removeprefix('WITH')}" if lifted else f"{front} {rest}"
        values, lifted = (*inside.pop(), *outside), lifted + 1
    return statement, values


def load_asking_once(rows: QuerySet[Any, Any]) -> list[Any]:
    """The rows of a queryset, asked for now by `asked_once`."""
    own = rows.all()
    plain = own.query.get_compiler

    def compiler(*arguments: Any, **options: Any) -> SQLCompiler:
        made: Any = plain(*arguments, **options)
        as_sql = made.as_sql
        made.as_sql = lambda *given, **named: asked_once(*as_sql(*given, **named))
        return cast("SQLCompiler", made)

    own.query.get_compiler = compiler  # type: ignore[method-assign]  # of this very query, which is asked once
    return list(own)


def _places(sql: str) -> int:
    """How many values the SQL takes."""
    return _PLACEHOLDER.findall(sql).count("%s")


def _values_by_place(pieces: list[str], values: Sequence[Any], width: int) -> tuple[set[tuple[Any, ...]], list[Any]]:
    """Of a statement cut where a subquery of `width` values stood: the different values of that, then all others."""
    inside: set[tuple[Any, ...]] = set()
    place = _places(pieces[0])
    outside = list(values[:place])
    for piece in pieces[1:]:
        inside.add(tuple(values[place : place + width]))
        place += width
        outside += values[place : place + _places(piece)]
        place += _places(piece)
    return inside, outside
