"""The stages of a search, on listings made for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.enums import ServiceStatus
from catalog.models import Service, ServiceSearch, Synonym
from catalog.search.engine import Scope, Stage, search, search_services
from catalog.search.indexing import reindex
from catalog.search.synonym_table import read_synonyms
from catalog.search.synonyms import synonym_key
from tests.bad_values import TEXTS

PUBLISHED = Service.objects.published


@pytest.fixture(autouse=True)
def synonyms_read(db):
    read_synonyms("default")


def found(text, queryset=None, **window):
    result = search_services(text, PUBLISHED() if queryset is None else queryset, **window)
    names = dict(Service.objects.values_list("pk", "name"))
    return [names[hit.service_id] for hit in result.hits]


def stages(text):
    return [hit.stage for hit in search_services(text, PUBLISHED()).hits]


def test_kyoto_is_not_in_tokyo(listing):
    listing("東京都の窓口", "東京都の区市町村のための窓口", "東京都内で使われています。")
    for query in ("京都", "京都府", "京都市", "きょうと", "キョウト"):
        assert found(query) == [], query
    listing("京都の窓口")
    assert found("京都") == ["京都の窓口"]
    assert found("きょうと") == ["京都の窓口"]


def test_the_name_weighs_more_than_the_tagline_and_that_more_than_the_description(listing):
    listing("あおば", "よい道具", "文書管理ができます。")
    listing("みどり", "文書管理の道具")
    listing("文書管理さくら")
    assert found("文書管理") == ["文書管理さくら", "みどり", "あおば"]


def test_words_in_a_row_rank_above_words_apart(listing):
    listing("甲", "管理する台帳と、回覧する文書")
    listing("乙", "文書管理の台帳と、回覧する板")
    assert found("文書管理")[0] == "乙"


def test_an_adopted_listing_ranks_above_its_equal(listing):
    listing("文書管理 甲")
    used = listing("文書管理 乙")
    listing("文書管理 丙")
    Service.objects.filter(pk=used.pk).update(confirmed_adoptions=12)
    reindex([used.pk])
    assert found("文書管理") == ["文書管理 乙", "文書管理 丙", "文書管理 甲"]


def test_few_full_hits_are_followed_by_partial_ones(listing):
    listing("窓口の予約", "")
    listing("窓口の混雑", "")
    listing("道路の点検", "")
    assert found("窓口 予約") == ["窓口の予約", "窓口の混雑"]
    assert stages("窓口 予約") == [Stage.ALL, Stage.PARTIAL]


def test_enough_full_hits_stand_alone(listing):
    for number in range(5):
        listing(f"窓口予約{number}")
    listing("窓口の混雑")
    assert set(stages("窓口予約")) == {Stage.ALL}


def test_a_word_begun_finds_the_word(listing):
    listing("チャットボットの窓口")
    listing("Nextcloud Server")
    assert found("チャットボ") == ["チャットボットの窓口"]
    assert found("Nextcl") == ["Nextcloud Server"]
    assert found("まど") == ["チャットボットの窓口"]


def test_a_word_inside_a_katakana_word_is_found(listing):
    listing("マイナンバーカード読み取り")
    assert found("カード") == ["マイナンバーカード読み取り"]


def test_a_mistyped_word_finds_what_was_meant(listing):
    listing("チャットボットさくら")
    assert found("チャツトボット") == ["チャットボットさくら"]
    assert stages("チャツトボット") == [Stage.GUESS]


def test_a_tied_word_is_loosened_when_nothing_has_it(listing):
    listing("観光案内")
    assert found("観光客の動向") == ["観光案内"]


def test_only_what_is_allowed_is_found_in_every_stage(listing):
    shown = listing("窓口の予約")
    hidden = listing("窓口予約ひみつ", "ひみつ")
    Service.objects.filter(pk=hidden.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=timezone.now())
    for query in ("窓口 予約", "窓口 道路", "窓口よ", "ひみつ", "まどぐち", "口", "窓ロの予約"):
        assert "窓口予約ひみつ" not in found(query)
    assert found("窓口", PUBLISHED().exclude(pk=shown.pk)) == []
    assert found("窓口", PUBLISHED().none()) == []


def test_pages_add_up_whatever_the_stage(listing):
    for number in range(7):
        listing(f"窓口の混雑{number}")
    listing("窓口の予約")
    everything = found("窓口 予約")
    assert search_services("窓口 予約", PUBLISHED()).total == len(everything) == 8
    pages = [name for offset in range(0, 9, 3) for name in found("窓口 予約", limit=3, offset=offset)]
    assert pages == everything
    assert found("窓口 予約", offset=1_000) == []


def test_narrow_keeps_what_the_search_found(listing):
    listing("窓口の予約")
    listing("窓口の混雑")
    listing("道路の点検")
    for query in ("窓口 予約", "窓口", "道路 予約 検針", "税", "窓口の混難"):
        result = search_services(query, PUBLISHED())
        assert result.narrow(PUBLISHED()).count() == result.total
        listing_all = search(query, Scope(ServiceSearch, PUBLISHED(), narrows=True))
        assert set(listing_all.narrow(PUBLISHED())) == set(result.narrow(PUBLISHED()))
    assert search_services("！", PUBLISHED()).narrow(PUBLISHED()).count() == 0


def test_narrow_keeps_what_holds_the_words_but_was_not_searched(listing):
    several, other = {listing(f"窓口の予約{number}") for number in range(5)}, listing("窓口の混雑")
    result = search("窓口", Scope(ServiceSearch, PUBLISHED().exclude(pk=other.pk), narrows=True))
    assert set(result.ids) == {service.pk for service in several}
    assert result.listed is not None
    assert set(result.narrow(PUBLISHED())) == {*several, other}


def test_one_query_mostly_three_at_most(listing):
    for number in range(5):
        listing(f"窓口予約{number}")
    for query, most in (("窓口予約", 1), ("窓口 検針 決裁", 3), ("ぬるぽぬるぽ", 3), ("😀", 0)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            search_services(query, PUBLISHED())
        assert len(queries) <= most, query


def add_synonym(word, *expansions):
    return Synonym.objects.create(
        word=word, key=synonym_key(word), expansions=list(expansions), updated_at=timezone.now()
    )


def test_a_synonym_counts_at_once_and_goes_at_once(listing):
    listing("ごみカレンダー")
    assert found("廃棄物") == []
    row = add_synonym("廃棄物", "ごみ")
    assert found("廃棄物") == ["ごみカレンダー"]
    Synonym.objects.filter(pk=row.pk).update(expansions=["道路"], updated_at=timezone.now())
    assert found("廃棄物") == []
    row.delete()
    assert found("廃棄物") == []


def test_what_was_typed_ranks_above_its_synonym(listing):
    add_synonym("廃棄物", "ごみ")
    listing("ごみの窓口")
    listing("廃棄物の窓口")
    assert found("廃棄物") == ["廃棄物の窓口", "ごみの窓口"]


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "'",
        "\\",
        "' OR 1=1 --",
        "a & | ! b",
        "<->",
        "(((",
        ":*",
        "%s %(x)s",
        "議" * 10_000,
        "\ud800",
        "＿％",
        "{0}",
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_hostile_words_are_answered(listing, text):
    listing("窓口の予約")
    result = search_services(text, PUBLISHED())
    assert result.total >= len(result.hits)
