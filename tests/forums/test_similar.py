"""Topics like the one whose title is being typed."""

from __future__ import annotations

from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums import actions
from forums.indexing import TOPICS
from forums.similar import MOST_SIMILAR, similar_to
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


def titles(title, reader):
    TOPICS.reindex_stale()
    return [row.title for row in similar_to(title, reader, timezone.now())]


def test_what_shares_the_words_that_say_something(scene, open_topic):
    open_topic(title="議事録サービスの選び方")
    open_topic(title="窓口の待ち時間を減らす工夫", body="番号札をやめました。")
    assert titles("議事録サービスを選ぶときの決め手は何ですか", scene.helper) == ["議事録サービスの選び方"]
    assert titles("窓口の混雑", scene.helper) == ["窓口の待ち時間を減らす工夫"]
    for nothing in ("地方税の口座振替", "", "議", "の", "　", "\x00", "(' | &", "あ" * 5000):
        assert titles(nothing, scene.helper) == []


def test_only_what_the_reader_may_read(scene, open_topic):

    open_topic(title="議事録サービスの選び方", readers=[scene.body])
    gone = open_topic(title="議事録サービスの費用")
    actions.remove_post(post=gone.posts.get(), reason="規約違反", actor=scene.operator, now=timezone.now())
    for person in (scene.reader, scene.seller, scene.member, scene.operator, scene.expert):
        assert titles("議事録サービス", person) == []
    assert titles("議事録サービス", scene.asker) == ["議事録サービスの選び方"]


def test_a_fragment_for_staff_at_the_same_cost(client, scene):
    address = reverse("forums:similar_topics")
    client.force_login(scene.helper)
    costs = []
    for total in (1, 3, MOST_SIMILAR + 2):
        while len(TopicFactory._meta.model.objects.all()) < total:
            TopicFactory(board=scene.board, title="議事録サービスの<b>費用</b>")
        TOPICS.reindex_stale()
        client.get(address, {"title": "議事録"})
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address, {"title": "議事録サービスの費用"})
        costs.append(len(asked))
        page = response.content.decode()
        assert page.count("<li>") == min(total, MOST_SIMILAR)
        assert "<html" not in page
        assert "<b>費用" not in page
    assert costs[0] == costs[1] <= 8
    assert max(costs) <= 8
    assert client.get(address, {"title": "何もない"}).content.strip() == b""


def test_without_a_script_they_stand_on_the_preview(client, scene, open_topic):
    open_topic(title="議事録サービスの選び方")
    TOPICS.reindex_stale()
    client.force_login(scene.helper)
    sent = {
        "kind": "sharing",
        "title": "議事録サービスの費用",
        "body": "本文",
        "shown_as": "body",
        "client_token": uuid4(),
    }
    page = unescape(
        client.post(reverse("forums:topic_create", args=[scene.board.slug]), sent | {"preview": "1"}).content.decode()
    )
    assert "似たトピックがあります" in page
    assert "議事録サービスの選び方" in page
