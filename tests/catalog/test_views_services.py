"""The public pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PopulationBand, VendorSize
from catalog.enums import AdoptionStage
from catalog.models import CollectionItem
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    BrochureFactory,
    CategoryFactory,
    CollectionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    ServiceFactory,
    VendorFactory,
    complete_answers,
)

LIST = "/services/"


def answers(**changed):
    return complete_answers() | changed


def names(response):
    return [service.name for service in response.context["page"].object_list]


def test_the_list_shows_published_services_only(client, db):
    shown = PublishedServiceFactory()
    ServiceFactory(name="まだ秘密")
    response = client.get(LIST)
    assert names(response) == [shown.name]
    assert "まだ秘密" not in response.content.decode()


def test_filters_narrow_and_combine(client, db):
    lgwan = PublishedServiceFactory(answers=answers(network=["lgwan"]))
    both = PublishedServiceFactory(answers=answers(network=["lgwan", "internet"], delivery=["oss"]))
    internet = PublishedServiceFactory(answers=answers(network=["internet"]))
    assert set(names(client.get(LIST, {"network": "lgwan"}))) == {lgwan.name, both.name}
    assert set(names(client.get(LIST, {"network": ["lgwan", "internet"]}))) == {lgwan.name, both.name, internet.name}
    assert names(client.get(LIST, {"network": "lgwan", "oss": "on"})) == [both.name]
    assert names(client.get(LIST, {"network": "internet", "delivery": "saas"})) == [internet.name]


def test_filters_by_the_vendor_and_by_its_customers(client, db):
    startup = PublishedServiceFactory(vendor=VendorFactory(is_startup=True, service_areas=["11"], headquarters="11"))
    large = PublishedServiceFactory(vendor=VendorFactory(size=VendorSize.LARGE, service_areas=[]))
    assert names(client.get(LIST, {"startup": "on"})) == [startup.name]
    assert names(client.get(LIST, {"kind": "large"})) == [large.name]
    assert names(client.get(LIST, {"headquarters": "11"})) == [startup.name]
    assert set(names(client.get(LIST, {"prefecture": "11"}))) == {startup.name, large.name}
    assert names(client.get(LIST, {"prefecture": "13"})) == [large.name]
    town = MunicipalityFactory(population_band=PopulationBand.FROM_10K)
    AdoptionFactory(service=large, municipality=town, confirmed=True)
    AdoptionFactory(service=startup, municipality=town)
    assert names(client.get(LIST, {"population": "10k_30k"})) == [large.name]


@pytest.mark.parametrize(
    "query",
    [
        {"network": "moon"},
        {"network": "\x00"},
        {"category": "'; DROP"},
        {"spec.iso27001": "maybe"},
        {"spec.nothing": "x"},
        {"prefecture": "99"},
    ],
)
def test_a_filter_that_is_not_understood_never_widens(client, db, query):
    PublishedServiceFactory()
    response = client.get(LIST, query)
    assert response.status_code == 400
    assert names(response) == []
    assert "条件を読み取れませんでした" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("0", 1), ("-1", 1), ("x", 1), ("9" * 30, 2), ("3", 2), ("2", 2), ("", 1), ("1.5", 1), ("２", 2)],
)
def test_page_numbers_are_repaired_and_said_so(client, db, asked, shown):
    PublishedServiceFactory.create_batch(21, vendor=VendorFactory())
    response = client.get(LIST, {"page": asked})
    assert response.status_code == 200
    assert response.context["page"].number == shown
    assert bool(response.context["browsing"].notes) == (asked not in {"2", "２", ""})


def test_sorting(client, db):
    now = timezone.now()
    old = PublishedServiceFactory(name="あ", published_at=now - dt.timedelta(days=400), confirmed_adoptions=1)
    new = PublishedServiceFactory(name="ん", published_at=now)
    assert names(client.get(LIST, {"sort": "new"})) == [new.name, old.name]
    assert names(client.get(LIST, {"sort": "name"})) == [old.name, new.name]
    assert names(client.get(LIST, {"sort": "adoptions"})) == [old.name, new.name]
    response = client.get(LIST, {"sort": "random"})
    assert names(response) == [new.name, old.name]
    assert "並べ替えの指定を読み取れなかった" in response.content.decode()


def ticks(response, param):
    group = next(group for group in response.context["browsing"].panel if group.param == param)
    return {tick.value: tick.count for tick in group.ticks}


def test_counts_say_what_a_tick_would_show(client, db):
    PublishedServiceFactory(answers=answers(network=["lgwan"]))
    PublishedServiceFactory(answers=answers(network=["lgwan", "internet"], delivery=["oss"]))
    PublishedServiceFactory(answers=answers(network=["internet"]), vendor__size=VendorSize.LARGE)
    response = client.get(LIST)
    assert ticks(response, "network") == {"mynumber": 0, "lgwan": 2, "internet": 2}
    assert ticks(response, "kind")["large"] == 1
    response = client.get(LIST, {"network": "lgwan"})
    assert ticks(response, "network")["internet"] == 2
    assert ticks(response, "delivery") == {
        "saas": 1,
        "oss": 1,
        "lgwan-asp": 0,
        "government-cloud": 0,
        "on-premises": 0,
    }
    assert ticks(response, "kind")["large"] == 0
    assert ticks(response, "oss") == {"on": 1}


@pytest.mark.django_db(transaction=True)
def test_figures_are_remembered_until_the_catalogue_changes(client, django_assert_num_queries):
    PublishedServiceFactory()
    with django_assert_num_queries(3):
        client.get(LIST)
    with django_assert_num_queries(2):
        assert ticks(client.get(LIST), "network")["lgwan"] == 1
    new = PublishedServiceFactory()
    response = client.get(LIST)
    assert ticks(response, "network")["lgwan"] == 2
    assert response.context["page"].paginator.count == 2
    assert new.name in names(response)


def test_a_condition_is_lifted_by_its_chip(client, db):
    response = client.get(LIST, {"network": ["lgwan", "internet"], "sort": "new", "page": "1"})
    chips = response.context["browsing"].chips
    assert [chip.text for chip in chips] == ["LGWAN接続系", "インターネット接続系"]
    assert chips[0].href == "?network=internet&sort=new"


def queries_of(client, path, query=None):
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path, query).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
def test_the_list_asks_the_same_number_of_queries(db, staff, limit):
    client = signed_in(MembershipFactory().user) if staff else Client()
    PublishedServiceFactory()
    first = queries_of(client, LIST, {"network": "lgwan"})
    PublishedServiceFactory.create_batch(2)
    assert queries_of(client, LIST, {"network": "lgwan"}) == first <= limit


def test_the_detail_page_shows_spec_vendor_adoptions_and_brochures(client, db):
    service = PublishedServiceFactory()
    AdoptionFactory(service=service, confirmed=True, municipality__name="確認市")
    AdoptionFactory(service=service, municipality__name="申告市")
    AdoptionFactory(service=service, municipality__name="検討市", stage=AdoptionStage.CONSIDERING)
    BrochureFactory(service=service, title="紹介資料二〇二六")
    page = client.get(service.get_absolute_url()).content.decode()
    assert "データの保存場所" in page
    assert "日本国内のみ" in page
    assert "未回答" in page
    assert "確認市" in page
    assert "事業者申告" in page
    assert "検討市" not in page
    assert "紹介資料二〇二六" in page
    assert service.vendor.name in page


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
def test_the_detail_page_asks_the_same_number_of_queries(db, staff, limit):
    client = signed_in(MembershipFactory().user) if staff else Client()
    service = PublishedServiceFactory()
    AdoptionFactory(service=service)
    BrochureFactory(service=service)
    first = queries_of(client, service.get_absolute_url())
    AdoptionFactory.create_batch(2, service=service)
    BrochureFactory.create_batch(2, service=service)
    assert queries_of(client, service.get_absolute_url()) == first <= limit


def test_unpublished_listings_are_404_to_strangers_and_shown_to_their_own(client, vendor, vendor_user, rival):
    service = PublishedServiceFactory(vendor=vendor)
    service.status, service.unpublished_at = "unpublished", timezone.now()
    service.save()
    pages = [service.get_absolute_url(), service.current.get_absolute_url()]
    for page in pages:
        assert client.get(page).status_code == 404
        assert signed_in(rival).get(page).status_code == 404
        assert signed_in(vendor_user).get(page).status_code == 200


@pytest.mark.parametrize("pk", ["9" * 19, "9" * 40, "0", "9" * 5000])
def test_ids_beyond_reason_are_404(client, db, pk):
    for path in (f"/services/{pk}/", f"/services/{pk}/versions/1/", f"/services/1/versions/{pk}/", f"/vendors/{pk}/"):
        assert client.get(path).status_code == 404


def test_an_old_listing_is_marked(client, db):
    service = PublishedServiceFactory(published_at=timezone.now() - dt.timedelta(days=370))
    assert "最終確認から1年以上" in client.get(LIST).content.decode()
    assert "最終確認から1年以上" in client.get(service.get_absolute_url()).content.decode()


def test_an_old_version_says_so(client, db):
    service = PublishedServiceFactory()
    page = client.get(service.current.get_absolute_url()).content.decode()
    assert "いま公開されている版です" in page


def test_comparison_takes_five_and_says_what_it_left_out(client, db):
    services = PublishedServiceFactory.create_batch(6)
    draft = ServiceFactory()
    asked = [str(service.pk) for service in services]
    response = client.get("/services/compare/", {"id": asked})
    assert len(response.context["comparison"].services) == 5
    assert "はじめの5件" in response.content.decode()
    response = client.get("/services/compare/", {"id": [asked[1], asked[0], str(draft.pk), "x", "9" * 30]})
    assert response.context["comparison"].services == [services[1], services[0]]
    assert "比較から除いています" in response.content.decode()
    assert "比べるサービスが選ばれていません" in client.get("/services/compare/").content.decode()


def test_categories_vendors_and_collections(client, db):
    service = PublishedServiceFactory()
    other = PublishedServiceFactory(answers=answers(work=["X01"]))
    category = CategoryFactory(code="X08", slug="minutes", name="議事録")
    assert names(client.get(category.get_absolute_url())) == [service.name]
    silent = VendorFactory(name="未掲載株式会社")
    page = client.get("/vendors/").content.decode()
    assert service.vendor.name in page
    assert silent.name not in page
    assert names(client.get(reverse("catalog:vendor_detail", args=[other.vendor_id]))) == [other.name]
    collection = CollectionFactory()
    CollectionItem.objects.create(collection=collection, service=other, note="はじめやすい")
    page = client.get(collection.get_absolute_url()).content.decode()
    assert "はじめやすい" in page
    assert other.name in page
    assert collection.title in client.get("/collections/").content.decode()


def test_vendors_are_listed_with_the_number_of_their_published_listings(client, db):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/vendors/", headers={"cookie": "own=page"})
        return len(queries), {vendor.name: vendor.listings for vendor in page.context["page"].object_list}

    first = PublishedServiceFactory(vendor__name="架空一").vendor
    number, listed = asked()
    assert listed == {"架空一": 1}
    PublishedServiceFactory.create_batch(2, vendor=first)
    PublishedServiceFactory(vendor__name="架空二")
    PublishedServiceFactory(vendor__name="架空三")
    ServiceFactory(vendor=first)
    ServiceFactory(vendor__name="掲載なし")
    PublishedServiceFactory(vendor__name="停止中", vendor__is_suspended=True)
    assert asked() == (number, {"架空一": 3, "架空二": 1, "架空三": 1})


def test_empty_pages_say_so(client, db):
    assert "条件に合うサービスがありません" in client.get(LIST).content.decode()
    assert "まだありません" in client.get("/vendors/").content.decode()
    assert "特集はありません" in client.get("/collections/").content.decode()


def test_get_only(db):
    assert Client().post(LIST).status_code == 405
