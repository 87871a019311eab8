"""A category's page counts its listings once, and never tells a number of before."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Vendor
from catalog.browsing import PAGE_SIZE
from catalog.enums import ServiceStatus
from catalog.models import Service
from tests.catalog.conftest import signed_in
from tests.factories import CategoryFactory, PublishedServiceFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader():
    """Somebody signed in, who must never see an old page."""
    return signed_in(UserFactory())


def counts_asked(reader, category):
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(category.get_absolute_url()).status_code == 200
    return sum("COUNT(*)" in query["sql"] for query in queries)


def total(reader, category, number=1):
    return reader.get(category.get_absolute_url(), {"page": number}).context["page"].paginator.count


def test_counted_once_while_nothing_changes_and_for_each_category(reader):
    category, other = CategoryFactory(code="X08", slug="minutes"), CategoryFactory(code="X01", slug="other")
    PublishedServiceFactory()
    assert [counts_asked(reader, each) for each in (category, other, category, other)] == [1, 1, 0, 0]
    assert (total(reader, category), total(reader, other)) == (1, 0)


def test_the_number_follows_every_change_of_the_catalogue(reader):
    category = CategoryFactory(code="X08", slug="minutes")
    first = PublishedServiceFactory()
    assert total(reader, category) == 1
    others = PublishedServiceFactory.create_batch(PAGE_SIZE)
    assert total(reader, category) == PAGE_SIZE + 1
    assert total(reader, category, number=2) == PAGE_SIZE + 1
    Service.objects.filter(pk=first.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=timezone.now())
    assert total(reader, category) == PAGE_SIZE
    Vendor.objects.filter(pk=others[0].vendor_id).update(is_suspended=True)
    assert total(reader, category) == PAGE_SIZE - 1
    Service.objects.filter(pk=others[1].pk).update(facets=[])
    assert total(reader, category) == PAGE_SIZE - 2
