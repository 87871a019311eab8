"""Views are counted without knowing by whom, whether the page was rendered or not, and cheaply."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from catalog.middleware import ViewCountMiddleware
from catalog.models import ServiceViews
from catalog.view_counting import COUNTER, ViewCounter
from tests.catalog.conftest import signed_in
from tests.factories import AdvisorFactory, MembershipFactory, PublishedServiceFactory, ServiceFactory
from tests.races import all_at_once

BROWSER = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/128.0"}
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def nothing_seen(db):
    COUNTER.write()
    ServiceViews.objects.all().delete()


def seen():
    COUNTER.write()
    return {row.service_id: row.views for row in ServiceViews.objects.all()}


def test_pages_opened_by_people_are_counted_by_day(client, db):
    service, other = PublishedServiceFactory(), PublishedServiceFactory()
    for _ in range(3):
        client.get(f"/services/{service.pk}/", headers=BROWSER)
    client.get(f"/services/{other.pk}/?adoptions=near", headers=BROWSER)
    signed_in(MembershipFactory().user).get(f"/services/{other.pk}/", headers=BROWSER)
    signed_in(AdvisorFactory().user).get(f"/services/{other.pk}/", headers=BROWSER)
    assert seen() == {service.pk: 3, other.pk: 3}
    assert ServiceViews.objects.values_list("day", flat=True).distinct().get() == timezone.localdate()
    client.get(f"/services/{service.pk}/", headers=BROWSER)
    assert seen()[service.pk] == 4


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        BROWSER | {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_fetched_in_advance_do_not_count(client, db, headers):
    client.get(f"/services/{PublishedServiceFactory().pk}/", headers=headers)
    assert seen() == {}


def test_vendors_and_operators_do_not_count(db, vendor, vendor_user, rival, operator):
    service = PublishedServiceFactory(vendor=vendor)
    for person in (vendor_user, rival, operator):
        assert signed_in(person).get(f"/services/{service.pk}/", headers=BROWSER).status_code == 200
    assert seen() == {}


def test_what_was_not_shown_does_not_count(client, db):
    service = PublishedServiceFactory()
    client.get(f"/services/{ServiceFactory().pk}/", headers=BROWSER)
    client.post(f"/services/{service.pk}/", headers=BROWSER)
    client.head(f"/services/{service.pk}/", headers=BROWSER)
    client.get(f"/services/{service.pk}/reviews/", headers=BROWSER)
    client.get(f"/services/{'9' * 18}/", headers=BROWSER)
    client.get(f"/services/{'9' * 5000}/", headers=BROWSER)
    assert seen() == {}


@pytest.mark.parametrize("status", [200, 304])
def test_an_answer_out_of_a_cache_counts_without_a_query_or_a_session(db, status, django_assert_num_queries):
    service = PublishedServiceFactory()
    count = ViewCountMiddleware(lambda request: HttpResponse(status=status))
    with django_assert_num_queries(0):
        count(RequestFactory().get(f"/services/{service.pk}/", headers=BROWSER))
    assert seen() == {service.pk: 1}


def test_the_person_leaves_no_trace(client, db):
    response = client.get(f"/services/{PublishedServiceFactory().pk}/", headers=BROWSER, REMOTE_ADDR="203.0.113.9")
    assert not response.cookies
    assert {field.name for field in ServiceViews._meta.fields} == {"id", "service", "day", "views"}


def test_one_statement_every_few_seconds(db, django_assert_num_queries):
    services, counter = [PublishedServiceFactory() for _ in range(3)], ViewCounter()
    with django_assert_num_queries(1):
        for service in services * 10:
            counter.add(service.pk, TODAY)
            counter.write_if_due(60)  # at once the first time, then not before a minute is over
    counter.write()
    assert sorted(ServiceViews.objects.values_list("views", flat=True)) == [10, 10, 10]


def test_a_listing_that_never_was_harms_no_others(db):
    counter, service = ViewCounter(), PublishedServiceFactory()
    counter.add(10**15, TODAY)
    counter.add(service.pk, TODAY)
    counter.write()
    assert ServiceViews.objects.get().service == service


def test_while_the_database_is_away_nothing_is_lost_and_no_page_fails(db, monkeypatch):
    counter, service = ViewCounter(), PublishedServiceFactory()
    counter.add(service.pk, TODAY)
    with monkeypatch.context() as away:
        away.setattr("catalog.view_counting._WRITE", "SELECT away FROM nowhere WHERE %s = %s AND 1 = %s")
        before = connection.savepoint()
        counter.write()
        connection.savepoint_rollback(before)
    counter.add(service.pk, TODAY)
    counter.write()
    assert ServiceViews.objects.get().views == 2


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_add_up():
    services = [PublishedServiceFactory() for _ in range(5)]

    def one_process(order):
        counter = ViewCounter()
        for service in order:
            counter.add(service.pk, TODAY)
        counter.write()

    all_at_once([lambda order=order: one_process(order) for order in (services, services[::-1]) * 4])
    assert set(ServiceViews.objects.values_list("views", flat=True)) == {8}
