"""How many listings each tick of the filter panel would show.

Counting reads every listing that fits, so its cost grows with the catalogue; the figures of a set of filters are
therefore remembered by each process while nothing in the catalogue changes; those of a search are not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.cache import caches
from django.db.models import Case, CharField, Count, F, Func, IntegerField, Value, When
from django.db.models.functions import Concat

from catalog.models import Adoption, Generation
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import facet_token

REMEMBERED_SECONDS = 60 * 60
# By (parameter of the filter that was lifted, token); "" where none was.
Counts = Mapping[tuple[str, str], int]
TOTAL = ("", "")


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


def remembered_counts(chosen: Mapping[str, list[str]], scopes: Mapping[str, ServiceQuerySet]) -> Counts:
    """`count_tokens`, asked once while nothing changes; `chosen` are the conditions that make the scopes."""
    place = _place_of(chosen)
    counts: Counts | None = caches["process"].get(place)
    if counts is None:
        counts = count_tokens(scopes)
        caches["process"].set(place, counts, REMEMBERED_SECONDS)
    return counts


def _place_of(chosen: Mapping[str, list[str]]) -> str:
    """Asked for before anything is counted: what changes meanwhile begins another generation."""
    conditions = urlencode(sorted((param, each) for param, values in chosen.items() for each in values))
    return f"catalog.counts.{Generation.objects.present()}.{hashlib.sha256(conditions.encode()).hexdigest()}"


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
    """The vendor's facts count as tokens beside the facets; one that serves the whole country has a token for that.
    Every listing has the empty token, which counts them all."""
    areas = Func(
        F("vendor__service_areas"),
        template="(SELECT coalesce(array_agg('prefecture:' || area), ARRAY['prefecture:*'])::varchar[]"
        " FROM unnest(%(expressions)s) area)",
    )
    facts = Func(
        Concat(Value(facet_token("kind", "")), F("vendor__size")),
        Concat(Value(facet_token("headquarters", "")), F("vendor__headquarters")),
        Case(
            When(vendor__is_startup=True, then=Value(facet_token("startup", "on"))),
            default=Value(facet_token("startup", "")),
        ),
        Value(""),
        template="ARRAY[%(expressions)s]::varchar[]",
    )
    tokens = Unnest(Func(Func(F("facets"), facts, function="array_cat"), areas, function="array_cat"))
    return (
        queryset.annotate(scope=Value(scope, output_field=CharField()), token=tokens)
        .values("scope", "token")
        .annotate(listings=Count("pk", output_field=IntegerField()))
    )
