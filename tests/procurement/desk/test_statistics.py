"""A vendor's own figures, listing by listing and month by month; nobody else's."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import ServiceViews
from procurement.desk_figures import Figures, figures_by_listing, figures_of, last_months
from tests.factories import (
    InquiryFactory,
    PublishedServiceFactory,
    QuoteFactory,
    QuoteRequestFactory,
    VendorMembershipFactory,
)

LISTINGS = reverse("procurement:desk_statistics_listings")
CSV = reverse("procurement:desk_statistics_csv")


@pytest.fixture
def team(db):
    return VendorMembershipFactory()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def busy(vendor, name="=危険な名前"):
    """A listing with two views last month, one this month and others a year ago; a lead, a request and a quote now."""
    service = PublishedServiceFactory(vendor=vendor, name=name)
    first = timezone.localdate().replace(day=1)
    for day, views in ((first - timedelta(days=1), 2), (first, 1), (first.replace(year=first.year - 1), 50)):
        ServiceViews.objects.create(service=service, day=day, views=views)
    InquiryFactory(service=service, vendor=vendor, version=service.current)
    request = QuoteRequestFactory(with_services=[service], opened=True)
    QuoteFactory(invitation=request.invitations.get())
    return service


def test_every_month_has_its_figures(team):
    service, now = busy(team.vendor), timezone.now()
    figures = figures_of(team.user, now, service)
    first = timezone.localdate().replace(day=1)
    assert [month.month for month in figures.months][:1] == [first]
    assert figures.months[0].figures == Figures(views=1, leads=1, requests=1, quotes=1)
    assert figures.months[1].figures == Figures(views=2)
    assert figures.total == Figures(views=3, leads=1, requests=1, quotes=1)
    busy(team.vendor)
    assert figures_of(team.user, now).total == Figures(views=6, leads=2, requests=2, quotes=2)


def test_months_begin_in_tokyo(team):
    service, now = PublishedServiceFactory(vendor=team.vendor), datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
    for hour in (14, 15):  # 23:00 on the last of October, midnight on the first of November
        at = datetime(2026, 10, 31, hour, 0, tzinfo=UTC)
        InquiryFactory(service=service, vendor=team.vendor, version=service.current, created_at=at)
    figures = figures_of(team.user, now, service)
    assert [month.figures.leads for month in figures.months[:2]] == [1, 1]


def test_last_months_cross_the_year():
    assert last_months(date(2026, 2, 28))[:3] == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]
    assert len(last_months(date(2026, 2, 28))) == 12


def test_listings_are_told_apart_and_rivals_are_no_part(team):
    service, quiet = busy(team.vendor), PublishedServiceFactory(vendor=team.vendor)
    rival = VendorMembershipFactory()
    foreign = busy(rival.vendor)
    own = dict(figures_by_listing(team.user, [service, quiet, foreign], timezone.now()))
    assert own[service].views == 3
    assert own[quiet] == own[foreign] == Figures()
    client = signed_in(team.user)
    assert client.get(reverse("procurement:desk_statistics_listing", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("procurement:desk_statistics_listing", args=[service.pk])).status_code == 200
    page = client.get(LISTINGS).content.decode()
    assert page.count("だれが開いたか") == 1
    assert reverse("procurement:desk_statistics_listing", args=[foreign.pk]) not in page


def test_the_table_to_keep_has_every_listing_and_month(team):
    service = busy(team.vendor)
    busy(VendorMembershipFactory().vendor)
    content = b"".join(signed_in(team.user).get(CSV)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 1 + 12
    assert rows[0][:4] == ["ID", "サービス", "月", "閲覧"]
    assert {row[0] for row in rows[1:]} == {str(service.pk)}
    assert rows[1][1] == "'=危険な名前"
    assert sum(int(row[3]) for row in rows[1:]) == 3


def test_a_removed_member_sees_nothing(team):
    service = busy(team.vendor)
    team.ended_at = timezone.now()
    team.save()
    client = signed_in(team.user)
    assert client.get(LISTINGS).status_code == 403
    assert client.get(CSV).status_code == 403
    assert client.get(reverse("procurement:desk_statistics_listing", args=[service.pk])).status_code == 404


@pytest.mark.parametrize("page", [LISTINGS, CSV, reverse("procurement:desk_statistics")])
def test_as_many_queries_for_three_listings_as_for_one(team, page):
    client = signed_in(team.user)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            busy(team.vendor)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(page))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("number", ["x", "-1", "9" * 5000, "\x00"], ids=["word", "negative", "long", "nul"])
def test_pages_that_do_not_exist_are_repaired(team, number):
    busy(team.vendor)
    assert signed_in(team.user).get(LISTINGS, {"page": number}).status_code == 200
