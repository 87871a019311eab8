"""The averages: enough municipalities, older reviews weigh less, nothing told of who hides."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import MARKS
from catalog.ratings import HALF_LIFE, Rated, bodies_apart, summarize, weight
from tests.catalog.conftest import NOW

CITY, TOWN = "市（人口3万人〜5万人未満）", "町（人口1万人未満）"


def said(body, *, overall=4, named=True, age=dt.timedelta(0), body_class=CITY, value=None):
    marks = dict.fromkeys(MARKS) | {"overall": overall, "value": value}
    return Rated(body, body_class, named, NOW - age, marks)


def test_averages_appear_from_three_municipalities_on():
    rows = [said("A"), said("A"), said("B")]
    assert summarize(rows, NOW).averages["overall"] is None
    assert summarize([*rows, said("C", overall=2)], NOW).averages["overall"] == Decimal("3.50")


def test_an_aspect_needs_three_municipalities_of_its_own():
    rows = [said("A", value=5), said("B", value=5), said("C")]
    assert summarize(rows, NOW).averages["value"] is None
    assert summarize([*rows, said("D", value=2)], NOW).averages["value"] == Decimal("4.00")
    assert summarize(rows, NOW).averages["support"] is None


def test_older_reviews_weigh_less():
    assert weight(NOW, NOW) == 1
    assert weight(NOW - HALF_LIFE, NOW) == 0.5
    rows = [said("A", overall=5), said("B", overall=5), said("C", overall=1, age=HALF_LIFE)]
    assert summarize(rows, NOW).averages["overall"] == Decimal("4.20")


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3000)), min_size=3, max_size=8), st.integers(0, 3000))
def test_the_averages_do_not_depend_on_when_they_are_counted(reviews, later):
    rows = [
        said(f"body{number}", overall=mark, age=dt.timedelta(days=age)) for number, (mark, age) in enumerate(reviews)
    ]
    now, then = (summarize(rows, moment).averages["overall"] for moment in (NOW, NOW + dt.timedelta(days=later)))
    assert now is not None
    assert abs(now - then) <= Decimal("0.01")
    assert min(mark for mark, _ in reviews) <= now <= max(mark for mark, _ in reviews)


@pytest.mark.parametrize("hidden", ["A", "B", "elsewhere"])
def test_whether_averages_appear_does_not_tell_who_hides(hidden):
    """Two cities are named; the third review comes from one of them or from another city of the same class."""
    named = [said("A"), said("B")]
    assert bodies_apart([*named, said(hidden, named=False)]) == 2
    assert bodies_apart([*named, said("T", named=False, body_class=TOWN)]) == 3


def test_bodies_that_all_hide_are_counted_truly():
    assert bodies_apart([said(body, named=False) for body in ("A", "B", "C", "C")]) == 3


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.booleans(), st.sampled_from([CITY, TOWN])), max_size=12))
def test_never_more_bodies_than_there_are(reviews):
    rows = [said(body, named=named, body_class=body_class) for body, named, body_class in reviews]
    assert bodies_apart(rows) <= len({row.municipality for row in rows})
