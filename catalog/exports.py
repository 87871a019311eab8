"""Open data: published listings as plain records, for CSV, JSON and Atom alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone

from catalog.models import Service, ServiceVersion
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import export_columns, to_columns
from dss.csv_text import csv_lines

CHUNK = 500
_LISTING_COLUMNS = (
    "id",
    "url",
    "version",
    "name",
    "name_kana",
    "tagline",
    "description",
    "vendor_id",
    "vendor",
    "vendor_size",
    "vendor_is_startup",
    "vendor_headquarters",
    "vendor_service_areas",
    "confirmed_adoptions",
    "published_on",
    "confirmed_on",
    "plans",
)


CSV_COLUMNS = (*_LISTING_COLUMNS, *export_columns())
"""The header: facts of the listing, then the answers of the spec sheet."""


def export_lines(services: ServiceQuerySet) -> Iterator[str]:
    """The whole export line by line, in order of id."""
    return csv_lines(CSV_COLUMNS, (_cells(service, version) for service, version in in_chunks(services)))


def _cells(service: Service, version: ServiceVersion) -> list[Any]:
    columns = {**_facts(service, version), "plans": _as_json(version.plans), **to_columns(version.answers)}
    return [columns.get(name) for name in CSV_COLUMNS]


def in_chunks(services: ServiceQuerySet) -> Iterator[tuple[Service, ServiceVersion]]:
    """Listings with their current version, a few hundred at a time and by key, so that memory stays flat."""
    ordered = services.select_related("vendor", "current").order_by("pk")
    last = 0
    while chunk := list(ordered.filter(pk__gt=last)[:CHUNK]):
        yield from ((service, service.current) for service in chunk if service.current is not None)
        last = chunk[-1].pk


def as_record(service: Service, version: ServiceVersion) -> dict[str, Any]:
    """One listing for JSON: the same facts, and the answers in their canonical form."""
    return {**_facts(service, version), "plans": version.plans, "answers": version.answers}


def _facts(service: Service, version: ServiceVersion) -> dict[str, Any]:
    vendor = service.vendor
    return {
        "id": service.pk,
        "url": f"{settings.SITE_URL}{service.get_absolute_url()}",
        "version": version.number,
        "name": version.name,
        "name_kana": version.name_kana,
        "tagline": version.tagline,
        "description": version.description,
        "vendor_id": vendor.pk,
        "vendor": vendor.name,
        "vendor_size": vendor.size,
        "vendor_is_startup": vendor.is_startup,
        "vendor_headquarters": vendor.headquarters,
        "vendor_service_areas": vendor.service_areas,
        "confirmed_adoptions": service.confirmed_adoptions,
        "published_on": timezone.localdate(version.published_at).isoformat(),
        "confirmed_on": service.confirmed_on.isoformat() if service.confirmed_on else None,
    }


def _as_json(plans: list[dict[str, Any]]) -> str:
    """All plans in one cell, so that nothing of them is lost; empty when there are none."""
    return json.dumps(plans, ensure_ascii=False) if plans else ""
