"""Kana to Latin letters: every spelling in use, and none that mixes systems."""

from __future__ import annotations

import pytest

from accounts.identity.romaji import UnreadableKana, spellings


@pytest.mark.parametrize(
    ("kana", "expected"),
    [
        ("ふかや", {"fukaya", "hukaya"}),
        ("ちとせ", {"chitose", "titose"}),
        ("じょうそう", {"joso", "jousou", "johsoh", "jyoso", "zyoso", "jooso"}),
        ("しょうない", {"shonai", "shounai", "shohnai", "shoonai", "syonai"}),
        ("おおたわら", {"otawara", "ootawara", "ohtawara", "outawara"}),
        ("りゅうおう", {"ryuo", "ryuoh", "ryuou", "ryuuoo"}),
        ("みのお", {"mino", "minoh", "minoo"}),
        ("おしゃまんべ", {"oshamambe", "oshamanbe", "osyamanbe"}),
        ("せんぼく", {"semboku", "senboku"}),
        ("なんもく", {"nammoku", "nanmoku"}),
        ("しんおんせん", {"shinonsen", "sinonsen"}),
        ("あいづばんげ", {"aizubange", "aidubange", "aidzubange"}),
        ("ぬまづ", {"numazu", "numadu"}),
        ("よっかいち", {"yokkaichi", "yokkaiti"}),
        ("はっちょう", {"hatcho", "haccho", "hattyo"}),
        ("べっぷ", {"beppu"}),
        ("つ", {"tsu", "tu"}),
        ("うじいえ", {"ujiie", "uziie"}),
    ],
)
def test_spellings(kana, expected):
    assert expected <= spellings(kana)


def test_systems_are_not_mixed():
    assert not {"tishi", "chisi", "tushima", "tsusima"} & (spellings("ちし") | spellings("つしま"))


def test_short_vowels_are_not_lengthened():
    assert spellings("おの") == {"ono"}


def test_all_spellings_of_one_name():
    assert spellings("とうじ") == {
        *("toji", "touji", "tohji", "tooji"),
        *("tozi", "touzi", "tohzi", "toozi"),
    }


@pytest.mark.parametrize("kana", ["深谷", "フカヤ", "fukaya", "かくう0し", "ふか や", "あっ", "ゃ", "あー"])
def test_other_signs_are_unreadable(kana):
    with pytest.raises(UnreadableKana):
        spellings(kana)
