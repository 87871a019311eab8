"""The filters beside the shelf with their counts, and the conditions that are set as chips that can be taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast
from django.http import QueryDict

from catalog.panel import Chip, PanelGroup, Tick
from documents.filters import DocumentFilter, Facet
from documents.querysets import SharedDocumentQuerySet

Counts = Mapping[tuple[str, str], int]
NAMED = frozenset({"category", "body"})
"""Their values come with the counts: order, code, name."""
OPEN_AT_FIRST = frozenset({"kind", "drafted_by"})


def count_facets(facets: Iterable[Facet], found: Callable[[str], SharedDocumentQuerySet]) -> Counts:
    """Documents by filter and value, in one query. `found(param)`: what is found with this filter lifted."""
    queries = [_tokens(facet, found(facet.param)) for facet in facets]
    return {(row["scope"], row["token"]): row["documents"] for row in queries[0].union(*queries[1:], all=True)}


def _tokens(facet: Facet, documents: SharedDocumentQuerySet) -> Any:
    prepared = facet.prepare(documents).order_by()
    return (
        prepared.annotate(scope=Value(facet.param, output_field=CharField()), token=Cast(facet.token, CharField()))
        .values("scope", "token")
        .annotate(documents=Count("pk", distinct=True))
    )


def panel_of(
    filters: DocumentFilter, facets: Iterable[Facet], counts: Counts, chosen: Mapping[str, Any]
) -> list[PanelGroup]:
    """Every filter, its values with their counts; those that would show nothing are left out by the template."""
    return [_group(filters, facet.param, counts, chosen_values(chosen.get(facet.param, []))) for facet in facets]


def _group(filters: DocumentFilter, param: str, counts: Counts, chosen: list[str]) -> PanelGroup:
    ticks = tuple(
        Tick(value, label, counts.get((param, token), 0), value in chosen, group)
        for value, label, token, group in _options(filters, param, counts, chosen)
    )
    return PanelGroup(param, filters.filters[param].label, "", ticks, is_main=param in OPEN_AT_FIRST)


def _options(filters: DocumentFilter, param: str, counts: Counts, chosen: list[str]) -> list[tuple[str, str, str, str]]:
    """Value, label, the token it is counted by, and the group it stands in."""
    if param in NAMED:
        found = sorted(token for scope, token in counts if scope == param and (token or "").strip())
        parts = [(token, *token.split(" ", 2)[1:]) for token in found]
        named = [(code, name, token, "") for token, code, name in parts]
        known = {value for value, *_ in named}
        return [*named, *((code, code, "", "") for code in chosen if code not in known)]
    choices = filters.form.fields[param].choices  # type: ignore[attr-defined]
    return [(str(value), str(label), str(value), "") for value, label in choices]


def chosen_values(value: Any) -> list[str]:
    """What the address says for a cleaned value."""
    several = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
    return [str(getattr(each, "code", each)) for each in several]


def chips_of(filters: DocumentFilter, chosen: Mapping[str, Any], parameters: QueryDict) -> list[Chip]:
    """The conditions that are set, each with the address without it."""
    chips = []
    for param, value in chosen.items():
        several = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        for each, sent in zip(several, chosen_values(value), strict=True):
            label = filters.filters[param].label or "関連するサービス"
            chips.append(Chip(str(label), _said(filters, param, each), _without(parameters, param, sent)))
    return chips


def _said(filters: DocumentFilter, param: str, value: Any) -> str:
    for attribute in ("full_name", "name"):
        if hasattr(value, attribute):
            return str(getattr(value, attribute))
    choices = dict(getattr(filters.form.fields[param], "choices", ()))
    return str(next((label for key, label in choices.items() if str(key) == str(value)), value))


def _without(parameters: QueryDict, param: str, value: str) -> str:
    rest = parameters.copy()
    rest.setlist(param, [other for other in rest.getlist(param) if other != value])
    rest.pop("page", None)
    return f"?{rest.urlencode()}"
