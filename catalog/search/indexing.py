"""Writing the search rows of listings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from accounts.prefectures import PREFECTURE_NAMES
from catalog.enums import CategoryAxis
from catalog.models import Category, Service, ServiceSearch
from catalog.search.rows import Entry, Index
from catalog.search.vectors import Document

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


def _published() -> QuerySet[Service]:
    return Service.objects.filter(current__isnull=False)


def _entries(service_ids: Sequence[int]) -> Iterator[Entry]:
    """Listings never published have none."""
    services = (
        _published()
        .filter(pk__in=service_ids)
        .select_related("vendor", "current")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    categories = {category.facet: category.name for category in Category.objects.all()}
    for service in services:
        yield Entry(service.pk, document_of(service, categories), service.confirmed_adoptions)


LISTINGS = Index(rows=ServiceSearch, things=_published, entries=_entries, job="catalog.jobs.reindex_stale_services")
reindex = LISTINGS.reindex


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
