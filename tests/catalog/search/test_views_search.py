"""The list under words, and suggestions while typing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.browsing import Browsing
from catalog.enums import ServiceStatus
from catalog.models import Service, Synonym
from catalog.search.synonym_table import read_synonyms
from tests.bad_values import TEXTS

LIST = reverse("catalog:service_list")
SUGGEST = reverse("catalog:service_suggest")


@pytest.fixture(autouse=True)
def synonyms_read(db):
    read_synonyms("default")


def names(response):
    return [service.name for service in response.context["page"].object_list]


def queries_of(client, **parameters):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST, parameters).status_code == 200
    return len(queries)


def test_the_list_is_ordered_by_relevance_and_marks_what_was_found(client, listing):
    listing("あおば", "よい道具", "はじめに。" * 40 + "窓口の<予約>ができます。")
    listing("みどり", "窓口の予約の道具")
    response = client.get(LIST, {"q": "予約"})
    page = response.content.decode()
    assert names(response) == ["みどり", "あおば"]
    assert "窓口の<mark>予約</mark>の道具" in page
    assert "&lt;<mark>予約</mark>&gt;" in page


def lgwan_count(client, **parameters):
    panel = client.get(LIST, parameters).context["browsing"].panel
    (network,) = (group for group in panel if group.param == "network")
    return {tick.value: tick.count for tick in network.ticks}["lgwan"]


@pytest.mark.django_db(transaction=True)
def test_the_figures_of_a_search_are_counted_once_and_are_nobody_elses(client, listing):
    for name in ("窓口の予約", "窓口の混雑", "道路の点検"):
        listing(name, facets=["network:lgwan"])
    first = queries_of(client, q="窓口")
    assert queries_of(client, q="窓口") == 2, "the generation and the cards: neither hits nor figures"
    assert queries_of(client, q="窓口", sort="name") <= first, "another order: the same figures"
    assert [lgwan_count(client, q=words) for words in ("窓口", "道路", "点検 道路", "")] == [2, 1, 1, 3]
    assert lgwan_count(client, q="窓口", network="internet") == 2


@pytest.mark.django_db(transaction=True)
def test_a_new_synonym_makes_new_figures(client, listing):
    listing("窓口の予約", facets=["network:lgwan"])
    listing("カウンターの混雑", facets=["network:lgwan"])
    assert lgwan_count(client, q="窓口") == 1
    Synonym.objects.create(word="窓口", key="窓口", expansions=["カウンター"], updated_at=timezone.now())
    assert lgwan_count(client, q="窓口") == 2


@pytest.mark.django_db(transaction=True)
def test_what_changes_between_the_hits_and_the_figures_is_not_kept(listing):
    listing("窓口の予約", facets=["network:lgwan"])
    early = Browsing(QueryDict("q=窓口"), Service.objects.published())
    assert early.page.paginator.count == 1
    listing("窓口の混雑", facets=["network:lgwan"])
    assert early.panel
    late = Browsing(QueryDict("q=窓口"), Service.objects.published())
    (network,) = (group for group in late.panel if group.param == "network")
    assert {tick.value: tick.count for tick in network.ticks}["lgwan"] == 2


@pytest.mark.django_db(transaction=True)
def test_the_figures_of_a_search_are_never_old(client, listing):
    for number in range(3):
        listing(f"窓口の予約{number}", facets=["network:lgwan"])
    asked = queries_of(client, q="窓口")
    listing("窓口の混雑", facets=["network:lgwan"])
    response = client.get(LIST, {"q": "窓口"})
    assert response.context["page"].paginator.count == 4
    (network,) = (group for group in response.context["browsing"].panel if group.param == "network")
    assert {tick.value: tick.count for tick in network.ticks}["lgwan"] == 4
    assert queries_of(client, q="窓口") <= asked


def test_filters_and_counts_hold_under_words(client, listing):
    listing("窓口の予約", facets=["network:lgwan"])
    listing("窓口の混雑", facets=["network:internet"])
    listing("道路の点検", facets=["network:internet"])
    response = client.get(LIST, {"q": "窓口", "network": "internet"})
    assert names(response) == ["窓口の混雑"]
    panel = {group.param: group for group in response.context["browsing"].panel}
    counts = {tick.value: tick.count for tick in panel["network"].ticks}
    assert (counts["internet"], counts["lgwan"]) == (1, 1)


def test_other_orders_keep_the_finds(client, listing):
    listing("窓口 い")
    listing("窓口 あ")
    listing("道路")
    assert names(client.get(LIST, {"q": "窓口", "sort": "new"})) == ["窓口 あ", "窓口 い"]


def test_partial_hits_are_labelled(client, listing):
    listing("窓口の混雑")
    page = client.get(LIST, {"q": "窓口 検針"}).content.decode()
    assert "一部の語だけ一致" in page
    assert "近いものを表示しています" in page


def test_pages_of_hits(client, listing):
    for number in range(23):
        listing(f"窓口{number}")
    first, second = (client.get(LIST, {"q": "窓口", "page": page}) for page in (1, 2))
    assert (len(names(first)), len(names(second))) == (20, 3)
    assert not set(names(first)) & set(names(second))
    beyond = client.get(LIST, {"q": "窓口", "page": "99"})
    assert names(beyond) == names(second)
    assert client.get("/services.json", {"q": "窓口"}).json()["count"] == 23


@pytest.mark.django_db(transaction=True)
def test_the_number_of_queries_does_not_grow(client, listing):
    for number in range(5):
        listing(f"窓口{number}")
    few = queries_of(client, q="窓口")
    again = queries_of(client, q="窓口")
    for number in range(5, 15):
        listing(f"窓口{number}")
    assert queries_of(client, q="窓口") == few + 1 <= 5, "the generation tells that what is remembered is old"
    assert queries_of(client, q="窓口") == again < few


def test_blank_words_show_everything(client, listing):
    listing("窓口")
    assert names(client.get(LIST, {"q": " \u3000\u200b"})) == ["窓口"]


@pytest.mark.parametrize(
    "text", [*TEXTS, "' & | !", "\\", "議" * 10_000, "%00", "😀"], ids=lambda text: ascii(text)[:20]
)
def test_hostile_words_get_a_normal_page(client, listing, text):
    listing("窓口")
    for address in (LIST, SUGGEST, "/services.json", "/services.csv", "/services.atom"):
        assert client.get(address, {"q": text}).status_code == 200, address


def test_suggestions_begin_with_what_was_typed(client, listing):
    for number in range(10):
        listing(f"窓口の予約{number}")
    service = listing("議事録<たまゆら>", kana="ぎじろくたまゆら")
    page = client.get(SUGGEST, {"q": "ぎじ"}).content.decode()
    assert page.count('role="option"') == 1
    assert "議事録&lt;たまゆら&gt;" in page
    assert service.get_absolute_url() in page
    assert "<html" not in page
    assert client.get(SUGGEST, {"q": "窓"}).content.decode().count('role="option"') == 8
    assert client.get(SUGGEST, {"q": ""}).content.decode().strip() == ""
    assert client.get(SUGGEST).content.decode().strip() == ""


def test_suggestions_cost_one_query_and_hide_what_is_not_published(client, listing):
    hidden = listing("議事録ひみつ")
    Service.objects.filter(pk=hidden.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=timezone.now())
    listing("議事録")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(SUGGEST, {"q": "議事"}).content.decode()
    assert len(queries) == 1
    assert "ひみつ" not in page
    assert page.count('role="option"') == 1


def test_tokyo_is_not_suggested_for_kyoto(client, listing):
    listing("東京都の窓口")
    assert client.get(SUGGEST, {"q": "京都"}).content.decode().strip() == ""
