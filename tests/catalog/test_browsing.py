"""Filters: their figures, the bodies like one's own, why something was found, and what to do when nothing was."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.enums import MunicipalityKind, NetworkModel, PopulationBand, VendorSize
from catalog.filters import BY_PARAM
from catalog.search.indexing import reindex
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    VendorFactory,
    complete_answers,
)

LIST = "/services/"
STARRED = {
    "category", "audience", "delivery", "network", "spec.domestic_base", "spec.trial", "spec.lgwan_asp_number",
    "spec.ismap", "spec.ismap_liu", "spec.iso27001", "spec.iso27017", "spec.privacy_mark", "spec.data_location",
    "spec.secondary_use", "spec.authentication", "spec.uptime", "spec.pricing_model", "spec.min_price",
    "spec.total_60_months", "spec.standard_compliance", "spec.license",
}  # fmt: skip


def answers(**changed):
    return complete_answers() | changed


def names(response):
    return [service.name for service in response.context["page"].object_list]


def ticks(response, param):
    group = next(group for group in response.context["browsing"].panel if group.param == param)
    return {tick.value: tick.count for tick in group.ticks}


def words(response):
    return " ".join(strip_tags(response.content.decode()).split())


def test_every_starred_question_of_the_sheet_is_a_filter():
    assert BY_PARAM.keys() >= STARRED
    assert {param for param in BY_PARAM if param.startswith("spec.")} <= STARRED


def test_a_condition_left_empty_is_none(client, db):
    PublishedServiceFactory(name="小さい会社", vendor=VendorFactory(size=VendorSize.SMALL))
    PublishedServiceFactory(name="大きい会社", vendor=VendorFactory(size=VendorSize.LARGE))
    empty = "&".join(f"{param}=" for param in ("q", *BY_PARAM, "near", "since", "sort", "page"))
    assert len(names(client.get(f"{LIST}?{empty}"))) == 2
    response = client.get(f"{LIST}?{empty}&kind=small")
    assert names(response) == ["小さい会社"]
    assert [chip.text for chip in response.context["browsing"].chips] == [VendorSize.SMALL.label]
    assert client.get(f"{LIST}?{empty}&kind=huge").status_code == 400


def test_areas_and_sizes_of_customers_are_counted_too(client, db):
    saitama = PublishedServiceFactory(vendor=VendorFactory(service_areas=["11", "13"]))
    everywhere = PublishedServiceFactory(vendor=VendorFactory(service_areas=[], size=VendorSize.LARGE))
    small = MunicipalityFactory(population_band=PopulationBand.FROM_10K)
    for service in (saitama, everywhere):
        AdoptionFactory(service=service, municipality=small, confirmed=True)
    AdoptionFactory(service=everywhere, municipality=small, department="別の課", confirmed=True)
    AdoptionFactory(service=everywhere, municipality__population_band=PopulationBand.FROM_50K)
    AdoptionFactory(service=everywhere, municipality__population_band=None, confirmed=True)
    response = client.get(LIST)
    assert (ticks(response, "prefecture")["11"], ticks(response, "prefecture")["40"]) == (2, 1)
    assert ticks(response, "population") == {band: 2 if band == "10k_30k" else 0 for band in PopulationBand.values}
    response = client.get(LIST, {"kind": "large"})
    assert (ticks(response, "prefecture")["11"], ticks(response, "population")["10k_30k"]) == (1, 1)
    response = client.get(LIST, {"prefecture": "40"})
    assert ticks(response, "prefecture")["11"] == 2
    for param, value in (("prefecture", "11"), ("population", "10k_30k")):
        assert len(names(client.get(LIST, {param: value}))) == ticks(client.get(LIST), param)[value]


@pytest.fixture
def bodies(db):
    """One's own town; one like it in everything, one only in its kind and prefecture, one of another kind."""
    own = MunicipalityFactory(
        name="本町市", kind=MunicipalityKind.CITY, prefecture_code="11", prefecture="埼玉県",
        population_band=PopulationBand.FROM_30K, network_model=NetworkModel.ALPHA,
    )  # fmt: skip
    twin = MunicipalityFactory(
        kind=MunicipalityKind.CITY, prefecture_code="20",
        population_band=PopulationBand.FROM_30K, network_model=NetworkModel.ALPHA,
    )  # fmt: skip
    neighbour = MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="11", population_band=None)
    stranger = MunicipalityFactory(kind=MunicipalityKind.TOWN, prefecture_code="11", population_band=None)
    return own, twin, neighbour, stranger


