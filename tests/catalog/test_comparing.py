"""Listings side by side, and putting them aside for it from every page that shows some."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import MunicipalityKind
from catalog.choosing import chosen_ids, with_choice, without_one
from catalog.models import CollectionItem, ReviewSummary
from catalog.search.indexing import reindex
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    CategoryFactory,
    CollectionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    ServiceFactory,
    VendorMembershipFactory,
    complete_answers,
)

PAGE = "/services/compare/"
BAR = 'class="compare-bar"'


def ids(*services):
    return [str(service.pk) for service in services]


def rows_of(response):
    return {row.key: row for section in response.context["comparison"].sections for row in section.rows}


def texts(response, key):
    return [cell.text for cell in rows_of(response)[key].cells]


def test_only_differences_leaves_out_what_all_answer_alike(client, db):
    left = PublishedServiceFactory(answers=complete_answers() | {"tax": "included", "domestic_base": "yes"})
    right = PublishedServiceFactory(answers=complete_answers() | {"tax": "excluded", "domestic_base": "yes"})
    everything = client.get(PAGE, {"id": ids(left, right)})
    assert {"tax", "domestic_base", "data_location"} <= rows_of(everything).keys()
    different = client.get(PAGE, {"id": ids(left, right), "diff": "on"})
    assert "tax" in rows_of(different)
    assert not {"domestic_base", "data_location"} & rows_of(different).keys()
    assert 'aria-current="page">違いだけ表示' in different.content.decode()
    assert client.get(PAGE, {"id": ids(left), "diff": "on"}).context["comparison"].only_differences is False


def test_unknown_is_not_no_and_is_marked_as_a_gap(client, db):
    told = PublishedServiceFactory(answers=complete_answers() | {"ip_restriction": "no"})
    silent = PublishedServiceFactory()
    response = client.get(PAGE, {"id": ids(told, silent), "diff": "on"})
    assert texts(response, "ip_restriction") == ["いいえ", "未回答"]
    row = rows_of(response)["ip_restriction"]
    assert row.has_gap
    assert not row.answers_differ
    assert "未回答あり" in response.content.decode()


def test_a_certificate_past_its_last_day_is_unconfirmed(client, db):
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    certificate = {"state": "held", "holder": "own", "expires_on": yesterday}
    service = PublishedServiceFactory(answers=complete_answers() | {"iso27001": certificate})
    response = client.get(PAGE, {"id": ids(service)})
    assert texts(response, "iso27001")[0].startswith("未確認")
    assert rows_of(response)["iso27001"].cells[0].is_unconfirmed


def test_prices_stand_with_their_tax_and_once(client, db):
    dear = PublishedServiceFactory(
        answers=complete_answers() | {"min_price": 50_000, "tax": "excluded", "total_60_months": 3_000_000}
    )
    vague = PublishedServiceFactory(answers=complete_answers() | {"min_price": 40_000})
    response = client.get(PAGE, {"id": ids(dear, vague)})
    assert texts(response, "min_price") == ["50,000円（税抜）", "40,000円（税の扱いは未回答）"]
    assert texts(response, "total_60_months") == ["3,000,000円（税抜）", "未回答"]
    assert response.content.decode().count("50,000円") == 1


def test_adoptions_count_confirmed_bodies_by_kind_and_those_like_the_readers(db):
    own = MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="11")
    near = MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="11")
    far = MunicipalityFactory(kind=MunicipalityKind.TOWN, prefecture_code="40")
    service, other = PublishedServiceFactory.create_batch(2)
    for body in (near, far):
        AdoptionFactory(service=service, municipality=body, confirmed=True)
        AdoptionFactory(service=service, municipality=body, department="税務課", confirmed=True)
    AdoptionFactory(service=other, municipality=near)
    reader = signed_in(MembershipFactory(municipality=own).user)
    response = reader.get(PAGE, {"id": ids(service, other)})
    assert texts(response, "adoptions") == ["2団体（市 1、町 1）", "確認済みの実績はありません"]
    assert texts(response, "near") == ["1団体", "0団体"]
    assert "near" not in rows_of(Client().get(PAGE, {"id": ids(service)}))


def test_bodies_like_the_readers_are_told_among_the_rows_counted(db):
    """Asked for by a query of their own, they would be those of every listing there is."""
    reader = signed_in(MembershipFactory().user)
    service = AdoptionFactory(confirmed=True).service
    with CaptureQueriesContext(connection) as queries:
        reader.get(PAGE, {"id": ids(service)})
    counting = [query["sql"] for query in queries if "COUNT(DISTINCT" in query["sql"]]
    assert [sql.count('FROM "catalog_adoption"') for sql in counting] == [1]


@pytest.mark.parametrize("kind", ["nothing", "one", "six"])
def test_any_number_of_listings_is_answered(client, db, kind):
    services = PublishedServiceFactory.create_batch({"nothing": 0, "one": 1, "six": 6}[kind])
    page = client.get(PAGE, {"id": ids(*services)}).content.decode()
    said = {"nothing": "選ばれていません", "one": "もう1件以上加えると", "six": "はじめの5件"}[kind]
    assert said in page
    assert ("ほかのサービスを加える" in page) == (kind == "one")


def test_what_one_may_not_see_is_left_out_and_said_so(db):
    shown = PublishedServiceFactory()
    member = VendorMembershipFactory()
    hidden = PublishedServiceFactory(vendor=member.vendor, name="停止中の掲載")
    hidden.status, hidden.unpublished_at = "unpublished", timezone.now()
    hidden.save()
    draft = ServiceFactory(vendor=member.vendor, name="下書きの掲載")
    asked = {"id": [*ids(shown, hidden, draft), "x", "-1", "9" * 30, "1\x00"]}
    for reader in (Client(), signed_in(VendorMembershipFactory().user), signed_in(MembershipFactory().user)):
        response = reader.get(PAGE, asked)
        assert response.context["comparison"].services == [shown]
        assert "比較から除いています" in response.content.decode()
        assert "停止中の掲載" not in response.content.decode()
    own = signed_in(member.user).get(PAGE, asked)
    assert own.context["comparison"].services == [shown, hidden]


def test_a_column_is_taken_out_by_its_link(client, db):
    services = PublishedServiceFactory.create_batch(3)
    response = client.get(PAGE, {"id": ids(*services), "diff": "on"})
    hrefs = [href for _, href in response.context["comparison"].columns]
    assert hrefs[1] == f"?id={services[0].pk}&id={services[2].pk}&diff=on"


def test_the_files_hold_the_page_as_text(client, db):
    evil = PublishedServiceFactory(name="=1+1", answers=complete_answers() | {"backup": "=cmd|' /C calc'!A0\x0bx"})
    plain = PublishedServiceFactory()
    response = client.get(reverse("catalog:service_compare_workbook"), {"id": ids(evil, plain)})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = {sheet.cell(row, 1).value: sheet.cell(row, 3) for row in range(1, sheet.max_row + 1)}
    assert cells["項目"].value == "=1+1"
    assert cells["バックアップ"].data_type == "s"
    assert sheet.freeze_panes == "C5"
    assert sheet.page_setup.orientation == "landscape"
    response = client.get(reverse("catalog:service_compare_csv"), {"id": ids(evil, plain), "diff": "on"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    lines = {row[0]: row for row in rows if row}
    assert lines["項目"][2] == "'=1+1"
    assert lines["バックアップ"][1:] == ["未回答あり", "'=cmd|' /C calc'!A0x", "未回答"]
    assert "データの保存場所" not in lines


@pytest.mark.parametrize("name", ["catalog:service_compare_workbook", "catalog:service_compare_csv"])
def test_no_file_of_nothing(client, db, name):
    assert client.get(reverse(name), {"id": "9" * 40}).headers["Location"] == PAGE


def pages_with(service):
    category = CategoryFactory(code="X08", slug="minutes", name="議事録")
    collection = CollectionFactory()
    CollectionItem.objects.create(collection=collection, service=service)
    reindex([service.pk])
    return [
        "/services/",
        f"/search/?q={service.name}",
        service.get_absolute_url(),
        reverse("catalog:vendor_detail", args=[service.vendor_id]),
        category.get_absolute_url(),
        collection.get_absolute_url(),
    ]


@pytest.mark.parametrize("staff", [False, True])
def test_every_page_with_listings_adds_and_takes_out(db, staff):
    service = PublishedServiceFactory(name="会議録サービス")
    client = signed_in(MembershipFactory().user) if staff else Client()
    for path in pages_with(service):
        page = client.get(path).content.decode()
        assert f'name="compare" value="{service.pk}"' in page, path
        assert BAR not in page, path
        sign = "&" if "?" in path else "?"
        page = client.get(f"{path}{sign}compare={service.pk}").content.decode()
        assert BAR in page, path
        assert "比較に加えています" in page, path
        assert "1件を比べる" in page, path


def test_the_choice_travels_along(client, db):
    first, second = PublishedServiceFactory.create_batch(2)
    page = client.get("/services/", {"compare": ids(first), "network": "lgwan"}).content.decode()
    assert f'href="{second.get_absolute_url()}?compare={first.pk}"' in page
    assert f'href="/services/?compare={first.pk}"' in page
    assert f'href="/vendors/?compare={first.pk}"' in page
    chip = client.get("/services/", {"compare": ids(first), "network": "lgwan"}).context["browsing"].chips[0]
    assert chip.href == f"?compare={first.pk}"


def test_a_sixth_is_refused_in_words(client, db):
    services = PublishedServiceFactory.create_batch(6)
    page = client.get("/services/", {"compare": ids(*services)}).content.decode()
    assert "はじめの5件を残しています" in page
    assert "比較は5件までです" in page
    assert "5件を比べる" in page


def test_the_bar_names_nothing_one_may_not_see(client, db):
    draft = ServiceFactory(name="下書きの掲載")
    page = client.get("/services/", {"compare": [str(draft.pk), "9" * 30, "\x00", "²"]}).content.decode()
    assert "下書きの掲載" not in page
    assert BAR not in page


def test_visitors_get_the_same_page_for_the_same_address(db):
    """No token, no cookie, no session: a page cache may keep it."""
    first, _ = PublishedServiceFactory.create_batch(2)
    answers = [Client().get("/services/", {"compare": ids(first)}) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert "csrfmiddlewaretoken" not in answers[0].content.decode()
    assert not answers[0].cookies


def test_addresses():
    assert chosen_ids(QueryDict("compare=3&compare=3&compare=x&compare=0&compare=7")) == [3, 7]
    assert with_choice("/services/?q=a#top", [3, 7]) == "/services/?q=a&compare=3&compare=7#top"
    assert with_choice("/services/", []) == "/services/"
    assert without_one(QueryDict("q=a&compare=3&compare=7"), 3) == "?q=a&compare=7"
    assert without_one(QueryDict("q=a&compare=3&compare=7")) == "?q=a"


def queries_of(client, path, query):
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path, query).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
def test_one_or_three_listings_cost_the_same_queries(db, staff, limit):
    client = signed_in(MembershipFactory().user) if staff else Client()
    services = PublishedServiceFactory.create_batch(3)
    for service in services:
        AdoptionFactory(service=service, confirmed=True)
    client.get("/services/")  # which begins a visit
    for path, name in ((PAGE, "id"), ("/services/", "compare"), (services[0].get_absolute_url(), "compare")):
        one = queries_of(client, path, {name: ids(*services[:1])})
        assert queries_of(client, path, {name: ids(*services)}) == one <= limit, path


def test_reviews_show_no_average_below_three_bodies(client, db):
    service = PublishedServiceFactory()
    assert texts(client.get(PAGE, {"id": ids(service)}), "reviews") == ["レビューはまだありません"]
    ReviewSummary.objects.create(service=service, reviews=2, bodies=2)
    assert texts(client.get(PAGE, {"id": ids(service)}), "reviews") == ["平均はまだありません（2件）"]
