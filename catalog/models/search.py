"""The search rows beside what can be found, and the operators' synonyms."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

from catalog.models.services import Service

SYNONYM_LENGTH = 60


class TsVectorField(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """A `tsvector` written as its literal. Django's own `SearchVectorField` would parse the text again."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector"


@TsVectorField.register_lookup
class Matches(models.Lookup):  # type: ignore[type-arg]  # not subscriptable at run time
    """`doc__matches="'会議' & '録'"`: the right side is a `tsquery` literal, made of quoted lexemes."""

    lookup_name = "matches"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", [*left_params, *right_params]


@models.BigAutoField.register_lookup
class Among(models.Lookup):  # type: ignore[type-arg]  # not subscriptable at run time
    """`pk__among="{3,7}"`: one of the keys in PostgreSQL's own notation of a list, or of an array made in SQL.

    Thousands of keys go out and come back without becoming Python numbers, the planner knows how many there are, and an
    index is walked once for all of them.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::bigint[])", [*left_params, *right_params]


class SearchRow(models.Model):
    """What is searched of one thing; written only through `catalog.search.rows`.

    A table of its own beside that of the thing, whose key is its key (`related_name="search"`), so that a counter there
    never rewrites vectors. `boost`: a number of which more raises the thing a little. `rules` is the number of the
    cutting rules the row was made with.
    """

    doc = TsVectorField("語")
    grams = TsVectorField("文字の組")
    boost = models.PositiveIntegerField("順位を上げる件数", default=0)
    rules = models.PositiveSmallIntegerField("切り分け規則の版")

    class Meta:
        abstract = True
        verbose_name = "検索用データ"
        verbose_name_plural = "検索用データ"
        indexes = [
            GinIndex(fields=["doc"], name="%(class)s_doc"),
            GinIndex(fields=["grams"], name="%(class)s_grams"),
            models.Index(fields=["rules"], name="%(class)s_rules"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ServiceSearch(SearchRow):
    """What is searched of one listing."""

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="サービス"
    )
    boost = models.PositiveIntegerField("確認済みの導入団体数", default=0, db_column="adoption_count")


class Synonym(models.Model):
    """Asking for `word` also finds its expansions. `key` is the word as the search cuts it, written by the action."""

    word = models.CharField("語", max_length=SYNONYM_LENGTH)
    key = models.CharField("切り分けた形", max_length=200, unique=True, editable=False)
    expansions = ArrayField(
        models.CharField(max_length=SYNONYM_LENGTH),
        verbose_name="いっしょに探す語",
        help_text="カンマ区切りで入力してください。",
    )
    updated_at = models.DateTimeField("更新日時", editable=False)

    class Meta:
        verbose_name = "同義語"
        verbose_name_plural = "同義語"
        constraints = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(word=""), name="synonym_has_word"),
            models.CheckConstraint(condition=Q(expansions__len__gte=1), name="synonym_has_expansions"),
        ]

    def __str__(self) -> str:
        return self.word