@pytest.fixture
def used(bodies):
    own, twin, neighbour, stranger = bodies
    made = {}
    for name, body in (("双子", twin), ("隣", neighbour), ("よその", stranger), ("自分", own)):
        made[name] = PublishedServiceFactory(name=name, confirmed_adoptions=1)
        AdoptionFactory(service=made[name], municipality=body, confirmed=True)
    AdoptionFactory(service=made["双子"], municipality=neighbour, confirmed=True)
    made["申告だけ"] = PublishedServiceFactory(name="申告だけ")
    AdoptionFactory(service=made["申告だけ"], municipality=twin)
    return made


def test_bodies_like_mine_filter_and_sort_from_my_own_body(bodies, used):
    reader = signed_in(MembershipFactory(municipality=bodies[0]).user)
    response = reader.get(LIST, {"near": "own"})
    assert set(names(response)) == {"双子", "隣"}
    assert "埼玉県本町市（あなたの自治体）に似た自治体" in words(response)
    chip = response.context["browsing"].chips[0]
    assert chip.href == "?"
    response = reader.get(LIST, {"sort": "near"})
    assert names(response)[:2] == ["双子", "隣"]
    assert "うち似た自治体 2" in words(response)
    assert set(names(reader.get(LIST, {"near": "own", "like": ["population", "kind"]}))) == {"双子"}
    assert set(names(reader.get(LIST, {"near": "own", "like": "prefecture"}))) == {"双子", "隣", "よその"}
    assert set(names(reader.get(LIST, {"near": "own", "like": "network"}))) == {"双子"}


def test_anybody_may_name_the_body(bodies, used, client):
    assert set(names(client.get(LIST, {"near": bodies[0].code}))) == {"双子", "隣"}
    assert names(client.get(LIST, {"near": bodies[0].code, "sort": "near"})) == ["双子", "隣"]
    page = client.get(LIST)
    assert "near" not in page.context["browsing"].sorts
    assert "似た自治体の導入" not in words(page)


def test_the_data_beside_the_list_are_those_of_the_list(bodies, used, client):
    listed = signed_in(MembershipFactory(municipality=bodies[0]).user).get(LIST, {"near": "own", "page": "1"})
    text = listed.content.decode()
    assert listed.context["page"].paginator.count
    for name in ("json", "csv", "atom"):
        href = text.split(f'href="/services.{name}?')[1].split('"')[0]
        assert "page" not in href
        assert client.get(f"/services.{name}?{href}").status_code == 200
    href = text.split('href="/services.json?')[1].split('"')[0]
    assert client.get(f"/services.json?{href}").json()["count"] == listed.context["page"].paginator.count


def test_what_is_unknown_of_a_body_matches_nothing(bodies, used, client):
    response = client.get(LIST, {"near": bodies[2].code, "like": "population"})
    assert names(response) == []
    assert "人口規模は登録されていないため" in words(response)


@pytest.mark.parametrize("near", ["own", "999999", "x", "\x00", "1" * 5000, "112186;"])
def test_a_body_that_is_not_understood_never_widens(used, client, near):
    response = client.get(LIST, {"near": near})
    assert response.status_code == 400
    assert names(response) == []
    assert "似た自治体のもとになる自治体" in words(response)


def test_an_order_without_a_body_is_repaired_and_said_so(used, client):
    response = client.get(LIST, {"sort": "near"})
    assert len(names(response)) == len(used)
    assert "もとになる自治体がないため" in words(response)


