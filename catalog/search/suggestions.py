"""Suggestions while typing: listings one of whose words begins with what stands in the box."""

from __future__ import annotations

from django.db.models import F, FloatField, Func, QuerySet, Value

from catalog.models import Service
from catalog.search.queries import parse

MOST_SUGGESTIONS = 8
#: Beyond this many characters nobody waits for a suggestion.
LONGEST_PREFIX = 60


class Nearness(Func):
    """How heavy the fields are in which a `tsvector` matches a `tsquery` literal."""

    template = "ts_rank('{0.1,0.3,0.5,1.0}'::real[], %(expressions)s::tsquery)"
    output_field = FloatField()


def suggest_services(typed: str, queryset: QuerySet[Service]) -> list[Service]:
    """Up to eight listings of `queryset` whose name, tagline, categories or vendor hold the characters typed, from the
    beginning of a word or of its reading; names first. One query; none for nothing askable."""
    asked = parse(typed[:LONGEST_PREFIX]).whole
    if not asked:
        return []
    found = queryset.filter(search__grams__matches=asked)
    nearest = found.annotate(nearness=Nearness(F("search__grams"), Value(asked)))
    return list(nearest.order_by(F("nearness").desc(), F("rank").desc(), "pk")[:MOST_SUGGESTIONS])
