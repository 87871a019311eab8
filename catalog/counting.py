"""How many listings each tick of the filter panel would show.

Counting reads every listing that fits, so its cost grows with the catalogue; the figures of a set of filters and words
are therefore remembered by each process while nothing in the catalogue changes: turning pages and changing the order
count nothing. The generation is read in the snapshot in which the words find something, or before anything is counted:
what changes meanwhile begins another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db.models import Case, CharField, Count, F, Func, IntegerField, Value, When
from django.db.models.functions import Concat

from catalog.models import Adoption, Service
from catalog.querysets import AdoptionQuerySet, ServiceQuerySet
from catalog.specsheet import facet_token
from catalog.tallies import Tally, Tokens, tallies

REMEMBERED_SECONDS = 60 * 60
# By (parameter of the filter that was lifted, token); "" where none was.
Counts = Mapping[tuple[str, str], int]
TOTAL = ("", "")
POPULATION = "population"


class Unnest(Func):
    """One row for each element of an array."""

    function = "unnest"
    set_returning = True
    output_field = CharField()


def counts_of(scopes: Mapping[str, ServiceQuerySet], generation: int, listed: str | None = None) -> Counts:
    """`count_tokens`, by the tally of this generation where there is one."""
    tally = tallies.at(generation, _read_tokens)
    counts = None if tally is None else _tallied(tally, scopes)
    if counts is None:
        counts = count_tokens(scopes, listed)
        tallies.note(generation, sum(number for (_, token), number in counts.items() if token == TOTAL[1]))
    return counts


def _tallied(tally: Tally, scopes: Mapping[str, ServiceQuerySet]) -> Counts | None:
    """The same counts from the keys alone, in one query; None where a listing is newer than the tally."""
    queries = [
        queryset.order_by()
        .annotate(scope=Value(scope, output_field=CharField()))
        .values("scope")
        .annotate(keys=ArrayAgg("pk"))
        for scope, queryset in scopes.items()
    ]
    found = {row["scope"]: tally.count(row["keys"] or ()) for row in queries[0].union(*queries[1:], all=True)}
    if None in found.values():
        return None
    return {(scope, token): number for scope, own in found.items() for token, number in (own or {}).items()}


def _read_tokens() -> Tokens:
    """Every listing on the shelf with its tokens, in one query."""
    listings = Service.objects.published().annotate(tokens=_tokens_of_listing()).values_list("pk", "tokens")
    bodies = _with_known_band().annotate(tokens=Func(_band_token(), template="ARRAY[%(expressions)s]::varchar[]"))
    return listings.union(bodies.order_by().values_list("service", "tokens"), all=True)


def count_tokens(scopes: Mapping[str, ServiceQuerySet], listed: str | None = None) -> Counts:
    """Listings by scope and token, in one query. `listed`: the keys among which they all are, where that is known.

    Of a filter that is lifted only its own tokens are asked about, so bodies are counted where they can matter.
    """
    adoptions = _with_known_band()
    if listed is not None:
        adoptions = adoptions.filter(service__pk__among=listed)
    queries = [_tokens(queryset, scope) for scope, queryset in scopes.items() if scope != POPULATION]
    queries += [
        _adopters(adoptions, queryset, scope) for scope, queryset in scopes.items() if scope in ("", POPULATION)
    ]
    rows = queries[0].union(*queries[1:], all=True)
    return {(row["scope"], row["token"]): row["listings"] for row in rows}


def remembered_counts(place: str, count: Callable[[], Counts]) -> Counts:
    """What `count` finds, asked once for a place (`place_of`)."""
    counts: Counts | None = caches["process"].get(place)
    if counts is None:
        counts = count()
        caches["process"].set(place, counts, REMEMBERED_SECONDS)
    return counts


def place_of(generation: int, words: str, chosen: Mapping[str, list[str]]) -> str:
    """Where the figures of these words and conditions lie, the same for everybody."""
    conditions = sorted((param, each) for param, values in chosen.items() for each in values)
    asked = urlencode([("q", words), *conditions])
    return f"catalog.counts.{generation}.{hashlib.sha256(asked.encode()).hexdigest()}"


def _with_known_band() -> AdoptionQuerySet:
    """Confirmed adoptions by bodies whose population band is known; the others count nowhere."""
    return Adoption.objects.confirmed().filter(municipality__population_band__isnull=False)


def _band_token() -> Concat:
    return Concat(Value(facet_token(POPULATION, "")), F("municipality__population_band"), output_field=CharField())


def _adopters(adoptions: AdoptionQuerySet, queryset: ServiceQuerySet, scope: str) -> Any:
    """Rows of scope, token, number of listings, by the population band of the bodies that confirmed to use them."""
    return (
        adoptions.filter(service__in=queryset.order_by().values("pk"))
        .order_by()
        .annotate(scope=Value(scope, output_field=CharField()), token=_band_token())
        .values("scope", "token")
        .annotate(listings=Count("service", distinct=True, output_field=IntegerField()))
    )


def _tokens(queryset: ServiceQuerySet, scope: str) -> Any:
    """Rows of the same, by what the listings say of themselves."""
    return (
        queryset.annotate(scope=Value(scope, output_field=CharField()), token=Unnest(_tokens_of_listing()))
        .values("scope", "token")
        .annotate(listings=Count("pk", output_field=IntegerField()))
    )


def _tokens_of_listing() -> Func:
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
    own = Func(F("facets"), facts, function="array_cat")
    return Func(own, areas, function="array_cat", output_field=ArrayField(CharField()))
