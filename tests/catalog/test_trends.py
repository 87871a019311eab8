"""Trends: what everyone may see, counted once, with the same figures in drawing, table and file."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.enums import MunicipalityKind
from catalog.actions import dispute_adoption
from catalog.bars import bars_of
from catalog.enums import AdoptionStage, AdoptionStatus
from catalog.trends import EARLIER, LATER, QUARTERS, UNKNOWN_START, count_trends, trends
from tests.catalog.conftest import NOW
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    complete_answers,
)

pytestmark = pytest.mark.django_db


def figures(table):
    return {line.label: line.values for line in table.lines}


@pytest.fixture
def city():
    return MunicipalityFactory(kind=MunicipalityKind.CITY, prefecture_code="11", prefecture="埼玉県")


def listing(**facts):
    return PublishedServiceFactory(published_at=NOW, answers=complete_answers() | {"work": ["X08", "X07"]}, **facts)


def test_only_what_the_body_confirmed_counts_and_once(city):
    service = listing()
    AdoptionFactory(service=service, municipality=city, confirmed=True, department="税務課")
    AdoptionFactory(service=service, municipality=city, confirmed=True, department="市民課")
    for adoption in (
        {"confirmed": True, "stage": AdoptionStage.CONSIDERING},
        {"status": AdoptionStatus.CLAIMED},
        {"status": AdoptionStatus.DISPUTED, "disputed_at": NOW, "dispute_reason": "ちがう"},
        {"status": AdoptionStatus.WITHDRAWN, "withdrawn_at": NOW},
    ):
        AdoptionFactory(service=service, **adoption)
    AdoptionFactory(service__vendor__is_suspended=True, confirmed=True)
    found = count_trends(NOW)
    assert (found.services, found.adoptions, found.bodies) == (1, 1, 1)
    assert {line.values for line in found.tables["categories"].lines} == {(1, 1)}
    assert len(found.tables["categories"].lines) == 2
    assert figures(found.tables["kinds"])["市"] == (1, 1)
    assert sum(bodies for bodies, _ in figures(found.tables["kinds"]).values()) == 1
    assert figures(found.tables["prefectures"])["埼玉県"] == (1, 1)
    assert [tile.value for tile in found.tiles if tile.code == "11"] == [1]


def test_a_use_counts_for_every_field_of_its_listing(city):
    both, one = listing(), PublishedServiceFactory(published_at=NOW, answers=complete_answers() | {"work": ["X08"]})
    for service, body in ((both, city), (both, MunicipalityFactory()), (one, city)):
        AdoptionFactory(service=service, municipality=body, confirmed=True)
    assert [line.values for line in count_trends(NOW).tables["categories"].lines] == [(2, 3), (1, 2)]


@pytest.mark.parametrize(
    ("started_on", "label"),
    [
        (None, UNKNOWN_START),
        (dt.date(2019, 4, 1), EARLIER),
        (dt.date(2026, 9, 1), "2026年7〜9月"),
        (dt.date(2026, 10, 1), "2026年10〜12月"),
        (dt.date(2027, 4, 1), LATER),
    ],
)
def test_quarters(city, started_on, label):
    AdoptionFactory(service=listing(), municipality=city, confirmed=True, started_on=started_on)
    found = figures(count_trends(NOW).tables["quarters"])
    assert found[label][1] == 1
    assert sum(uses for _, uses in found.values()) == 1
    assert found["2026年10〜12月"][0] == 1
    assert len([name for name in found if name not in (EARLIER, LATER, UNKNOWN_START)]) == QUARTERS


def test_a_quarter_begins_in_tokyo():
    late = dt.datetime(2026, 9, 30, 15, 30, tzinfo=dt.UTC)
    PublishedServiceFactory(published_at=late)
    assert figures(count_trends(NOW).tables["quarters"])["2026年10〜12月"][0] == 1


def test_the_page_and_its_files_say_the_same(client, city):
    AdoptionFactory(service=listing(), municipality=city, confirmed=True, started_on=dt.date(2026, 1, 1))
    page = client.get("/trends/").content.decode()
    assert page.count('role="img"') == 4
    assert "<title id=" in page
    assert "style=" not in page
    for key in ("categories", "quarters", "kinds", "prefectures"):
        response = client.get(f"/trends/{key}.csv")
        text = response.content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        assert len(head) == 3
        table = count_trends(timezone.now()).tables[key]
        assert rows == [[line.label, *map(str, line.values)] for line in table.lines]
        assert f"/trends/{key}.csv" in page
        assert 'rel="license"' in response["Link"]
    assert client.get("/trends/moon.csv").status_code == 404


def test_nothing_listed_yet(client):
    assert "まだ数えるものがありません" in client.get("/trends/").content.decode()


def test_the_queries_are_few_and_their_answers_remembered(client, django_assert_num_queries):
    for number in (1, 3):
        cache.clear()
        for _ in range(number):
            AdoptionFactory(confirmed=True)
        with django_assert_num_queries(4):
            client.get("/trends/")
        with django_assert_num_queries(1):
            client.get("/trends/kinds.csv")


@pytest.mark.django_db(transaction=True)
def test_what_is_disputed_counts_no_longer_at_once(city):
    cache.clear()
    adoption = AdoptionFactory(municipality=city, confirmed=True)
    member = MembershipFactory(municipality=city).user
    assert trends(NOW).adoptions == 1
    dispute_adoption(adoption=adoption, reason="使っていません", actor=member, now=timezone.now())
    assert trends(NOW).adoptions == 0


def test_bars_are_drawn_on_one_scale():
    drawn = bars_of([("あ", (10, 5)), ("い", (0, 2))], ("件", "団体"))
    (first, second), (third, fourth) = (line.bars for line in drawn.lines)
    assert first.width == 2 * second.width == 5 * fourth.width
    assert third.width == 0
    assert second.text == "5団体"
    assert bars_of([("あ", (0, 0))], ("件", "件")).lines[0].bars[0].width == 0
