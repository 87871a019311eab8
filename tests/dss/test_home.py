"""The front page: figures that are true, what is new, the two doors."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.enums import VendorSize
from catalog.enums import AdoptionStage
from catalog.facts import Front, count_front, todays_small_ids
from tests.factories import (
    AdoptionFactory,
    CategoryFactory,
    CollectionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    ServiceFactory,
    VendorFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_figures():
    cache.clear()
    yield
    cache.clear()


def home(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_home_without_any_data_says_so(client: Client) -> None:
    text = home(client)
    assert "公開中のサービスはまだありません" in text
    assert 'action="/services/"' in text


def test_home_shows_what_everyone_may_find_and_nothing_else(client: Client) -> None:
    PublishedServiceFactory(name="公開の議事録")
    PublishedServiceFactory(name="停止会社の議事録", vendor=VendorFactory(is_suspended=True))
    ServiceFactory(name="下書きの議事録")
    CollectionFactory(title="いまの特集")
    CollectionFactory(title="おわった特集", ends_on=dt.date(2020, 2, 1))
    text = home(client)
    assert "公開の議事録" in text
    assert "いまの特集" in text
    for hidden in ("停止会社の議事録", "下書きの議事録", "おわった特集"):
        assert hidden not in text


def test_figures_count_confirmed_facts_only() -> None:
    service = PublishedServiceFactory()
    hidden = PublishedServiceFactory(vendor=VendorFactory(is_suspended=True))
    AdoptionFactory(service=service, confirmed=True)
    AdoptionFactory(service=service)
    AdoptionFactory(service=service, confirmed=True, stage=AdoptionStage.CONSIDERING)
    AdoptionFactory(service=hidden, confirmed=True)
    town = MunicipalityFactory()
    MembershipFactory(municipality=town)
    MembershipFactory(municipality=town)
    MembershipFactory(expires_on=dt.date(2020, 5, 31))
    figures = count_front(timezone.now())
    assert (figures.services, figures.adoptions, figures.municipalities) == (1, 1, 1)


def test_categories_carry_their_number_of_listings(client: Client) -> None:
    CategoryFactory(code="X08", slug="minutes", name="議事録・音声認識", group="横断")
    CategoryFactory(code="X99", slug="nothing", name="まだないもの", group="横断")
    PublishedServiceFactory.create_batch(2)
    groups = count_front(timezone.now()).groups
    assert [(field.name, field.services) for field in groups["横断"]] == [("議事録・音声認識", 2), ("まだないもの", 0)]
    assert 'href="/categories/minutes/"' in home(client)


def test_small_slot_gives_each_its_turn() -> None:
    figures = Front(services=0, adoptions=0, municipalities=0, groups={}, small_ids=list(range(7)))
    noon = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    days = [todays_small_ids(figures, noon + dt.timedelta(days=day), 3) for day in range(7)]
    assert {pk for ids in days for pk in ids} == set(range(7))
    assert days[0] != days[1]
    assert todays_small_ids(figures, noon, 7) == list(range(7))


def test_small_slot_holds_small_vendors_only() -> None:
    PublishedServiceFactory(vendor=VendorFactory(size=VendorSize.LARGE))
    small = PublishedServiceFactory(vendor=VendorFactory(size=VendorSize.SMALL))
    assert count_front(timezone.now()).small_ids == [small.pk]


def test_doors_stand_open_for_visitors(client: Client) -> None:
    text = home(client)
    assert 'href="/signup/staff/">職員として登録する' in text
    assert 'href="/signup/vendor/">事業者として登録する' in text
    assert "サインアップ" in text


def test_person_sees_name_body_and_their_work(client: Client) -> None:
    membership = MembershipFactory(user__name="深谷 花子", municipality__name="架空市")
    client.force_login(membership.user)
    text = home(client)
    assert "深谷 花子" in text
    assert "<strong>架空市</strong>" in text
    assert 'href="/inquiries/"' in text
    assert "職員として登録する" not in text
    assert "/desk/" not in text


def test_vendor_sees_the_desk(client: Client) -> None:
    membership = VendorMembershipFactory(vendor__name="架空社")
    client.force_login(membership.user)
    text = home(client)
    assert "<strong>架空社</strong>" in text
    assert 'href="/desk/"' in text
    assert "/inquiries/" not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_same_few_questions(client: Client, django_assert_num_queries, rows: int) -> None:
    PublishedServiceFactory.create_batch(rows)
    CollectionFactory.create_batch(rows)
    home(client)
    with django_assert_num_queries(3):
        home(client)
