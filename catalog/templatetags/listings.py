"""Words for what a listing carries as codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

from accounts.prefectures import PREFECTURE_NAMES
from catalog import cards
from catalog.adoption_rows import runs
from catalog.specsheet import DetailRow, detail_row, load_sheet
from catalog.structured_data import listing_data
from dss.data_block import DataBlock

if TYPE_CHECKING:
    from accounts.models import Vendor
    from catalog.models import Service, ServiceVersion
    from catalog.plans import Plan
    from catalog.review_cards import SummaryCard

register = template.Library()

SOURCE_KEYS = (
    "repository",
    "license",
    "license_expression",
    "software_version",
    "software_released_on",
    "development_status",
    "maintenance",
    "publiccode_url",
)


@register.filter
def facet_labels(service: Service, key: str) -> tuple[str, ...]:
    """The labels of one question's answers."""
    return cards.facet_labels(tuple(service.facets), key)


register.filter("runs", runs)


@register.simple_tag
def source_facts(version: ServiceVersion) -> list[DetailRow]:
    """What is known of the source of open-source software; nothing where no source is named."""
    if "repository" not in version.answers:
        return []
    today, sheet = timezone.localdate(), load_sheet()
    keys = [key for key in SOURCE_KEYS if key in version.answers]
    if "license_expression" in keys:
        keys = [key for key in keys if key != "license"]  # "other" says less than the expression
    return [detail_row(sheet.question(key), version.answers[key], today) for key in keys]


@register.simple_tag(name="listing_data")
def listing_data_block(service: Service, version: ServiceVersion, plans: list[Plan], summary: SummaryCard) -> DataBlock:
    """The listing for search engines, as a block of data that runs nothing."""
    return DataBlock(listing_data(service, version, plans, summary))


@register.filter
def prefecture_name(code: str) -> str:
    """埼玉県 for 11; nothing for nothing."""
    return PREFECTURE_NAMES.get(code, "")


@register.filter
def area_names(vendor: Vendor) -> str:
    """対応地域 in words."""
    return prefecture_list(vendor.service_areas)


@register.filter
def prefecture_list(codes: Iterable[str]) -> str:
    """Names joined; no code at all means the whole country."""
    return "、".join(PREFECTURE_NAMES.get(code, code) for code in codes) or "全国"


@register.filter
def file_size(size: int) -> str:
    """1.4MB, 380KB."""
    return f"{size / 1_048_576:.1f}MB" if size >= 1_048_576 else f"{max(1, round(size / 1024))}KB"
