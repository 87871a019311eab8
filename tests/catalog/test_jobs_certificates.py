"""The nightly look at certificates."""

import datetime as dt

from catalog import actions, jobs
from catalog.actions import ListingContent
from catalog.models import ServiceSearch


def test_a_listing_is_no_longer_found_by_an_expired_certificate(vendor, now):
    held = {"state": "held", "holder": "own", "expires_on": "2026-11-23"}
    content = ListingContent(name="名", tagline="短", description="長", answers={"privacy_mark": held})
    service, _ = actions.publish_listing(vendor=vendor, service=None, content=content, actor=None, now=now)
    before = ServiceSearch.objects.values_list("doc", flat=True).get(service=service)
    jobs.drop_expired_certificates.func(now=now + dt.timedelta(days=2))
    service.refresh_from_db()
    assert service.facets == []
    assert ServiceSearch.objects.values_list("doc", flat=True).get(service=service) != before
