"""The front page: figures that are true, what is new, the two doors."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.enums import VendorSize
from accounts.models import MunicipalMembership
from catalog.enums import AdoptionStage
from catalog.facts import Front, count_front, todays_small_ids
from tests.access.world import PERSONAS, World
from tests.factories import (
    AdoptionFactory,
    CategoryFactory,
    CollectionFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    OutboxMailFactory,
    PublishedServiceFactory,
    ServiceFactory,
    UserFactory,
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
    with django_assert_num_queries(2):
        home(client)


# --- What waits ------------------------------------------------------------------------------------------------------


def piles(client: Client) -> dict[str, int]:
    """What the page says is waiting, with the number of each."""
    found = re.findall(r'<a href="[^"]+">([^<]+)</a>\s*<span class="own-work__count">([\d,]+)件</span>', home(client))
    return {label: int(count.replace(",", "")) for label, count in found}


@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona != "anonymous"])
def test_home_counts_everything_in_eight_queries(persona: str, django_assert_max_num_queries) -> None:
    client = World.build().client(persona)
    home(client)
    with django_assert_max_num_queries(8):
        home(client)


@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona != "anonymous"])
def test_every_pile_leads_to_a_page_the_reader_may_open(persona: str, settings) -> None:
    settings.OPERATOR_MFA = False
    client = World.build().client(persona)
    for address in re.findall(r'<a href="([^"]+)">[^<]+</a>\s*<span class="own-work__count">', home(client)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_staff_read_what_waits_for_them_and_for_nobody_else() -> None:
    world = World.build()
    AdoptionFactory(municipality=world.municipality_a, service=world.things["service"])
    assert piles(world.client("staff_a"))["確認を待っている、自団体の導入実績"] == 1
    assert "確認を待っている、自団体の導入実績" not in piles(world.client("staff_b"))


def test_a_vendor_reads_what_waits_on_its_desk() -> None:
    world = World.build()
    assert piles(world.client("vendor_x"))["回答を待っている問い合わせ"] == 2
    assert piles(world.client("vendor_y")) == {}


def test_an_operator_reads_the_queues(client: Client) -> None:
    client.force_login(OperatorFactory())
    OutboxMailFactory(status="failed")
    OutboxMailFactory(status="unknown")
    OutboxMailFactory()
    MunicipalDomainFactory()
    assert piles(client) == {"確認を待っている自治体ドメイン": 1, "送信できていないメール": 2}


def test_who_has_nothing_waiting_reads_so_kindly(client: Client) -> None:
    client.force_login(MembershipFactory(user__name="深谷 花子").user)
    text = home(client)
    assert "いま対応を待っているものはありません。" in text
    assert "own-work__count" not in text


@pytest.mark.parametrize(
    ("door", "address"),
    [("staff", "/me/membership/"), ("vendor", "/signup/vendor/company/"), ("none", "/me/membership/")],
)
def test_who_is_nobody_yet_reads_how_to_go_on(client: Client, door: str, address: str) -> None:
    client.force_login(UserFactory(signup_door=door))
    text = home(client)
    assert f'href="{address}"' in text
    assert "として利用しています" not in text


def test_who_lapsed_reads_nothing_of_the_body_any_more() -> None:
    world = World.build()
    client = world.client("staff_a")
    AdoptionFactory(municipality=world.municipality_a, service=world.things["service"])
    assert piles(client)
    MunicipalMembership.objects.filter(user=world.users["staff_a"]).update(expires_on="2020-05-31")
    assert piles(client) == {}
    assert world.municipality_a.name not in home(client)
