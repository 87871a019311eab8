"""Subqueries whose SQL is made once per process.

Building a nested queryset costs Django more than PostgreSQL needs to answer it (2 ms for "is this person live staff?",
several times a page). What always has the same shape is therefore compiled once, with samples in the place of its
values; each use puts the real values there. It must not refer to the query around it.

SERVING = Compiled(lambda user, today: Membership.objects.live_on(today).filter(user=user), user=ANY_ID, today=ANY_DAY)
topics.filter(SERVING.exists(user=user.pk, today=today))

Whole queries that are asked in one shape only, like a visitor's, are compiled the same way and asked by `load`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Field, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

ANY_ID = 7_777_777_777_777_777
ANY_DAY = dt.date(1777, 7, 7)


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

    def exists(self, **values: Any) -> RawSQL:
        """A condition: whether the subquery finds anything."""
        sql, parameters = self._filled(values)
        return RawSQL(f"EXISTS({sql})", parameters, output_field=BooleanField())  # noqa: S611 - Django's own SQL

    def rows(self, output_field: Field[Any, Any], **values: Any) -> RawSQL:
        """The one column that the subquery selects, for `…__in=`."""
        sql, parameters = self._filled(values)
        return RawSQL(sql, parameters, output_field=output_field)  # noqa: S611 - Django's own SQL

    def array(self, output_field: Field[Any, Any], **values: Any) -> RawSQL:
        """The same as one array."""
        sql, parameters = self._filled(values)
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
