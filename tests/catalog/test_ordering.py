"""The numbers and keys the catalogue is sorted by."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.freshness import stale_before
from catalog.ordering import DAYS_PER_DOUBLING, listing_rank, sort_key

DAY = dt.timedelta(days=1)
MONDAY = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


def test_one_adoption_is_worth_sixty_days():
    assert listing_rank(1, MONDAY) == pytest.approx(listing_rank(0, MONDAY + DAYS_PER_DOUBLING * DAY))


def test_more_adoptions_and_newer_always_rank_higher():
    ranks = [listing_rank(count, MONDAY) for count in (0, 1, 2, 10, 1000)]
    assert ranks == sorted(set(ranks))
    assert listing_rank(5, MONDAY) < listing_rank(5, MONDAY + DAY)


def test_a_new_listing_stands_before_an_old_one_with_a_few_adoptions():
    assert listing_rank(0, MONDAY) > listing_rank(3, MONDAY - 200 * DAY)


@pytest.mark.parametrize(
    ("name", "key"), [("ギジロク", "ぎじろく"), ("ｷﾞｼﾞﾛｸ", "ぎじろく"), ("ＡＩ－OCR", "ai-ocr"), ("サーバー", "さーばー")]
)
def test_names_sort_alike_however_they_are_written(name, key):
    assert sort_key(name) == key


def test_the_key_fits_its_column():
    assert len(sort_key("㍿" * 160)) == 160


@pytest.mark.parametrize(
    ("today", "day"),
    [(dt.date(2026, 11, 23), dt.date(2025, 11, 23)), (dt.date(2028, 2, 29), dt.date(2027, 2, 28))],
)
def test_a_listing_is_stale_after_a_year(today, day):
    assert stale_before(today) == day
