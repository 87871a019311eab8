"""What the checker points at in a text, and what it leaves alone."""

from __future__ import annotations

import time

import pytest

from documents.redaction import MAX_FINDINGS, FindingKind, find_redactions
from documents.redaction.mynumber import is_my_number

K = FindingKind


def found(*lines: str) -> list[tuple[FindingKind, str]]:
    portions = [[{"kind": "paragraph", "text": line} for line in lines]]
    return [(each.kind, each.value) for each in find_redactions(portions)]


def my_number(eleven: str) -> str:
    return next(f"{eleven}{last}" for last in range(10) if is_my_number(f"{eleven}{last}"))


NUMBER = my_number("12345678901")


def test_the_check_digit_follows_the_ordinance():
    assert is_my_number("123456789018")  # 1..11 weighted 6,5,4,3,2,7,6,5,4,3,2: 278 mod 11 = 3, 11 - 3 = 8
    assert not any(is_my_number(f"12345678901{last}") for last in "012345679")
    assert not is_my_number("000000000000")
    assert not is_my_number("１２３４５６７８９０１８")
    assert not is_my_number("1234567890180")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("電話 048-571-1211", K.PHONE),
        ("電話：０４８－５７１－１２１１まで", K.PHONE),
        ("TEL 048‐571‐1211", K.PHONE),
        ("TEL 048ー571ー1211", K.PHONE),
        ("TEL 048−571−1211", K.PHONE),
        ("03(1234)5678", K.PHONE),
        ("（０３）１２３４－５６７８", K.PHONE),
        ("携帯 09012345678", K.PHONE),
        ("090 1234 5678", K.PHONE),
        ("0120-123-456", K.PHONE),
        ("0800-123-4567", K.PHONE),
        ("+81-48-571-1211", K.PHONE),
        ("0485711211", K.PHONE),
        ("taro.yamada@city.example.lg.jp", K.EMAIL),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", K.EMAIL),
        ("taro(at)example.jp", K.EMAIL),
        (f"番号 {NUMBER}", K.MY_NUMBER),
        (f"{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}", K.MY_NUMBER),
        (f"{NUMBER[:4]} {NUMBER[4:8]} {NUMBER[8:]}", K.MY_NUMBER),
        ("１２３４５６７８９０１８", K.MY_NUMBER),
        ("個人番号：123456789012", K.MY_NUMBER),
        ("架空銀行 深谷支店 普通 1234567", K.ACCOUNT),
        ("口座番号：１２３４５６７", K.ACCOUNT),
        ("当座預金 No.7654321", K.ACCOUNT),
        ("架空信用金庫本店 7654321", K.ACCOUNT),
        ("担当者：山田太郎", K.NAME),
        ("担当: 情報政策課 鈴木 花子", K.NAME),
        ("代表取締役 山田太郎", K.NAME),
        ("代表取締役社長　山田　太郎　㊞", K.NAME),
        ("氏名　髙橋 﨑子", K.NAME),
        ("受任者（㊞）", K.SEAL),
        ("契約者（印）", K.SEAL),
        ("別紙に印影を示す", K.SEAL),
        ("サーバ 192.168.10.25 に置く", K.IP_ADDRESS),
    ],
)
def test_what_is_pointed_at(text, kind):
    assert kind in [each for each, _ in found(text)], found(text)


@pytest.mark.parametrize(
    "text",
    [
        "法人番号 1234567890123",
        "法人番号：9010001234567（公開）",
        "令和8年4月1日から2026-10-01まで",
        "契約金額 1,234,567円、普通交付税 1234567千円",
        "管理番号 123456789012",
        "第1.2.3.4節による",
        "担当者は、委託者に報告すること。",
        "担当者：情報政策課",
        "責任者を置き、連絡先を届け出ること。",
        "代表取締役の変更があったときは届け出ること。",
        "氏名　　　　　　　住所",
        "印刷物を納めること",
        "郵便番号 366-8501",
        "普通紙 1000枚",
        "要件1-2-3、0-1-2",
        "@mention と記す",
    ],
)
def test_what_is_left_alone(text):
    assert found(text) == []


def test_numbers_broken_over_lines():
    assert (K.PHONE, "048-571- 1211") in found("電話 048-571-", "1211")
    assert (K.PHONE, "0485-71-12 11") in found("電話 0485-71-12", "11")
    assert [kind for kind, _ in found(NUMBER[:5], NUMBER[5:])] == [K.MY_NUMBER]
    assert [kind for kind, _ in found("taro@", "example.jp")] == [K.EMAIL]


def test_one_digit_a_cell():
    rows = [[{"kind": "row", "cells": list(NUMBER)}]]
    assert [each.kind for each in find_redactions(rows)] == [K.MY_NUMBER]


def test_the_place_is_named_and_the_words_around_it():
    portions = [
        [{"kind": "page", "number": 1}, {"kind": "paragraph", "text": "はじめに"}],
        [
            {"kind": "page", "number": 7},
            {"kind": "heading", "text": "連絡先", "level": 1},
            {"kind": "paragraph", "text": "お問い合わせは電話048-571-1211（平日のみ）へ。"},
        ],
    ]
    (one,) = find_redactions(portions)
    assert (one.place, one.portion, one.block) == ("7ページ「連絡先」", 2, 3)
    assert one.before.endswith("お問い合わせは電話")
    assert one.after.startswith("（平日のみ）へ。")
    (sheet,) = find_redactions(
        [[{"kind": "sheet", "text": "連絡表"}, {"kind": "row", "cells": ["電話", "048-571-1211"]}]]
    )
    assert sheet.place == "シート「連絡表」"


def test_the_same_number_has_the_same_fingerprint_however_it_is_written():
    written = ("048-571-1211", "０４８（５７１）１２１１")
    both = find_redactions([[{"kind": "paragraph", "text": text} for text in written]])
    assert len({each.fingerprint for each in both}) == 1
    assert len(both) == 2


LONG = {
    "zeros": "0" * 100_000,
    "letters": "a" * 100_000,
    "hyphens": "0-" * 50_000,
    "ats": "@" * 100_000,
    "labels": "担当者" * 33_000,
    "banks": "銀行" * 50_000,
    "dots": "1." * 50_000,
    "mails": "a.@b." * 20_000,
    "seals": "(印" * 33_000,
    "blanks": "0 \n" * 33_000,
    "accounts": "口座" * 50_000,
}


def seconds(text):
    """Processor time, the better of two tries."""
    spent = []
    for _ in range(2):
        started = time.process_time()
        assert len(found(text)) <= MAX_FINDINGS
        spent.append(time.process_time() - started)
    return min(spent)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_no_text_costs_more_than_its_length(text):
    """Twice the text costs about twice as much, where a rule that looks back and forth would cost four times."""
    assert seconds(text) <= 3 * seconds(text[: len(text) // 2]) + 0.2
