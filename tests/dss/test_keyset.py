"""Long lists turned by the place of a row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dss.keyset import count_up_to, keyset_page
from forums.models import Topic
from tests.factories import BoardFactory, TopicFactory

pytestmark = pytest.mark.django_db

NEWEST = ("last_activity_at", "pk")
START = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def topics():
    """Seven, the newest first; three of them moved at the very same moment."""
    board = BoardFactory()
    moments = [9, 8, 7, 7, 7, 2, 1]
    made = [TopicFactory(board=board, last_activity_at=START + dt.timedelta(microseconds=each)) for each in moments]
    return sorted(made, key=lambda topic: (topic.last_activity_at, topic.pk), reverse=True)


def turned(asked, size=2, order=NEWEST):
    notes: list[str] = []
    return keyset_page(Topic.objects.all(), order, asked, size=size, notes=notes), notes


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_every_row_is_met_once_forwards_and_backwards(topics, size):
    page, notes = turned({}, size)
    met, pages = list(page.rows), [page.rows]
    while page.older:
        page, notes = turned({"older": page.older}, size)
        met += page.rows
        pages.append(page.rows)
    assert met == topics
    back = [page.rows]
    while page.newer:
        page, notes = turned({"newer": page.newer}, size)
        back.insert(0, page.rows)
    assert [row for rows in back for row in rows] == topics
    assert not notes
    assert page.newer == ""


def test_a_new_row_does_not_shift_the_next_page(topics):
    page, _ = turned({})
    TopicFactory(board=topics[0].board, last_activity_at=timezone.now())
    assert turned({"older": page.older})[0].rows == topics[2:4]


def test_one_page_needs_no_links(topics):
    page, _ = turned({}, size=7)
    assert page.is_whole


UNREADABLE = ["x", "1", "1_2_3", "-1_2", "1_-2", "1_2_", "_", "１_２", "9" * 5000, "1_" + "9" * 19]
UNREADABLE += ["9" * 18 + "_1", "\0", "\ud800"]


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read_is_the_first_page_and_said_so(topics, text):
    for way in ("older", "newer"):
        page, notes = turned({way: text})
        assert page.rows == topics[:2]
        assert len(notes) == 1


def test_a_place_where_nothing_is_left_is_the_first_page_and_said_so(topics):
    page, notes = turned({"older": "1_1"})
    assert page.rows == topics[:2]
    assert len(notes) == 1


def test_numbers_of_pages_are_no_longer_known(topics):
    page, notes = turned({"page": "3"})
    assert page.rows == topics[:2]
    assert "ページ番号" in notes[0]
    assert turned({"page": "1"})[1] == []


def test_nothing_at_all(db):
    page, notes = turned({})
    assert (page.rows, page.is_whole, notes) == ([], True, [])


def test_a_page_is_one_query(topics):
    with CaptureQueriesContext(connection) as asked:
        turned({"older": turned({})[0].older})
    assert len(asked) == 2


def test_counting_stops_where_nobody_cares(topics):
    assert count_up_to(Topic.objects.all(), 10) == 7
    assert count_up_to(Topic.objects.all(), 5) == 6
