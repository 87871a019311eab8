"""Marking what was asked for."""

from __future__ import annotations

from catalog.search.highlighting import excerpt, highlighted
from catalog.search.queries import parse
from catalog.search.synonyms import Synonyms, synonym_key


def test_words_are_marked_in_the_spelling_of_the_text():
    assert highlighted("粗大ゴミの収集", parse("ごみ 収集")) == "粗大<mark>ゴミ</mark>の<mark>収集</mark>"
    assert highlighted("議事録の案", parse("議事録")) == "<mark>議事録</mark>の案"


def test_nothing_is_marked_in_another_word():
    assert highlighted("東京都の窓口", parse("京都")) == "東京都の窓口"


def test_text_is_escaped_inside_and_outside_of_marks():
    marked = highlighted("<b>議事録</b> & <script>", parse("議事録 script"))
    assert marked == "&lt;b&gt;<mark>議事録</mark>&lt;/b&gt; &amp; &lt;<mark>script</mark>&gt;"


def test_readings_beginnings_and_synonyms_are_marked():
    assert highlighted("窓口の案内", parse("まどぐち")) == "<mark>窓口</mark>の案内"
    assert highlighted("マイナンバーの案内", parse("マイナン")) == "<mark>マイナンバー</mark>の案内"
    synonyms = Synonyms.of("1", [(synonym_key("住基"), ["住民基本台帳"])])
    assert "<mark>住民基本台帳</mark>" in highlighted("住民基本台帳を扱う", parse("住基", synonyms))


def test_the_excerpt_is_where_most_of_it_stands():
    text = "はじめの文です。" * 30 + "会議の録音から議事録を作成します。" + "おわりの文です。" * 30
    passage = excerpt(text, parse("議事録 作成"), 60)
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert "<mark>議事録</mark>を<mark>作成</mark>" in passage
    assert len(passage) < 60 + 60


def test_without_a_find_the_excerpt_is_the_beginning():
    assert excerpt("あいう" * 100, parse("議事録"), 9) == "あいうあいうあいう…"
    assert excerpt("短い", parse("議事録")) == "短い"
