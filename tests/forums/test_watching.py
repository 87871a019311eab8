"""What people want to hear of boards and topics."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership
from dss.access import PolicyRefused
from forums import actions
from forums.enums import JoinPolicy, WatchLevel, WatchScope
from forums.models import BoardMembership, BoardWatch, TopicWatch
from tests.factories import BoardFactory, TopicFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now


def watched(user, board):
    return BoardWatch.objects.filter(user=user, board=board).values_list("scope", "level").first()


def watch(board, user, scope=WatchScope.POSTS, level=WatchLevel.MAIL):
    return actions.watch_board(board=board, scope=scope, level=level, actor=user, now=NOW())


def test_staff_say_what_they_want_to_hear(scene):
    watch(scene.board, scene.reader)
    watch(scene.board, scene.reader, WatchScope.TOPICS, WatchLevel.OFF)
    assert watched(scene.reader, scene.board) == ("topics", "off")
    assert AuditEvent.objects.filter(verb="watch_board").count() == 2
    assert not BoardWatch.objects.told().exists()
    for stranger in (scene.expert, scene.seller, scene.member):
        with pytest.raises(PolicyRefused):
            watch(scene.board, stranger)


def test_only_own_rows_are_seen_and_only_while_on_staff(scene):
    watch(scene.board, scene.reader)
    assert BoardWatch.objects.visible_to(scene.reader).count() == 1
    assert not BoardWatch.objects.visible_to(scene.helper).exists()
    MunicipalMembership.objects.filter(user=scene.reader).update(expires_on="2020-05-31")
    assert not BoardWatch.objects.visible_to(scene.reader).exists()


def test_members_hear_of_new_topics_unless_they_said_otherwise(scene):
    board = BoardFactory(join_policy=JoinPolicy.OPEN)
    watch(board, scene.helper, level=WatchLevel.OFF)
    for person in (scene.reader, scene.helper):
        actions.join_board(board=board, message="", actor=person, now=NOW())
    assert watched(scene.reader, board) == ("topics", "site")
    assert watched(scene.helper, board) == ("posts", "off")
    for person in (scene.reader, scene.helper):
        actions.leave_board(board=board, actor=person, now=NOW())
    assert watched(scene.reader, board) is None
    assert watched(scene.helper, board) == ("posts", "off")


def test_who_is_let_in_hears_from_then_on(scene):
    board = actions.found_board(
        name="書かない窓口の集まり",
        purpose="進め方",
        join_policy=JoinPolicy.APPROVAL,
        ends_on=None,
        client_token="5f7dd3a2-6c4e-4f3c-9d57-0e6f0a3c1b11",
        actor=scene.asker,
        now=NOW(),
    )
    assert watched(scene.asker, board) == ("topics", "site")
    row = actions.join_board(board=board, message="", actor=scene.reader, now=NOW())
    assert watched(scene.reader, board) is None
    actions.admit_member(membership=BoardMembership.objects.get(pk=row.pk), actor=scene.asker, now=NOW())
    assert watched(scene.reader, board) == ("topics", "site")


def test_taking_the_question_back_leaves_what_one_watches(scene):
    board = BoardFactory(join_policy=JoinPolicy.APPROVAL)
    watch(board, scene.reader)
    actions.join_board(board=board, message="", actor=scene.reader, now=NOW())
    actions.leave_board(board=board, actor=scene.reader, now=NOW())
    assert watched(scene.reader, board) == ("posts", "mail")


def text_of(response):
    return response.content.decode()


def test_the_boards_page_says_and_changes_it(client, scene):
    client.force_login(scene.reader)
    page, address = scene.board.get_absolute_url(), reverse("forums:board_watch", args=[scene.board.slug])
    assert "受け取っていません" in text_of(client.get(page))
    assert client.post(address, {"scope": "posts", "level": "site"})["Location"] == page
    shown = text_of(client.get(page))
    assert "課「情報政策・調達」の通知を「新しいトピックとすべての投稿」「お知らせだけ」にしました" in shown
    assert "サイトのお知らせだけ受け取っています" in shown
    for wrong in ({}, {"scope": "posts", "level": "x"}, {"scope": "\0", "level": "site"}):
        assert client.post(address, wrong).status_code == 400
    assert watched(scene.reader, scene.board) == ("posts", "site")


def test_all_one_hears_on_one_page(client, scene, open_topic):
    topic, gone = open_topic(), open_topic(title="もう読めない相談")
    for each in (topic, gone):
        actions.watch_topic(topic=each, level=WatchLevel.MAIL, actor=scene.reader, now=NOW())
    actions.delete_post(post=gone.posts.get(), actor=scene.asker, now=NOW())
    watch(scene.board, scene.reader)
    client.force_login(scene.reader)
    assert reverse("forums:board_watches") in text_of(client.get(reverse("accounts:preferences")))
    boards, topics = reverse("forums:board_watches"), reverse("forums:topic_watches")
    assert scene.board.name in text_of(client.get(boards))
    page = text_of(client.get(topics))
    assert topic.title in page
    assert gone.title not in page
    change = {"level": "off", "next": topics}
    assert client.post(reverse("forums:topic_watch", args=[topic.pk]), change)["Location"] == topics
    assert TopicWatch.objects.get(user=scene.reader, topic=topic).level == "off"
    address = reverse("forums:board_watch", args=[scene.board.slug])
    for elsewhere in ("https://evil.example/", "//evil.example/", "accounts:me", "x", "a\0b", "-1"):
        sent = client.post(address, {"scope": "topics", "level": "off", "next": elsewhere})
        assert sent["Location"] == scene.board.get_absolute_url()


def test_experts_find_their_topics_and_no_board(client, scene, open_topic):
    topic, closed = open_topic(experts_invited=True), open_topic(title="閉じた相談", experts_invited=True)
    for each in (topic, closed):
        actions.watch_topic(topic=each, level=WatchLevel.MAIL, actor=scene.expert, now=NOW())
    actions.close_to_experts(topic=closed, actor=scene.asker, now=NOW())
    client.force_login(scene.expert)
    preferences = text_of(client.get(reverse("accounts:preferences")))
    assert reverse("forums:topic_watches") in preferences
    assert reverse("forums:board_watches") not in preferences
    page = text_of(client.get(reverse("forums:topic_watches")))
    assert topic.title in page
    assert closed.title not in page
    assert reverse("forums:board_watches") not in page


def test_what_one_watches_takes_the_same_number_of_queries(client, scene):
    client.force_login(scene.reader)
    addresses = [reverse("forums:board_watches"), reverse("forums:topic_watches")]

    def asked():
        watch(BoardFactory(), scene.reader)
        actions.watch_topic(topic=TopicFactory(), level=WatchLevel.SITE, actor=scene.reader, now=NOW())
        counts = []
        for address in addresses:
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    first = asked()
    assert max(first) <= 8
    asked()
    assert asked() == first


def test_a_topic_says_how_it_is_heard_of_and_why(client, scene, open_topic):
    topic = open_topic(experts_invited=True)
    client.force_login(scene.reader)

    def said():
        page = text_of(client.get(topic.get_absolute_url()))
        ways = ("お知らせとメールで受け取っています", "サイトのお知らせだけ受け取っています", "受け取っていません")
        return [way for way in ways if way in page], "課の通知の設定" in page, 'value="off"' in page

    assert said() == (["受け取っていません"], False, False)
    watch(scene.board, scene.reader, WatchScope.TOPICS)
    assert said() == (["受け取っていません"], False, False)
    watch(scene.board, scene.reader, WatchScope.POSTS, WatchLevel.SITE)
    assert said() == (["サイトのお知らせだけ受け取っています"], True, True)
    actions.watch_topic(topic=topic, level=WatchLevel.OFF, actor=scene.reader, now=NOW())
    assert said() == (["受け取っていません"], False, False)
    BoardWatch.objects.create(board=scene.board, user=scene.expert, scope=WatchScope.POSTS, level=WatchLevel.MAIL)
    client.force_login(scene.expert)
    assert said() == (["受け取っていません"], False, False)
