"""What of a topic can be found, and when."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.actions.reports import report_object
from catalog.models import Service
from catalog.search.engine import Scope, search
from catalog.search.rows import AT_ONCE, CHARACTERS_AT_ONCE
from dss.jobs import manager
from forums import actions, jobs
from forums.enums import ShownAs
from forums.indexing import TOPICS, topics_changed
from forums.models import Topic, TopicSearch
from tests.factories import BoardFactory, MembershipFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now


def found(text, user):
    result = search(text, Scope(TopicSearch, Topic.objects.searchable_by(user)))
    return [Topic.objects.get(pk=hit.pk).title for hit in result.hits]


def reply(topic, actor, body):
    return actions.reply_topic(
        topic=topic, body=body, shown_as=ShownAs.ANONYMOUS, client_token=uuid4(), actor=actor, now=NOW()
    )


def waiting():
    return [job for job in manager().list_jobs() if job.task_name == "forums.jobs.reindex_stale_topics"]


def test_title_listings_and_posts_are_searched_at_once(scene, open_topic):
    topic = open_topic(title="文書管理の進め方", body="検針の予定を聞かせてください。", services=[scene.service])
    assert found("文書管理", scene.asker) == [topic.title]
    assert found("検針", scene.asker) == [topic.title]
    assert found(scene.service.name, scene.asker) == [topic.title]
    assert found("まどぐち", scene.asker) == []
    reply(topic, scene.asker, "窓口の混雑が減りました。")
    assert found("窓口", scene.asker) == [topic.title]


def test_the_title_weighs_more_than_a_post(scene, open_topic):
    open_topic(title="甲", body="決裁の話です。", client_token=uuid4())
    open_topic(title="決裁", body="乙", client_token=uuid4())
    assert found("決裁", scene.asker) == ["決裁", "甲"]


def test_an_edited_text_replaces_the_old_one(scene, open_topic):
    topic = open_topic(title="題名", body="検針の話です。")
    post = topic.posts.get()
    actions.edit_post(post=post, title="新しい題", body="決裁の話です。", revision=1, actor=scene.asker, now=NOW())
    assert found("検針", scene.asker) == []
    assert found("決裁", scene.asker) == ["新しい題"]


def test_what_was_removed_or_taken_down_is_not_found(scene, open_topic):
    topic = open_topic(title="題名", body="何を比べましたか。")
    post = reply(topic, scene.asker, "検針の話です。")
    actions.delete_post(post=post, actor=scene.asker, now=NOW())
    assert found("検針", scene.asker) == []
    actions.remove_post(post=topic.posts.get(number=1), reason="規約違反", actor=scene.operator, now=NOW())
    assert found("題名", scene.asker) == []
    assert not TopicSearch.objects.exists()


def test_nobody_is_found_by_their_name(scene, open_topic):
    scene.asker.name = "検索されない氏名"
    scene.asker.save()
    for way in ShownAs:
        open_topic(title=f"題名{way}", shown_as=way, client_token=uuid4())
    for text in (scene.asker.name, scene.body.name, scene.asker.email, str(scene.asker.key)):
        assert found(text, scene.asker) == []


def test_only_readers_find_anything(scene, open_topic):
    topic = open_topic(title="検針の相談")
    invited = open_topic(title="検針と専門家", experts_invited=True, client_token=uuid4())
    assert set(found("検針", MembershipFactory().user)) == {topic.title, invited.title}
    assert found("検針", scene.expert) == [invited.title]
    report_object(target=topic, reason="確かめてください", actor=scene.reader, now=NOW())
    assert topic in Topic.objects.visible_to(scene.operator)
    for stranger in (scene.seller, scene.member, scene.operator, AnonymousUser()):
        assert found("検針", stranger) == []


def test_no_topic_is_found_by_its_board(scene, open_topic):
    """Or experts, who do not learn where they were asked, could guess the name."""
    open_topic(experts_invited=True)
    for reader in (scene.asker, scene.expert):
        assert found(scene.board.name, reader) == []


def test_a_renamed_listing(scene, open_topic):
    topic = open_topic(services=[scene.service])
    Service.objects.filter(pk=scene.service.pk).update(name="決裁さくら")
    jobs.reindex_stale_topic_rows()
    assert found("決裁さくら", scene.asker) == [topic.title]


def test_many_topics_and_long_ones_are_left_to_one_job(scene):
    board = BoardFactory()
    for _ in range(AT_ONCE + 1):
        TopicFactory(board=board)
    assert TOPICS.reindex_stale() == AT_ONCE + 1
    Topic.objects.update(title="検針の予定")
    with transaction.atomic():
        topics_changed(Topic.objects.values_list("pk", flat=True))
    assert found("検針", scene.asker) == []
    assert len(waiting()) == 1
    jobs.reindex_stale_topics()
    assert len(found("検針", scene.asker)) == AT_ONCE  # a page
    topic = TopicFactory()
    for _ in range(CHARACTERS_AT_ONCE // 9_000 + 1):
        PostFactory(topic=topic, body="決裁" + "あ" * 9_000)
    TOPICS.reindex([topic.pk])
    reply(topic, scene.asker, "墓地の区画の話です。")
    assert found("墓地", scene.asker) == []
    jobs.reindex_stale_topics()
    assert found("墓地", scene.asker) == [topic.title]


def test_the_command_writes_everything_anew(capsys):
    topic = TopicFactory()
    call_command("reindex_topics")
    assert "1件" in capsys.readouterr().out
    assert TopicSearch.objects.get().pk == topic.pk
    call_command("reindex_topics", "--stale")
    assert "0件" in capsys.readouterr().out
