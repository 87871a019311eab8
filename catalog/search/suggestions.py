"""Suggestions while typing: listings one of whose words begins with what stands in the box."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from catalog.models import Service, ServiceSearch
from catalog.search import statements
from catalog.search.engine import compiled_ids
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
    beginning of a word or of its reading; names first. Of many that begin so the most used are ranked. One query; none
    for nothing askable."""
    asked = parse(typed[:LONGEST_PREFIX])
    allowed = compiled_ids(queryset.filter(pk=statements.CANDIDATE))
    if not asked.whole or allowed is None:
        return []
    rows = statements.rows_of(ServiceSearch)
    ids = statements.suggested_ids(rows, asked, allowed, enough=MOST_SUGGESTIONS)
    found = queryset.filter(pk__among=RawSQL(f"ARRAY({ids.text})", ids.params))  # noqa: S611 (built by `statements`)
    nearest = found.annotate(
        is_named=ExpressionWrapper(Q(search__grams__matches=asked.whole_in_name), BooleanField()),
        nearness=Nearness(F("search__grams"), Value(asked.whole)),
    )
    return list(nearest.order_by("-is_named", "-nearness", "-rank", "pk")[:MOST_SUGGESTIONS])
