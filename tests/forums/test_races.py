"""Twenty at once: one wins, the others read why; a form sent twenty times makes one row and one mail."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from forums import actions
from forums.actions.threads import POSTS_A_DAY, TOPICS_A_DAY
from forums.enums import ReactionKind, ShownAs, TopicKind
from forums.models import Post, PostRevision, Reaction, Topic, TopicWatch
from tests.factories import MembershipFactory, PostFactory
from tests.races import all_at_once
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20
NOW = timezone.now


def tries(act, post, **arguments):
    """`act` twenty times, each with its own copy of the post as it was before."""
    copies = [Post.objects.select_related("topic").get(pk=post.pk) for _ in range(MANY)]
    return [lambda copy=copy: act(post=copy, now=NOW(), **arguments) for copy in copies]


def test_one_answer_is_accepted(scene, open_topic, answer):
    topic = open_topic()
    posts = [answer(topic) for _ in range(4)]
    calls = [call for post in posts for call in tries(actions.accept_answer, post, actor=scene.asker)[:5]]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all("すでに" in refusal.message for refusal in refused)
    assert AuditEvent.objects.filter(verb="accept_answer").count() == 1
    assert OutboxMail.objects.filter(event="answer_accepted").count() == 1


def test_one_topic_sent_many_times(scene):
    token = uuid4()

    def send():
        return actions.create_topic(
            board=scene.board,
            kind=TopicKind.CONSULTATION,
            title="題名",
            body="本文",
            shown_as=ShownAs.ANONYMOUS,
            experts_invited=True,
            services=[scene.service],
            documents=[],
            client_token=token,
            actor=scene.asker,
            now=NOW(),
        )

    won, refused = all_at_once([send] * MANY)
    assert (len({topic.pk for topic in won}), refused) == (1, [])
    assert (Topic.objects.count(), Post.objects.count(), TopicWatch.objects.count()) == (1, 1, 1)
    assert OutboxMail.objects.filter(event="topic_opened_to_experts").count() == 1


def test_one_answer_sent_many_times(scene, open_topic, answer):
    topic, token = open_topic(), uuid4()
    won, refused = all_at_once([lambda: answer(topic, client_token=token)] * MANY)
    assert (len({post.pk for post in won}), refused) == (1, [])
    tell_waiting()
    assert OutboxMail.objects.filter(event="topic_replied").count() == 1


def test_many_answers_get_numbers_without_a_gap(scene, open_topic, answer):
    topic = open_topic()
    people = [each.user for each in MembershipFactory.create_batch(MANY)]
    won, refused = all_at_once([lambda person=person: answer(topic, actor=person) for person in people])
    assert (len(won), refused) == (MANY, [])
    assert sorted(topic.posts.values_list("number", flat=True)) == list(range(1, MANY + 2))
    topic.refresh_from_db()
    assert topic.post_count == MANY + 1


def test_one_reaction_of_one_person(scene, open_topic):
    post = open_topic().posts.get()
    won, refused = all_at_once(tries(actions.react_post, post, kind=ReactionKind.LIKE, actor=scene.helper))
    assert (len(won), refused) == (MANY, [])
    assert Reaction.objects.count() == 1
    assert AuditEvent.objects.filter(verb="react_post").count() == 1


def test_one_edit_wins_and_the_others_are_shown_it(scene, open_topic):
    post = open_topic().posts.get()
    calls = tries(actions.edit_post, post, title="題名", body="新しい本文", revision=1, actor=scene.asker)
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all(isinstance(refusal, actions.PostChanged) for refusal in refused)
    assert PostRevision.objects.count() == 1


def test_one_removal(scene, open_topic, answer):
    post = answer(open_topic())
    won, refused = all_at_once(tries(actions.delete_post, post, actor=scene.helper))
    assert (len(won), len(refused)) == (1, MANY - 1)


def test_one_lock(scene, open_topic):
    topic = open_topic()
    lock = {"topic": topic, "reason": "確認中", "actor": scene.operator}
    won, refused = all_at_once([lambda: actions.lock_topic(now=NOW(), **lock)] * MANY)
    assert (len(won), len(refused)) == (1, MANY - 1)


def test_limits_hold_in_a_rush(scene, open_topic, answer):
    won, refused = all_at_once([open_topic] * MANY)
    assert (len(won), len(refused)) == (TOPICS_A_DAY, MANY - TOPICS_A_DAY)
    topic = Topic.objects.first()
    for _ in range(POSTS_A_DAY - TOPICS_A_DAY - 3):
        PostFactory(topic=topic, author=scene.asker)
    won, refused = all_at_once([lambda: answer(topic, actor=scene.asker)] * MANY)
    assert (len(won), len(refused)) == (3, MANY - 3)
