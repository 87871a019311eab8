"""A listing for search engines: what its page shows, and nothing that could run."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from django.utils import timezone

from catalog.actions import ListingContent, publish_listing
from catalog.models import ReviewSummary
from catalog.plans import Plan
from tests.factories import PublishedServiceFactory, VendorFactory, complete_answers

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(client, service):
    page = client.get(service.get_absolute_url()).content.decode()
    (text,) = BLOCK.findall(page)
    return json.loads(text)


def test_a_listing_with_plans_and_sources(client, db):
    answers = complete_answers() | {"license": "MIT", "repository": "https://code.example/a", "software_version": "1.2"}
    plans = [
        Plan("標準", "月額", 50_000, "excluded", "", None),
        Plan("個別", "", None, "", "", None),
    ]
    content = ListingContent("名前", "ひとこと", "説明", answers, "なまえ", plans)
    service, _ = publish_listing(vendor=VendorFactory(), service=None, content=content, actor=None, now=timezone.now())
    data = data_of(client, service)
    assert data["@type"] == "SoftwareApplication"
    assert data["provider"]["name"] == service.vendor.name
    (offer,) = data["offers"]
    assert offer["priceSpecification"]["price"] == 50_000
    assert offer["priceSpecification"]["valueAddedTaxIncluded"] is False
    assert data["license"] == "https://spdx.org/licenses/MIT.html"
    assert data["isBasedOn"]["codeRepository"] == "https://code.example/a"
    assert data["softwareVersion"] == "1.2"
    assert "aggregateRating" not in data


def test_the_page_shows_the_source_of_open_source_software(client, db):
    known = {
        "repository": "https://code.example/a",
        "license": "other",
        "license_expression": "MIT OR ISC",
        "software_version": "1.10",
        "software_released_on": "2026-04-01",
    }
    page = client.get(PublishedServiceFactory(answers=complete_answers() | known).get_absolute_url()).content.decode()
    card = page.split(">オープンソース</h2>")[1].split("この掲載について")[0]
    for words in ('href="https://code.example/a"', "MIT OR ISC", "1.10", "2026"):
        assert words in card
    assert "その他" not in card
    assert "までに確認できたものです" in card
    day_only = {"repository": "https://code.example/b", "software_released_on": "2026-04-01"}
    page = client.get(PublishedServiceFactory(answers=complete_answers() | day_only).get_absolute_url())
    assert "までに確認できたものです" in page.content.decode()
    plain = client.get(PublishedServiceFactory().get_absolute_url()).content.decode()
    assert ">オープンソース</h2>" not in plain
    assert "までに確認できたものです" not in plain


def test_nothing_written_in_a_listing_ends_the_block(client, db):
    name = '</script><script>alert("1")</script><!--\u2028&'
    service = PublishedServiceFactory(tagline=name, vendor__name=name)
    page = client.get(service.get_absolute_url())
    assert "<script>alert" not in page.content.decode()
    data = data_of(client, service)
    assert data["description"] == data["provider"]["name"] == name
    assert "unsafe" not in page["Content-Security-Policy"]


def test_averages_only_where_the_page_shows_them(client, db):
    service = PublishedServiceFactory()
    summary = ReviewSummary.objects.create(service=service, reviews=2, bodies=2)
    assert "aggregateRating" not in data_of(client, service)
    ReviewSummary.objects.filter(pk=summary.pk).update(reviews=3, bodies=3, overall=Decimal("4.25"))
    rating = data_of(client, service)["aggregateRating"]
    assert (rating["ratingValue"], rating["ratingCount"], rating["bestRating"]) == ("4.3", 3, 5)


def test_what_is_not_public_carries_none(client, db, vendor_user):
    service = PublishedServiceFactory(vendor=vendor_user.vendor_memberships.get().vendor)
    type(service).objects.filter(pk=service.pk).update(status="unpublished", unpublished_at=timezone.now())
    client.force_login(vendor_user)
    assert not BLOCK.search(client.get(service.get_absolute_url()).content.decode())
