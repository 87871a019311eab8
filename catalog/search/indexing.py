"""Writing the search rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Q

from accounts.prefectures import PREFECTURE_NAMES
from catalog.enums import CategoryAxis
from catalog.models import Category, Service, ServiceSearch
from catalog.search.cutting import RULES
from catalog.search.vectors import Document, doc_vector, grams_vector

#: Rows written in one statement, and listings locked at once.
BATCH = 200
#: The `rules` of a row that waits for a job.
STALE = 0
#: 対象業務 says what a listing is; the other axes only how it comes, and half the catalogue shares them.
WHAT_IT_IS = frozenset({CategoryAxis.WORK.value})
HOW_IT_COMES = frozenset(CategoryAxis.values) - WHAT_IT_IS
#: What a held certificate is searched by; its label on the page says more than that.
CERTIFICATES = {
    "ismap:held": "ISMAP",
    "ismap_liu:held": "ISMAP-LIU",
    "iso27001:held": "ISO27001 ISMS",
    "iso27017:held": "ISO27017",
    "privacy_mark:held": "プライバシーマーク Pマーク",
    "standard_compliance:confirmed": "標準準拠",
}


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
        categories=_names(service, WHAT_IT_IS, categories),
        vendor=service.vendor.name,
        facts=(
            *_names(service, HOW_IT_COMES, categories),
            *(CERTIFICATES[facet] for facet in service.facets if facet in CERTIFICATES),
            PREFECTURE_NAMES.get(service.vendor.headquarters, ""),
        ),
        description=version.description,
    )


def _names(service: Service, axes: frozenset[str], categories: dict[str, str]) -> tuple[str, ...]:
    """The names of the listing's categories on these axes."""
    return tuple(categories[facet] for facet in service.facets if facet in categories and facet.split(":")[0] in axes)
