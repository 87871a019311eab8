"""What each person has not read yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership
from forums import actions
from forums.actions.reading import UNDER_WAY
from forums.enums import WatchLevel
from forums.jobs import forget_readings
from forums.models import Board, Post, ReadingLine, Topic, TopicReading
from forums.querysets import BoardState, UnreadState
from forums.querysets import unread as unread_sql
from forums.querysets.unread import HORIZON, MOST
from forums.views import threads
from tests.factories import BoardFactory, MunicipalityFactory, NotificationFactory, PostFactory, TopicFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def begun(scene):
    """The reader looked at the boards yesterday for the first time."""
    actions.begin_reading(actor=scene.reader, now=NOW() - timedelta(days=1))
    return scene.reader


def state(topic, user, now=None):
    return UnreadState.of(Topic.objects.with_unread_of(user, now or NOW()).get(pk=topic.pk))


def unread(topic, user):
    return state(topic, user)[:2]


def on_boards(user):
    """By board: how many topics hold something unread."""
    states = {board.pk: BoardState.of(board) for board in Board.objects.visible_to(user).with_unread_of(user, NOW())}
    return {pk: state.topics for pk, state in states.items() if state.topics}


def test_who_never_looked_has_read_everything(scene, open_topic, answer):
    topic = open_topic()
    assert state(topic, scene.reader) == (0, 0, False)
    assert on_boards(scene.reader) == {}
    actions.begin_reading(actor=scene.reader, now=NOW())
    assert state(topic, scene.reader) == (0, 0, True)
    answer(topic)
    assert unread(topic, scene.reader) == (1, 2)
    actions.begin_reading(actor=scene.reader, now=NOW())  # only the first look counts
    assert unread(topic, scene.reader) == (1, 2)
    assert on_boards(scene.reader) == {scene.board.pk: 1}


def test_a_new_topic_and_how_far_it_was_read(begun, open_topic, answer):
    topic = open_topic()
    assert state(topic, begun).is_new_topic
    for _ in range(3):
        answer(topic)
    assert unread(topic, begun) == (4, 1)
    actions.read_topic(topic=topic, number=2, actor=begun)
    assert unread(topic, begun) == (2, 3)
    assert not state(topic, begun).is_new_topic
    actions.read_topic(topic=topic, number=1, actor=begun)  # a window opened earlier lowers nothing
    assert unread(topic, begun) == (2, 3)
    actions.read_topic(topic=topic, number=4, actor=begun)
    assert unread(topic, begun) == (0, 0)
    assert TopicReading.objects.get().last_read_number == 4


def test_own_posts_are_never_unread(scene, begun, open_topic, answer):
    topic = open_topic(actor=begun)
    assert unread(topic, begun) == (0, 0)
    answer(topic)
    answer(topic, actor=begun)
    assert unread(topic, begun) == (1, 2)
    own = open_topic(actor=begun)
    answer(own, actor=begun)
    assert unread(own, begun) == (0, 0)
    assert on_boards(begun) == {scene.board.pk: 1}


def test_removed_posts_are_not_unread(scene, begun, open_topic, answer):
    topic = open_topic()
    actions.read_topic(topic=topic, number=1, actor=begun)
    gone, left = answer(topic), answer(topic)
    assert unread(topic, begun) == (2, 2)
    actions.delete_post(post=gone, actor=scene.helper, now=NOW())
    assert unread(topic, begun) == (1, 3)
    actions.delete_post(post=left, actor=scene.helper, now=NOW())
    assert unread(topic, begun) == (0, 0)
    assert on_boards(begun) == {}


def test_what_one_does_not_see_counts_nowhere(scene, begun, open_topic):
    other = MunicipalityFactory()
    open_topic(readers=[other])
    gone = open_topic()
    actions.delete_post(post=gone.posts.get(), actor=scene.asker, now=NOW())
    assert on_boards(begun) == {}
    open_topic(readers=[begun.memberships.get().municipality])
    assert on_boards(begun) == {scene.board.pk: 1}
    MunicipalMembership.objects.filter(user=begun).update(expires_on="2020-05-31")
    assert on_boards(begun) == {}


def test_everything_on_a_board_or_everywhere_counts_as_read(scene, begun, open_topic, answer):
    other = BoardFactory()
    here, there = open_topic(), open_topic(board=other)
    actions.read_everything(board=scene.board, actor=begun, now=NOW())
    assert (unread(here, begun), unread(there, begun)) == ((0, 0), (1, 1))
    answer(here)
    assert unread(here, begun) == (1, 2)
    actions.read_everything(board=None, actor=begun, now=NOW())
    assert on_boards(begun) == {}
    answer(there)
    assert unread(there, begun) == (1, 2)
    assert (unread(here, scene.reader), ReadingLine.objects.filter(user=begun).count()) == ((0, 0), 2)


def test_a_line_never_moves_back(begun):
    before = ReadingLine.objects.get().read_until
    actions.read_everything(board=None, actor=begun, now=NOW() - timedelta(days=9))
    assert ReadingLine.objects.get().read_until == before


def test_what_was_under_way_when_everything_was_read_is_unread(scene, begun, open_topic, answer):
    """Its request began before the person pressed the button and was kept after; nobody has seen it."""
    seen = answer(open_topic(now=NOW() - timedelta(hours=1)), now=NOW() - timedelta(seconds=5)).topic
    pressed = NOW()
    actions.read_everything(board=None, actor=begun, now=pressed)
    assert unread(seen, begun) == (0, 0)
    answer(seen, now=pressed - timedelta(seconds=3))
    late = open_topic(now=pressed - timedelta(seconds=3))
    assert unread(seen, begun) == (1, 3)
    assert unread(late, begun) == (1, 1)
    assert timedelta(seconds=3) < UNDER_WAY


def test_what_is_long_ago_counts_as_read(scene, begun):
    ReadingLine.objects.update(read_until=NOW() - 2 * HORIZON)
    old = TopicFactory(board=scene.board, created_at=NOW() - HORIZON - timedelta(days=1))
    assert unread(old, begun) == (0, 0)
    PostFactory(topic=old)
    assert unread(old, begun) == (1, 2)
    assert on_boards(begun) == {scene.board.pk: 1}


def test_marks_that_say_nothing_any_more_go(scene, begun, open_topic):
    old, new = TopicFactory(board=scene.board, created_at=NOW() - HORIZON - timedelta(days=1)), open_topic()
    for topic in (old, new):
        actions.read_topic(topic=topic, number=1, actor=begun)
    forget_readings()
    assert [reading.topic for reading in TopicReading.objects.all()] == [new]
    PostFactory(topic=old)
    assert unread(old, begun) == (1, 2)


def test_counting_ends(scene, begun, open_topic):
    topic = open_topic()
    first = topic.posts.get()
    Post.objects.bulk_create(
        Post(
            topic=topic,
            number=number,
            author=scene.helper,
            author_key=scene.helper.key,
            municipality=scene.body,
            shown_as=first.shown_as,
            body="投稿",
            created_at=first.created_at,
        )
        for number in range(2, MOST + 50)
    )
    assert state(topic, begun) == (MOST, 1, True)
    assert state(topic, begun).label == "99件以上"
    actions.read_topic(topic=topic, number=MOST, actor=begun)
    assert state(topic, begun).label == "49件"


def test_a_board_looks_at_what_moved_last(scene, begun, open_topic, monkeypatch):
    topics = [open_topic() for _ in range(3)]
    assert on_boards(begun) == {scene.board.pk: 3}
    monkeypatch.setattr(unread_sql, "LOOKED_AT", 2)
    assert on_boards(begun) == {scene.board.pk: 2}
    for topic in topics[1:]:
        actions.read_topic(topic=topic, number=1, actor=begun)
    assert on_boards(begun) == {}


@pytest.mark.django_db(transaction=True)
def test_many_windows_read_at_once_and_the_furthest_holds(begun, open_topic, answer):
    topic = open_topic()
    for _ in range(19):
        answer(topic)
    calls = [
        lambda number=number: actions.read_topic(topic=topic, number=number, actor=begun) for number in range(1, 21)
    ]
    _, refused = all_at_once(calls[::2] + calls[1::2][::-1])
    assert not refused
    assert TopicReading.objects.get().last_read_number == 20
    assert unread(topic, begun) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_first_looks_and_everything_read_at_once(begun, scene, open_topic):
    for _ in range(5):
        open_topic()
    now = NOW()
    calls = [lambda: actions.begin_reading(actor=scene.helper, now=now)] * 5
    calls += [lambda: actions.read_everything(board=None, actor=scene.helper, now=now)] * 5
    calls += [lambda: actions.read_everything(board=scene.board, actor=scene.helper, now=now)] * 5
    _, refused = all_at_once(calls)
    assert not refused
    assert ReadingLine.objects.filter(user=scene.helper).count() == 2
    assert on_boards(scene.helper) == {}


def text_of(response):
    return response.content.decode()


def page_of(client, topic, number=1):
    return text_of(client.get(topic.get_absolute_url(), {"page": number} if number > 1 else {}))


def mark(topic, user):
    return TopicReading.objects.filter(topic=topic, user=user).values_list("last_read_number", flat=True).first()


@pytest.fixture
def long_topic(scene, begun):
    """Of three pages: 120 posts."""
    topic = TopicFactory(board=scene.board)
    for number in range(2, 121):
        PostFactory(topic=topic, author=scene.helper, municipality=scene.body, body=f"投稿その{number}番。")
    return topic


def test_a_page_marks_what_it_shows_and_says_where_the_unread_begins(client, scene, begun, open_topic, answer):
    topic = open_topic()
    actions.read_topic(topic=topic, number=1, actor=begun)
    for _ in range(2):
        answer(topic)
    client.force_login(begun)
    page = page_of(client, topic)
    assert page.index('id="post-1"') < page.index("ここから未読") < page.index('id="post-2"')
    assert mark(topic, begun) == 3
    assert "ここから未読" not in page_of(client, topic)
    client.head(topic.get_absolute_url())
    answer(topic)
    client.head(topic.get_absolute_url())
    assert mark(topic, begun) == 3
    client.force_login(scene.helper)
    assert "ここから未読" not in page_of(client, topic)  # the first look of all
    assert ReadingLine.objects.filter(user=scene.helper).exists()


def test_pages_are_read_one_by_one(client, begun, long_topic):
    client.force_login(begun)
    unread_address = f"{long_topic.get_absolute_url()}unread/"
    assert client.get(unread_address)["Location"].endswith("#post-1")
    page_of(client, long_topic)
    assert mark(long_topic, begun) == 50
    assert client.get(unread_address)["Location"].endswith("?page=2#post-51")
    assert "最初の未読（投稿51）へ" in page_of(client, long_topic)
    last = page_of(client, long_topic, 3)
    assert "最初の未読（投稿51）へ" in last
    assert mark(long_topic, begun) == 50  # nobody has seen 51 to 100
    page_of(client, long_topic, 2)
    page_of(client, long_topic, 3)
    assert mark(long_topic, begun) == 120
    assert client.get(unread_address)["Location"].endswith("?page=3#post-120")


def test_a_jump_to_the_end_can_be_said_to_be_enough(client, begun, long_topic):
    client.force_login(begun)
    page_of(client, long_topic, 3)
    assert mark(long_topic, begun) is None
    address = f"{long_topic.get_absolute_url()}read/"
    for wrong in ("", "0", "x", "9" * 5000, "\0"):
        assert client.post(address, {"number": wrong}).status_code == 400
    assert client.post(address, {"number": "999999"})["Location"] == long_topic.get_absolute_url()
    assert unread(long_topic, begun) == (0, 0)
    assert mark(long_topic, begun) == 120
    PostFactory(topic=long_topic)
    assert unread(long_topic, begun) == (1, 121)


def test_what_is_written_while_a_page_is_made_stays_unread(client, begun, open_topic, answer, monkeypatch):
    topic = open_topic()
    client.force_login(begun)
    made = threads.post_entries

    def slowly(*arguments, **words):
        entries = made(*arguments, **words)
        answer(topic)
        return entries

    monkeypatch.setattr(threads, "post_entries", slowly)
    assert 'id="post-2"' not in page_of(client, topic)
    assert (mark(topic, begun), unread(topic, begun)) == (1, (1, 2))


def test_lists_show_what_is_unread(client, scene, begun, open_topic, answer):
    topic, read = open_topic(), open_topic(title="読んだ相談")
    answer(topic)
    actions.read_topic(topic=read, number=1, actor=begun)
    client.force_login(begun)
    for address in (
        scene.board.get_absolute_url(),
        reverse("forums:topic_list"),
        f"{reverse('forums:topic_list')}?q=議事録",
    ):
        page = text_of(client.get(address))
        assert (
            page.count("新しいトピック") - page.count("新しいトピックだけ") - page.count("新しいトピックとすべて") == 1
        )
        assert page.count("未読 2件") == 1
        assert f'href="{topic.get_absolute_url()}unread/"' in page
    assert "未読のあるトピック 1件" in text_of(client.get(reverse("forums:board_list")))
    assert (
        client.post(reverse("forums:board_read", args=[scene.board.slug]))["Location"] == scene.board.get_absolute_url()
    )
    assert "未読のあるトピック" not in text_of(client.get(reverse("forums:board_list")))
    answer(topic)
    assert "未読 1件" in text_of(client.get(reverse("forums:topic_list")))
    client.post(reverse("forums:topics_read"))
    assert "未読 1件" not in text_of(client.get(reverse("forums:topic_list")))


@pytest.mark.parametrize("name", ["board_list", "topic_list", "board_detail"])
def test_the_first_look_begins_the_count(client, scene, open_topic, answer, name):
    topic = open_topic()
    client.force_login(scene.reader)
    address = reverse(f"forums:{name}", args=[scene.board.slug] if name == "board_detail" else [])
    page = text_of(client.get(address))
    assert [word for word in ("未読 ", "未読のあるトピック") if word in page] == []
    assert ReadingLine.objects.filter(user=scene.reader, board=None).count() == 1
    answer(topic)
    assert "未読" in text_of(client.get(address))
    assert unread(topic, scene.reader) == (1, 2)


def test_experts_have_marks_where_they_were_asked_and_nowhere_else(client, scene, open_topic, answer):
    actions.begin_reading(actor=scene.expert, now=NOW() - timedelta(days=1))
    opened, closed = open_topic(experts_invited=True), open_topic(title="職員だけの相談")
    client.force_login(scene.expert)
    page = text_of(client.get(reverse("forums:topic_list")))
    assert page.count("未読 1件") == 1
    for name in ("topic_unread", "topic_read"):
        address = reverse(f"forums:{name}", args=[closed.pk])
        assert (client.post if name == "topic_read" else client.get)(address, {"number": "1"}).status_code == 404
    client.post(reverse("forums:topics_read"))
    assert unread(opened, scene.expert) == (0, 0)
    assert not TopicReading.objects.filter(topic=closed).exists()
    actions.close_to_experts(topic=opened, actor=scene.asker, now=NOW())
    assert client.get(reverse("forums:topic_unread", args=[opened.pk])).status_code == 404
    assert client.post(reverse("forums:board_read", args=[scene.board.slug])).status_code == 404


def test_what_told_of_a_post_is_over_once_it_was_read(client, scene, begun, long_topic):
    actions.watch_topic(topic=long_topic, level=WatchLevel.SITE, actor=begun, now=NOW())
    news = {}
    for number in (2, 60, 120):
        post = long_topic.posts.get(number=number)
        news[number] = NotificationFactory(
            user=begun, event="topic_replied", target_key=str(long_topic.pk), instance_key=f"post:{post.pk}"
        )
    other = NotificationFactory(user=begun, event="topic_replied", target_key="999999")
    foreign = NotificationFactory(
        user=scene.helper, event="topic_replied", target_key=str(long_topic.pk), instance_key=news[2].instance_key
    )

    def waiting():
        rows = type(other).objects.filter(user=begun, read_at=None, target_key=str(long_topic.pk))
        return [number for number, row in news.items() if rows.filter(pk=row.pk).exists()]

    client.force_login(begun)
    page_of(client, long_topic, 3)
    assert waiting() == [2, 60]  # the last was shown, the others were not
    page_of(client, long_topic)
    assert waiting() == [60]
    client.post(f"{long_topic.get_absolute_url()}read/", {"number": "120"})
    page = page_of(client, long_topic)
    assert waiting() == []
    assert "お知らせ（1）" in page  # the header of this very page
    other.refresh_from_db()
    foreign.refresh_from_db()
    assert (other.read_at, foreign.read_at) == (None, None)


def test_reading_costs_one_write_and_nothing_the_second_time(client, scene, begun, open_topic, answer):
    topic = open_topic(services=[scene.service])
    post = answer(topic)
    NotificationFactory(user=begun, event="topic_replied", target_key=str(topic.pk), instance_key=f"post:{post.pk}")
    client.force_login(begun)
    written = []
    for _ in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            page_of(client, topic)
        written.append([each["sql"][:6] for each in queries if not each["sql"].startswith(("SELECT", "(SELECT"))])
    assert written == [["INSERT", "UPDATE"], []]
    assert len(queries) <= 8
