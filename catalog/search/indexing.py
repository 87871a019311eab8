"""Writing the search rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from django.db import transaction
from django.db.models import Q

from catalog.models import Category, Service, ServiceSearch
from catalog.search.cutting import RULES
from catalog.search.vectors import Document, doc_vector, grams_vector
from catalog.specsheet import filter_definitions

#: Rows written in one statement, and listings locked at once.
BATCH = 200
#: The `rules` of a row that waits for a job.
STALE = 0
#: Filterable questions whose answer is a word somebody may search for.
SEARCHED_QUESTIONS = frozenset(
    {
        "ismap",
        "ismap_liu",
        "iso27001",
        "iso27017",
        "privacy_mark",
        "authentication",
        "trial",
        "standard_compliance",
        "license",
    }
)


def reindex(service_ids: Iterable[int]) -> int:
    """Write the search rows of these listings anew, about 2 ms each; the number written.

    Listings never published have no row. The listings are locked, so that two runs cannot leave the older text.
    """
    wanted = sorted(set(service_ids))
    return sum(_reindex_batch(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))


def stale_services() -> Iterator[int]:
    """Published listings whose row is missing or made with older rules."""
    stale = Q(search__isnull=True) | Q(search__rules__lt=RULES)
    return Service.objects.filter(stale, current__isnull=False).order_by("pk").values_list("pk", flat=True).iterator()


def mark_stale(service_ids: Iterable[int]) -> None:
    """Leave these rows to the next `reindex_stale`."""
    ServiceSearch.objects.filter(service_id__in=list(service_ids)).update(rules=STALE)


def reindex_stale() -> int:
    """Write every missing or stale row anew, batch by batch; the number written. What is changed meanwhile is fine."""
    stale = list(stale_services())
    return sum(reindex(stale[start : start + BATCH]) for start in range(0, len(stale), BATCH))


@transaction.atomic
def _reindex_batch(service_ids: Sequence[int]) -> int:
    services = (
        Service.objects.filter(pk__in=service_ids, current__isnull=False)
        .select_related("vendor", "current")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    categories = {category.facet: category.name for category in Category.objects.all()}
    rows = [_row(service, categories) for service in services]
    ServiceSearch.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["service"],
        update_fields=["doc", "grams", "adoption_count", "rules"],
    )
    return len(rows)


def _row(service: Service, categories: dict[str, str]) -> ServiceSearch:
    document = document_of(service, categories)
    return ServiceSearch(
        service=service,
        doc=doc_vector(document),
        grams=grams_vector(document),
        adoption_count=service.confirmed_adoptions,
        rules=RULES,
    )


def document_of(service: Service, categories: dict[str, str]) -> Document:
    """What is searched of a published listing; `categories` are names by facet."""
    version = service.current
    assert version is not None, "only listings with a version are indexed"  # noqa: S101 (narrows the type)
    return Document(
        name=version.name,
        kana=version.name_kana,
        tagline=version.tagline,
        categories=tuple(categories[facet] for facet in service.facets if facet in categories),
        vendor=service.vendor.name,
        facts=tuple(_fact_words()[facet] for facet in service.facets if facet in _fact_words()),
        description=version.description,
    )


@cache
def _fact_words() -> dict[str, str]:
    """The word of each token worth searching: the answer's, or the question's where the answer only says yes."""
    return {
        option.token: definition.label if option.value == "held" else option.label
        for definition in filter_definitions()
        if definition.key in SEARCHED_QUESTIONS
        for option in definition.options
        if option.value not in {"none", "no", "held-own", "held-cloud", "not_planned", "not_applicable"}
    }
