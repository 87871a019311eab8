"""Listings to search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.models import Vendor
from catalog.enums import ServiceStatus
from catalog.models import Service, ServiceVersion
from catalog.search.indexing import reindex
from tests.factories import VendorFactory

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


def shelve(
    vendor: Vendor,
    name: str,
    tagline: str = "",
    description: str = "",
    *,
    kana: str = "",
    facets: list[str] | None = None,
) -> Service:
    """A published listing, not yet indexed."""
    service = Service.objects.create(vendor=vendor, name=name, tagline=tagline, facets=facets or [], created_at=NOW)
    service.current = ServiceVersion.objects.create(
        service=service,
        number=1,
        name=name,
        name_kana=kana,
        tagline=tagline,
        description=description,
        vendor_name=vendor.name,
        published_at=NOW,
        published_by_key=uuid4(),
    )
    service.status = ServiceStatus.PUBLISHED
    service.first_published_at = service.published_at = NOW
    service.confirmed_on = NOW.date()
    service.save()
    return service


@pytest.fixture
def listing(db) -> Callable[..., Service]:
    """Make a published, indexed listing."""
    vendor = VendorFactory(name="架空の事業者")

    def make(name: str, tagline: str = "", description: str = "", **facts) -> Service:
        service = shelve(facts.pop("vendor", vendor), name, tagline, description, **facts)
        reindex([service.pk])
        return service

    return make
