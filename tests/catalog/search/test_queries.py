"""Reading what a person typed."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.search.queries import QUERY_CHARACTERS, QUERY_GROUPS, QUERY_TERMS, parse
from catalog.search.synonyms import MOST_EXPANSIONS, Synonyms, synonym_key
from tests.bad_values import TEXTS


def asked(text, synonyms=None):
    return [group.exact for group in parse(text, synonyms).required]


def strings(question):
    groups = [text for group in question.groups for text in (group.exact, group.broad, group.loose)]
    return [*groups, question.phrase, question.whole, question.infix, *question.guess]


def test_words_are_asked_together_and_single_characters_tied():
    assert asked("文書　管理") == ["'文書'", "'管理'"]
    assert asked("通知表") == ["('通知' <1> '表')"]
    assert asked("公会計") == ["('公' <1> '会計')"]
    assert asked("道路の穴") == ["'道路'", "'穴'"]


def test_verbs_and_words_for_any_product_are_not_required_beside_a_noun():
    assert asked("残業を減らしたい") == ["'残業'"]
    assert asked("会議録作成システム") == ["('会議' <1> '録')", "'作成'"]
    assert asked("システム") == ["'しすてむ'"]
    assert asked("探す") == ["'探す'"]


def test_what_is_typed_may_be_the_beginning_of_a_word():
    assert "'まいなん':*" in parse("マイナン").groups[0].broad
    assert ":*" not in parse("水").groups[0].broad
    assert ":*" not in parse("AI").groups[0].broad


def test_hiragana_is_also_asked_as_a_reading_and_a_kanji_by_its_character():
    assert parse("まどぐち").terms[0].grams == "'^まどぐち':*"
    assert parse("税").terms[0].grams == "'税':*"
    assert parse("窓口").terms[0].grams == ""


def test_what_exceeds_the_characters_kept_together_is_asked_by_its_pairs():
    assert parse("こていしさんぜい").terms[0].grams == "'^こていしさんぜい':*"
    assert parse("こていしさんぜいのこと").terms[0].grams == "('^こていしさんぜい':* & 'いの' & 'のこ' & 'こと')"


def test_a_synonym_is_found_in_any_spelling_and_over_several_words():
    synonyms = Synonyms.of("1", [(synonym_key("COVID-19"), ["コロナ"]), (synonym_key("住民基本台帳"), ["住基"])])
    assert "'ころな'" in parse("ｃｏｖｉｄ－19 ワクチン", synonyms).groups[0].broad
    merged = parse("住民基本台帳システム", synonyms).required
    assert len(merged) == 1
    assert "'住基'" in merged[0].broad


def test_a_synonym_of_a_part_of_a_compound_is_another_word():
    synonyms = Synonyms.of("1", [(synonym_key("会計"), ["出納"])])
    assert "出納" not in parse("公会計", synonyms).groups[0].broad
    assert "出納" in parse("会計", synonyms).groups[0].broad


def test_expansions_are_capped():
    synonyms = Synonyms.of("1", [("水道", [f"語{number}" for number in range(100)])])
    assert len(synonyms.expansions["水道"]) == MOST_EXPANSIONS


def test_a_long_question_is_cut_and_said_so():
    question = parse("議事録 " * 5_000)
    assert len(question.text) <= QUERY_CHARACTERS
    assert question.notes
    assert len(question.terms) <= QUERY_TERMS
    many = parse("".join(f"水道道路橋梁{number}" for number in range(50)))
    assert len(many.groups) <= QUERY_GROUPS


def test_invisible_characters_do_not_part_a_word():
    assert parse("議\u200b事\ufeff録").text == "議事録"
    assert parse(" \u3000\u200b\x00 ").is_empty


@pytest.mark.parametrize(
    "text",
    [*TEXTS, "'", "\\", "' & | ! <-> :*", "a'b\\c:*", "\ud800議事録", "('", "😀" * 300],
    ids=lambda text: ascii(text)[:20],
)
def test_any_text_makes_queries_the_database_reads(db, text):
    with connection.cursor() as cursor:
        for literal in filter(None, strings(parse(text))):
            cursor.execute("SELECT %s::tsquery", [literal])


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_generated_text_makes_queries_the_database_reads(text):
    with connection.cursor() as cursor:
        for literal in filter(None, strings(parse(text))):
            cursor.execute("SELECT %s::tsquery", [literal])
