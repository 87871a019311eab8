"""What waits on the boards."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.personas import persona_of
from dss.waiting import counted
from forums.waiting import piles_of
from tests.factories import NotificationFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db
ANSWERED = "回答があり、まだ解決にしていない自分の相談"
EXPERT = "専門家の回答を待っているトピック"
NEWS = "新しい投稿のあるトピック"


def waits(user):
    now = timezone.now()
    return {item.label: item.count for item in counted(piles_of(user, persona_of(user), now))}


def test_staff_learn_of_answers_to_their_own_questions(scene):
    answered, _ = TopicFactory.create_batch(2, author=scene.asker, municipality=scene.body)
    PostFactory(topic=answered)
    assert waits(scene.asker) == {ANSWERED: 1}
    assert waits(scene.reader) == {}


def test_staff_learn_of_topics_where_something_new_was_written(scene):
    topic, other = TopicFactory.create_batch(2)
    for _ in range(3):
        NotificationFactory(user=scene.reader, event="topic_replied", target_key=str(topic.pk))
    NotificationFactory(user=scene.reader, event="topic_replied", target_key=str(other.pk), read_at=timezone.now())
    NotificationFactory(user=scene.reader, event="topic_replied", target_key="999999")
    NotificationFactory(user=scene.reader, event="topic_replied", target_key="no number")
    assert waits(scene.reader) == {NEWS: 1}
    assert waits(scene.asker) == {}


def test_advisors_learn_of_topics_opened_to_experts_alone(scene):
    TopicFactory()
    opened = TopicFactory(experts_invited=True)
    assert waits(scene.expert) == {EXPERT: 1}
    PostFactory(topic=opened)
    assert waits(scene.expert) == {EXPERT: 1}


def test_nobody_else_learns_that_anything_waits(scene):
    topic = TopicFactory(experts_invited=True)
    for person in (scene.seller, scene.member, scene.operator):
        NotificationFactory(user=person, event="topic_replied", target_key=str(topic.pk))
        assert waits(person).keys() <= ({"リーダーのいない課"} if person == scene.operator else set())