def test_figures_of_two_readers_with_own_are_not_mixed_up(bodies, used):
    first = signed_in(MembershipFactory(municipality=bodies[0]).user)
    other = signed_in(MembershipFactory(municipality=bodies[3]).user)
    assert ticks(first.get(LIST, {"near": "own"}), "network")["lgwan"] == 2
    assert ticks(other.get(LIST, {"near": "own"}), "network")["lgwan"] == 0


def test_a_card_says_why_it_was_found(client, db):
    held = {"state": "held", "holder": "own"}
    service = PublishedServiceFactory(
        name="議事録の達人", answers=answers(iso27001=held, network=["lgwan"]), vendor__headquarters="11"
    )
    reindex([service.pk])
    asked = {"q": "議事録", "spec.iso27001": ["held", "held-cloud"], "network": "lgwan", "headquarters": "11"}
    page = client.get(LIST, asked).content.decode()
    assert "<mark>議事録</mark>の達人" in page
    assert "<mark>ISO/IEC 27001（ISMS）：有効な取得あり</mark>" in page
    assert "取得主体が利用しているクラウド基盤</mark>" not in page
    assert "<mark>本社所在地：埼玉県</mark>" in page
    assert "<mark>LGWAN接続系</mark>" in page
    assert "<mark>SaaS</mark>" not in page


def test_nothing_found_offers_each_condition_with_its_number(client, db):
    PublishedServiceFactory.create_batch(2, answers=answers(network=["lgwan"]))
    PublishedServiceFactory(answers=answers(network=["internet"], delivery=["oss"]))
    response = client.get(LIST, {"network": "lgwan", "delivery": "oss", "sort": "new"})
    ways = response.context["browsing"].nothing_found.loosened
    assert [(way.label, way.count) for way in ways] == [
        ("絞り込みの条件をすべて外す", 3),
        ("「提供形態」の条件を外す", 2),
        ("「利用できる接続系」の条件を外す", 1),
    ]
    for way in ways:
        assert len(names(client.get(LIST + way.href))) == way.count
    assert "「提供形態」の条件を外す（2件）" in words(response)


def test_nothing_found_offers_fewer_words_and_close_ones(client, db):
    service = PublishedServiceFactory(name="議事録の達人")
    reindex([service.pk])
    response = client.get(LIST, {"q": "議事録", "network": "mynumber"})
    ways = {way.label: way.count for way in response.context["browsing"].nothing_found.loosened}
    assert ways == {"「利用できる接続系」の条件を外す": 1}
    response = client.get(LIST, {"q": "議事録 ぬるぽ", "network": "mynumber"})
    assert response.context["browsing"].nothing_found.words == []
    response = client.get(LIST, {"q": "施設の予約"})
    assert "?category=X03" in [term.href for term in response.context["browsing"].nothing_found.terms]


def test_nothing_found_says_nothing_where_a_condition_was_not_understood(client, db):
    assert client.get(LIST, {"network": "moon"}).context["browsing"].nothing_found is None


def queries_of(client, query):
    for cache in caches.all():
        cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST, query)
    return len(asked)


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
@pytest.mark.parametrize(
    "query",
    [
        {"network": "lgwan", "delivery": "saas", "population": "10k_30k"},
        {"near": "112186", "sort": "near"},
        {"q": "議事録", "network": "lgwan"},
        {"q": "議事録", "network": "mynumber", "near": "112186"},
        {"q": "存在しない 言葉 ばかり", "network": "mynumber"},
    ],
)
def test_no_address_costs_more_queries_than_allowed(db, staff, limit, query):
    body = MunicipalityFactory(code="112186", prefecture_code="11")
    client = signed_in(MembershipFactory(municipality=body).user) if staff else Client()
    first = PublishedServiceFactory(name="議事録")
    reindex([first.pk])
    AdoptionFactory(service=first, municipality__prefecture_code="11", confirmed=True)
    one = queries_of(client, query)
    more = PublishedServiceFactory.create_batch(2, name="議事録")
    reindex([service.pk for service in more])
    assert queries_of(client, query) == one <= limit
