"""What search engines are told of: public pages, all of them, and nothing else."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from catalog.enums import AdoptionStage, AdoptionStatus
from forums.enums import EventStatus
from tests.factories import (
    AdoptionFactory,
    CategoryFactory,
    CollectionFactory,
    EventFactory,
    PublishedServiceFactory,
    ServiceFactory,
    VendorFactory,
)

pytestmark = pytest.mark.django_db
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client, path):
    response = client.get(path)
    assert response["Content-Type"].startswith("application/xml")
    tree = ElementTree.fromstring(response.content)  # noqa: S314 (our own file)
    found = [each.text for each in tree.iter(LOCATION)]
    assert all(address.startswith(settings.SITE_URL) for address in found)
    return [address.removeprefix(settings.SITE_URL) for address in found]


def everything(client):
    return [path for file in locations(client, "/sitemap.xml") for path in locations(client, file)]


def test_public_pages_are_listed_and_open(client):
    used = AdoptionFactory()
    shown = [
        used.service.get_absolute_url(),
        f"/vendors/{used.service.vendor_id}/",
        used.municipality.get_absolute_url(),
        CategoryFactory().get_absolute_url(),
        CollectionFactory().get_absolute_url(),
        EventFactory(status=EventStatus.PUBLISHED).get_absolute_url(),
        "/trends/",
    ]
    found = everything(client)
    assert set(shown) <= set(found)
    assert len(set(found)) == len(found)
    for path in found:
        assert client.get(path).status_code == 200, path


def test_what_is_not_public_is_not_listed(client, django_assert_max_num_queries):
    today = timezone.localdate()
    stopped = PublishedServiceFactory(vendor__is_suspended=True)
    hidden = [
        ServiceFactory().get_absolute_url(),
        stopped.get_absolute_url(),
        f"/vendors/{stopped.vendor_id}/",
        f"/vendors/{VendorFactory().pk}/",
        AdoptionFactory(stage=AdoptionStage.CONSIDERING).municipality.get_absolute_url(),
        AdoptionFactory(
            status=AdoptionStatus.DISPUTED, disputed_at=timezone.now(), dispute_reason="ちがう"
        ).municipality.get_absolute_url(),
        CollectionFactory(starts_on=today + dt.timedelta(days=1)).get_absolute_url(),
        EventFactory(status=EventStatus.DRAFT).get_absolute_url(),
    ]
    assert not set(hidden) & set(everything(client))
    for path in ("/sitemap.xml", *locations(client, "/sitemap.xml")):
        with django_assert_max_num_queries(5):
            client.get(path)


def test_large_sections_are_several_files(client, monkeypatch):
    monkeypatch.setattr("dss.sitemaps._Section.limit", 2)
    services = PublishedServiceFactory.create_batch(3)
    assert "/sitemaps/services.xml?p=2" in locations(client, "/sitemap.xml")
    assert locations(client, "/sitemaps/services.xml?p=2") == [services[2].get_absolute_url()]


@pytest.mark.parametrize(
    "path", ["/sitemaps/moon.xml", *(f"/sitemaps/services.xml?p={number}" for number in ("-1", "x", "9" * 5000))]
)
def test_what_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_robots(client):
    text = client.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\nDisallow: ")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /services/\n" not in text
