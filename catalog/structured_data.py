"""A listing in the words of schema.org, for search engines: nothing that its page does not show to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from catalog.enums import TaxTreatment
from catalog.models import BEST, Service, ServiceVersion
from catalog.open_records import LICENCE_URL
from catalog.plans import Plan
from catalog.review_cards import SummaryCard

SPDX = "https://spdx.org/licenses/"


def listing_data(
    service: Service, version: ServiceVersion, plans: Iterable[Plan], summary: SummaryCard
) -> dict[str, Any]:
    """A SoftwareApplication; what is not known is left out. Averages stand only where the page shows them."""
    vendor = service.vendor
    address = f"{settings.SITE_URL}{service.get_absolute_url()}"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "@id": address,
        "url": address,
        "name": version.name,
        "description": version.tagline,
        "inLanguage": "ja",
        "applicationCategory": "BusinessApplication",
        "dateModified": timezone.localdate(version.published_at).isoformat(),
        "provider": {
            "@type": "Organization",
            "name": vendor.name,
            "url": f"{settings.SITE_URL}{reverse('catalog:vendor_detail', args=[vendor.pk])}",
        },
        "sdLicense": LICENCE_URL,
        "offers": [_offer(plan) for plan in plans if plan.price is not None],
        "aggregateRating": _rating(summary),
        **_source(version.answers),
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _offer(plan: Plan) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "name": plan.name,
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            "price": plan.price,
            "priceCurrency": "JPY",
            "unitText": plan.unit,
            "valueAddedTaxIncluded": plan.tax == TaxTreatment.INCLUDED,
        },
    }


def _rating(summary: SummaryCard) -> dict[str, Any] | None:
    if summary.overall is None:
        return None
    return {
        "@type": "AggregateRating",
        "ratingValue": str(summary.overall),
        "ratingCount": summary.count,
        "bestRating": BEST,
        "worstRating": 1,
    }


def _source(answers: dict[str, Any]) -> dict[str, Any]:
    licence = answers.get("license", "")
    return {
        "license": f"{SPDX}{licence}.html" if licence not in ("", "other") else answers.get("license_expression"),
        "softwareVersion": answers.get("software_version"),
        "isBasedOn": {"@type": "SoftwareSourceCode", "codeRepository": answers["repository"]}
        if "repository" in answers
        else None,
    }
