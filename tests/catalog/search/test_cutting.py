"""Cutting: one form for every spelling, true offsets, any input."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.search.cutting import CHUNK_CHARACTERS, cut
from catalog.search.text import clean, fold_word, without_invisible


def lexemes(text):
    return [token.lexeme for token in cut(text).tokens]


@pytest.mark.parametrize(
    "spellings",
    [
        ("サーバ", "サーバー", "ｻｰﾊﾞｰ"),
        ("引越し", "引っ越し", "引越"),
        ("ごみ", "ゴミ", "ｺﾞﾐ"),
        ("ＲＰＡ", "RPA", "rpa"),
        ("チャット", "ﾁｬｯﾄ"),
        ("申込み", "申し込み", "申込"),
        ("受付", "受け付け"),
        ("引継ぎ", "引き継ぎ"),
        ("手続", "手続き"),
        ("問合せ", "問い合わせ"),
        ("子ども", "子供", "こども"),
    ],
)
def test_spellings_of_a_word_are_one_lexeme(spellings):
    assert len({tuple(lexemes(spelling)) for spelling in spellings}) == 1


def test_a_verb_and_its_noun_meet():
    assert lexemes("引っ越し手続き") == lexemes("引越し手続")
    assert cut("見守り").tokens[0].joined == cut("高齢者を見守る").tokens[-2].joined == "見守"
    assert "起こし" in cut("会議を文字起こしし、まとめる").tokens[2].lexemes


def test_what_means_nothing_is_dropped_but_counts_as_a_position():
    tokens = cut("会議の録音をする").tokens
    assert [(token.lexeme, token.position) for token in tokens] == [("会議", 1), ("録音", 3)]


def test_latin_runs_have_a_joined_form_at_the_place_of_the_first_part():
    first, second = cut("AI-OCR").tokens
    assert (first.lexeme, first.joined, second.lexeme) == ("ai", "aiocr", "ocr")
    assert cut("Next.js").tokens[0].joined == "nextjs"
    assert cut("ＡＩ－ＯＣＲ").tokens[0].joined == "aiocr"


def test_a_latin_word_keeps_its_spelling():
    assert cut("FAX").tokens[0].lexemes == ("ふぁっくす", "fax")


def test_long_katakana_can_be_found_by_its_parts():
    assert "かーど" in cut("マイナンバーカード").tokens[0].parts


def test_some_words_are_cut_alone_wherever_they_stand():
    assert lexemes("公会計") == ["公", "会計"]
    assert lexemes("くすのき公会計仕訳")[1:3] == ["公", "会計"]


def test_offsets_are_those_of_the_raw_text():
    text = "\x00\ud800 ｻｰﾊﾞｰと😀文書\u200b管理"
    for token in cut(text).tokens:
        assert clean(text)[token.start : token.end] == text[token.start : token.end]
    assert [text[token.start : token.end] for token in cut(text).tokens] == ["ｻｰﾊﾞｰ", "文書", "管理"]


def test_a_text_longer_than_sudachi_accepts():
    sentence = "文書を管理します。"
    words = cut(sentence * 20_000)
    assert len(words.tokens) == 40_000
    assert words.tokens[-1].end <= len(sentence) * 20_000
    assert cut("あ" * (CHUNK_CHARACTERS * 5)).length > 0
    assert cut("a" * 100_000).length > 0


def test_every_thread_has_a_tokenizer_of_its_own():
    texts = [f"文書管理システム第{number}版" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert all(words.tokens for words in pool.map(cut, texts))


@pytest.mark.parametrize("text", ["", " ", "\u200b\ufeff", "\x00", "\ud800", "😀", "。、！", "' \\ & | ! :*", "\u202e"])
def test_nothing_to_cut(text):
    assert lexemes(text) == []


def test_a_lexeme_is_short_enough_for_the_database():
    assert len(fold_word("長" * 5_000).encode()) < 2_046
    assert without_invisible("議\u200b事\ufeff録") == "議事録"
