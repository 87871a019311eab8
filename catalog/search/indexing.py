"""Writing the search rows of listings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from accounts.prefectures import PREFECTURE_NAMES
from catalog.enums import CategoryAxis
from catalog.models import Category, Service, ServiceSearch
from catalog.search import rows
from catalog.search.rows import BATCH, Entry, write_rows
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


def reindex(service_ids: Iterable[int]) -> int:
    """Write the search rows of these listings anew, about 2 ms each; the number written.

    Listings never published have no row. The listings are locked, so that two runs cannot leave the older text.
    """
    wanted = sorted(set(service_ids))
    return sum(_reindex_batch(wanted[start : start + BATCH]) for start in range(0, len(wanted), BATCH))


def stale_services() -> Iterator[int]:
    """Published listings whose row is missing or made with older rules."""
    published = Service.objects.filter(current__isnull=False)
    return rows.stale(published).order_by("pk").values_list("pk", flat=True).iterator()


def mark_stale(service_ids: Iterable[int]) -> None:
    """Leave these rows to the next `reindex_stale`."""
    rows.mark_stale(ServiceSearch, service_ids)


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
    return write_rows(
        ServiceSearch,
        (Entry(service.pk, document_of(service, categories), service.confirmed_adoptions) for service in services),
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
