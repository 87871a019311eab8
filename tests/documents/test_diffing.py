"""Comparing texts: right in small, bounded in large."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.diffing import Change, ChangeKind, Fold, Same, Unit, compare, pages_of, parts_of

OLD = "第1条 目的\n第2条 録音から議事録を作成する。\n第3条 保守は平日とする。\n附則"
NEW = "第1条 目的\n第2条 音声から議事録を作成する。\n附則\n別表"


def texts_of(comparison, side):
    rows = []
    for row in comparison.rows:
        rows += row.texts if isinstance(row, Same) else [getattr(row, side)] if getattr(row, side) else []
    return rows


def test_a_changed_a_removed_and_an_added_paragraph():
    comparison = compare(OLD, NEW)
    assert [(row.kind, row.old, row.new) for row in comparison.rows if isinstance(row, Change)] == [
        (ChangeKind.CHANGED, "第2条 録音から議事録を作成する。", "第2条 音声から議事録を作成する。"),
        (ChangeKind.REMOVED, "第3条 保守は平日とする。", ""),
        (ChangeKind.ADDED, "", "別表"),
    ]
    assert [comparison.count(kind) for kind in ChangeKind] == [1, 1, 1]
    assert not comparison.is_rough


def test_the_same_text_has_no_pages():
    comparison = compare(OLD, OLD)
    assert comparison.is_same
    assert pages_of(comparison) == []


@given(
    st.lists(st.sampled_from("あいうえおかき"), max_size=30), st.lists(st.sampled_from("あいうえおかき"), max_size=30)
)
def test_both_texts_can_be_read_again_from_the_comparison(old, new):
    comparison = compare("\n".join(old), "\n".join(new))
    assert texts_of(comparison, "old") == old
    assert texts_of(comparison, "new") == new


def test_words_are_not_cut_in_the_middle():
    parts = parts_of("会議の録音を使う。", "会議の音声を使う。", Unit.WORD)
    assert [(part.kind, part.text) for part in parts] == [
        ("same", "会議の"),
        ("del", "録音"),
        ("ins", "音声"),
        ("same", "を使う。"),
    ]


@pytest.mark.parametrize("unit", [Unit.WORD, Unit.SIGN])
@pytest.mark.parametrize(
    ("old", "new"),
    [("令和6年度", "令和7年度"), ("", "全部"), ("A\tB\u3000C", "A\tC"), ("同じ", "同じ"), ("ｱｲｳ🙂", "ｱｳ🙂か")],
)
def test_the_parts_hold_both_sides(old, new, unit):
    parts = parts_of(old, new, unit)
    assert "".join(part.text for part in parts if part.kind != "ins") == old
    assert "".join(part.text for part in parts if part.kind != "del") == new


def test_a_long_paragraph_is_compared_by_the_sentence():
    old = "録音を登録する。" * 300
    parts = parts_of(old, old + "以上。", Unit.WORD)
    assert [part.kind for part in parts] == ["same", "ins"]
    assert parts[-1].text == "以上。"


def test_unchanged_text_is_folded_with_its_neighbours_in_sight():
    lines = [f"第{n}条 この条は変わらない。" for n in range(200)]
    changed = [*lines[:100], "まったく新しい一文", *lines[100:]]
    rows = pages_of(compare("\n".join(lines), "\n".join(changed)))[0].rows
    before, added, after = rows
    assert (before.first, before.last, after.first, after.last) == ("", lines[99], lines[100], "")
    assert added.new == "まったく新しい一文"
    assert before.folded == after.folded == 99
    assert before.omitted > 0


def _three_hundred_pages(chosen: random.Random, words: int) -> list[str]:
    return ["".join(chosen.choice("議録音声市民窓口申請書類予約") for _ in range(words)) for _ in range(2000)]


@pytest.mark.parametrize("kind", ["all new", "few lines repeated", "numbers in a table"])
def test_three_hundred_pages_do_not_hold_the_page_up(kind):
    """Well under a second each; the worst case is said on the page."""
    chosen = random.Random(7)  # noqa: S311 - no secret
    if kind == "all new":
        old, new = _three_hundred_pages(chosen, 140), _three_hundred_pages(chosen, 140)
    elif kind == "few lines repeated":
        old, new = ([chosen.choice("甲乙丙丁") for _ in range(20_000)] for _ in range(2))
    else:
        old, new = ([f"項目\t○\t{chosen.randrange(30)}" for _ in range(20_000)] for _ in range(2))
    started = time.process_time()
    comparison = compare("\n".join(old), "\n".join(new))
    pages = pages_of(comparison)
    for row in pages[0].rows:
        if isinstance(row, Change):
            parts_of(row.old, row.new, Unit.WORD)
    assert time.process_time() - started < 5
    assert comparison.is_rough
    assert all(page.weight <= 6_000 or len(page.rows) == 1 for page in pages)
    assert all(isinstance(row, Change | Fold) for page in pages for row in page.rows)
