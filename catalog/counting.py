"""How many listings each tick of the filter panel would show.

Counting reads every listing that fits, so its cost grows with the catalogue; the figures of a set of filters are
therefore remembered for a minute; those of a search only where it finds much (`MANY_HITS`), for turning its pages. The
number of results is counted anew, except where it is so large that nobody misses one (`MANY`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, Func, IntegerField, Value, When
from django.db.models.functions import Concat

from catalog.models import Adoption
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import facet_token

REMEMBERED_SECONDS = 60
# By (parameter of the filter that was lifted, token); "" where none was.
Counts = Mapping[tuple[str, str], int]
TOTAL = ("", "")
MANY = 1_000
MANY_HITS = 200


class Unnest(Func):
    """One row for each element of an array."""

    function = "unnest"
    set_returning = True
    output_field = CharField()


def count_tokens(scopes: Mapping[str, ServiceQuerySet]) -> Counts:
    """Listings by scope and token, in one query."""
    queries = [branch for scope, queryset in scopes.items() for branch in _branches(queryset, scope)]
    rows = queries[0].union(*queries[1:], all=True)
    return {(row["scope"], row["token"]): row["listings"] for row in rows}


def remembered(chosen: Mapping[str, list[str]], words: str) -> Counts | None:
    """The figures of a set of filters under these words, if they were counted within the last minute."""
    known: Counts | None = cache.get(_key(chosen, words))
    return known


def remember(chosen: Mapping[str, list[str]], words: str, counts: Counts) -> None:
    """Keep the figures of a set of filters under these words for a minute."""
    if not words or counts[TOTAL] > MANY_HITS:
        cache.set(_key(chosen, words), counts, REMEMBERED_SECONDS)


def _key(chosen: Mapping[str, list[str]], words: str) -> str:
    conditions = urlencode(
        [("q", words), *sorted((param, each) for param, values in chosen.items() for each in values)]
    )
    return f"catalog.counts.{hashlib.sha256(conditions.encode()).hexdigest()}"


def _branches(queryset: ServiceQuerySet, scope: str) -> list[Any]:
    """Rows of scope, token, number of listings."""
    return [_tokens(queryset, scope), _adopters(queryset, scope)]


def _adopters(queryset: ServiceQuerySet, scope: str) -> Any:
    """By the population band of the bodies that confirmed to use them; bodies whose band is unknown count nowhere."""
    adoptions = Adoption.objects.confirmed().filter(municipality__population_band__isnull=False)
    return (
        adoptions.filter(service__in=queryset.order_by().values("pk"))
        .order_by()
        .annotate(
            scope=Value(scope, output_field=CharField()),
            token=Concat(
                Value(facet_token("population", "")), F("municipality__population_band"), output_field=CharField()
            ),
        )
        .values("scope", "token")
        .annotate(listings=Count("service", distinct=True, output_field=IntegerField()))
    )


def _tokens(queryset: ServiceQuerySet, scope: str) -> Any:
    """The vendor's facts count as tokens beside the facets; one that serves the whole country has a token for that."""
    areas = Func(
        F("vendor__service_areas"),
        template="(SELECT coalesce(array_agg('prefecture:' || area), ARRAY['prefecture:*'])::varchar[]"
        " FROM unnest(%(expressions)s) area)",
    )
    facts = Func(
        Concat(Value(facet_token("kind", "")), F("vendor__size")),
        Concat(Value(facet_token("headquarters", "")), F("vendor__headquarters")),
        Case(When(vendor__is_startup=True, then=Value(facet_token("startup", "on"))), default=Value("")),
        template="ARRAY[%(expressions)s]::varchar[]",
    )
    tokens = Unnest(Func(Func(F("facets"), facts, function="array_cat"), areas, function="array_cat"))
    return (
        queryset.annotate(scope=Value(scope, output_field=CharField()), token=tokens)
        .values("scope", "token")
        .annotate(listings=Count("pk", output_field=IntegerField()))
    )
