"""What is usual in a field of work: from five other vendors on, in wide steps, and never one vendor's figure."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.models import ServiceViews
from procurement.desk_benchmark import STEPS, benchmark_of, step_of
from tests.factories import (
    InquiryFactory,
    PublishedServiceFactory,
    QuoteFactory,
    QuoteRequestFactory,
    VendorMembershipFactory,
    complete_answers,
)

PAGE = reverse("procurement:desk_benchmark")
NOW = dt.datetime(2026, 11, 28, 3, 0, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


@pytest.fixture
def team(db):
    return VendorMembershipFactory()


def listed(views, day=dt.date(2026, 10, 31), published_at=LONG_AGO, **facts):
    service = PublishedServiceFactory(
        published_at=published_at, answers=complete_answers() | {"work": ["X08"]}, **facts
    )
    ServiceViews.objects.create(service=service, day=day, views=views)
    return service


def usual(team, now=NOW):
    (field,) = benchmark_of(team.vendor, now).fields
    return {row.label: (row.own, row.usual) for row in field.rows}


def test_it_is_hidden_below_five_others(team):
    listed(3, vendor=team.vendor)
    for views in (10, 20, 30, 40):
        listed(views)
    assert usual(team) == {}
    cache.clear()
    listed(50)
    assert usual(team)["閲覧"] == ("3回", "20〜49回")


def test_several_listings_of_one_vendor_are_one_vendor(team):
    listed(3, vendor=team.vendor)
    other = listed(1).vendor
    for _ in range(5):
        listed(1, vendor=other)
    assert usual(team) == {}


def test_no_figure_of_another_vendor_is_shown(team):
    listed(7, vendor=team.vendor)
    for views in (111, 133, 137, 151, 177):
        listed(views, vendor__name=f"他社{views}")
    client = Client()
    client.force_login(team.user)
    page = client.get(PAGE).content.decode()
    for views in (111, 133, 137, 151, 177):
        assert f"{views}回" not in page
        assert f"他社{views}" not in page


def test_the_own_figure_moves_nothing(team):
    own = listed(7, vendor=team.vendor)
    for views in (1, 1, 12, 30, 30):
        listed(views)
    before = usual(team)["閲覧"][1]
    ServiceViews.objects.filter(service=own).update(views=100_000)
    cache.clear()
    assert usual(team)["閲覧"] == ("100,000回", before)


def test_only_whole_months_past_count_and_only_a_year_of_them(team):
    for vendor_facts in ({"vendor": team.vendor}, {}, {}, {}, {}, {}):
        service = listed(2, **vendor_facts)
        for day in (dt.date(2026, 11, 1), dt.date(2025, 10, 31)):
            ServiceViews.objects.create(service=service, day=day, views=5_000)
        ServiceViews.objects.create(service=service, day=dt.date(2025, 11, 1), views=1)
    assert usual(team)["閲覧"] == ("3回", "1〜4回")


def test_who_came_lately_is_not_compared(team):
    listed(3, vendor=team.vendor)
    for number in range(5):
        recent = dt.datetime(2026, 9, 1, tzinfo=dt.UTC) if number == 0 else LONG_AGO
        listed(9, published_at=recent)
    assert usual(team) == {}


def test_the_own_figure_is_whole_from_the_first_day(team):
    recent = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    listed(3, vendor=team.vendor, published_at=recent)
    for views in (10, 20, 30, 40, 50):
        listed(views)
    assert usual(team)["閲覧"] == ("3回", "20〜49回")


def test_leads_and_quotes_are_counted(team):
    last_month = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    at = timezone.make_aware(dt.datetime.combine(last_month, dt.time(12)))
    own = listed(1, day=last_month, vendor=team.vendor)
    for _ in range(5):
        listed(1, day=last_month)
    InquiryFactory(service=own, vendor=team.vendor, version=own.current, created_at=at)
    request = QuoteRequestFactory(with_services=[own], opened=True)
    QuoteFactory(invitation=request.invitations.get())
    found = usual(team, timezone.now() + dt.timedelta(days=31))
    assert found["問い合わせ"] == ("1件", "0件")
    assert found["見積の提出"] == ("1件", "0件")
    assert found["選定"] == ("0件", "0件")


@pytest.mark.parametrize(
    ("values", "words"),
    [([0] * 5, "0件"), ([4] * 5, "1〜4件"), ([19, 19, 20], "10〜19件"), ([10**9], "100,000件以上"), ([0, 9], "0件")],
)
def test_steps(values, words):
    assert step_of(values, "leads") == words
    assert list(STEPS) == sorted(STEPS)


def test_few_queries_whatever_there_is(team):
    client = Client()
    client.force_login(team.user)
    counts = []
    for number in (1, 3):
        listed(1, vendor=team.vendor)
        for _ in range(number * 3):
            listed(1)
        cache.clear()
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8
