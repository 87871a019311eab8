"""Who sees which board, topic and post: at this very moment, whatever was true before."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.models import Advisor, MunicipalMembership, User
from forums import actions
from forums.activity import LATELY, Activity, activity_of_boards
from forums.emails.topics import who_see_topic
from forums.models import Board, Post, Topic
from forums.reading import readable_posts
from tests.factories import BoardFactory, MembershipFactory, PostFactory, TopicFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now
EVERYBODY = ("asker", "helper", "expert", "seller", "member", "operator")


def who_sees(scene, objects):
    """The names of the people of the scene who see the one object."""
    seen = {name for name in EVERYBODY if objects.visible_to(getattr(scene, name)).exists()}
    assert not objects.visible_to(AnonymousUser()).exists()
    return seen


def test_boards_topics_and_posts_are_for_live_staff(scene, open_topic):
    open_topic()
    for objects in (Board.objects, Topic.objects, Post.objects):
        assert who_sees(scene, objects) == {"asker", "helper"}
    MunicipalMembership.objects.filter(user=scene.helper).update(expires_on="2020-05-31")
    for objects in (Board.objects, Topic.objects, Post.objects):
        assert who_sees(scene, objects) == {"asker"}
    User.objects.filter(pk=scene.asker.pk).update(is_active=False)
    assert not Topic.objects.visible_to(scene.asker).exists()


def test_advisors_see_what_was_opened_to_them_while_it_is(scene, open_topic, answer):
    topic = open_topic(experts_invited=True)
    hidden = open_topic()
    answer(topic)
    assert list(Topic.objects.visible_to(scene.expert)) == [topic]
    assert Post.objects.visible_to(scene.expert).count() == 2
    assert set(who_see_topic(scene.expert, [str(topic.pk), str(hidden.pk)])) == {str(topic.pk)}
    assert not Board.objects.visible_to(scene.expert).exists()
    actions.close_to_experts(topic=topic, actor=scene.asker, now=NOW())
    assert not Topic.objects.visible_to(scene.expert).exists()
    assert not Post.objects.visible_to(scene.expert).exists()
    actions.invite_experts(topic=topic, actor=scene.asker, now=NOW())
    Advisor.objects.update(is_active=False)
    assert not Topic.objects.visible_to(scene.expert).exists()
    assert not Post.objects.visible_to(scene.expert).exists()


def test_operators_see_the_reported_post_alone(scene, open_topic, answer):
    topic = open_topic()
    post, other = answer(topic), answer(topic)
    report_object(target=post, reason="誹謗", actor=scene.reader, now=NOW())
    assert list(Post.objects.visible_to(scene.operator)) == [post]
    assert not Topic.objects.visible_to(scene.operator).exists()
    assert list(Post.objects.visible_to_operator(scene.operator)) == [post]
    assert not Post.objects.visible_to_operator(scene.helper).exists()
    assert other.pk != post.pk


def test_operators_see_how_a_reported_topic_begins(scene, open_topic, answer):
    topic = open_topic()
    answer(topic)
    report_object(target=topic, reason="個人情報", actor=scene.reader, now=NOW())
    assert list(Topic.objects.visible_to(scene.operator)) == [topic]
    assert list(Post.objects.visible_to(scene.operator)) == [topic.posts.get(number=1)]


def test_what_was_taken_down_is_gone_for_all_but_the_operators_who_deal_with_it(scene, open_topic):
    topic = open_topic()
    report_object(target=topic, reason="個人情報", actor=scene.reader, now=NOW())
    actions.remove_post(post=topic.posts.get(), reason="個人情報", actor=scene.operator, now=NOW())
    for objects in (Topic.objects, Post.objects):
        assert who_sees(scene, objects) == {"operator"}


def test_the_activity_of_boards_is_honest(scene):
    quiet = BoardFactory()
    for _ in range(2):
        PostFactory(topic=TopicFactory(board=scene.board))
    gone = TopicFactory(board=scene.board)
    actions.delete_post(post=gone.posts.get(), actor=MembershipFactory(user=gone.author).user, now=NOW())
    latest = Topic.objects.filter(board=scene.board).present().latest_first().first()
    boards = {board.pk: board.last_activity_at for board in Board.objects.with_last_activity()}
    assert (boards[scene.board.pk], boards[quiet.pk]) == (latest.last_activity_at, None)
    assert activity_of_boards(NOW()) == {scene.board.pk: Activity(topics=2, open_questions=2, moved_lately=2)}
    assert activity_of_boards(NOW() + LATELY + timedelta(days=1))[scene.board.pk].moved_lately == 0


def test_the_figures_of_much_activity_are_kept_for_a_minute_and_never_told_of_few(scene, monkeypatch):
    TopicFactory(board=scene.board)
    assert activity_of_boards(NOW())[scene.board.pk].topics == 1
    monkeypatch.setattr("forums.activity.MANY", 1)
    TopicFactory(board=scene.board)
    assert activity_of_boards(NOW())[scene.board.pk].topics == 2
    TopicFactory(board=scene.board)
    assert activity_of_boards(NOW())[scene.board.pk].topics == 2
    cache.clear()
    assert activity_of_boards(NOW())[scene.board.pk].topics == 3


def test_facts_of_topics(scene, open_topic, answer):
    waiting = open_topic(experts_invited=True, services=[scene.service])
    resolved = open_topic(actor=scene.reader)
    actions.accept_answer(post=answer(resolved), actor=scene.reader, now=NOW())
    facts = {
        "unresolved": [waiting],
        "resolved": [resolved],
        "unanswered": [waiting],
        "awaiting_expert": [waiting],
    }
    assert {name: list(getattr(Topic.objects, name)()) for name in facts} == facts
    assert list(Topic.objects.opened_by(scene.reader)) == [resolved]
    assert list(Topic.objects.about_service(scene.service.pk)) == [waiting]
    answer(waiting, actor=scene.expert)
    assert not Topic.objects.awaiting_expert().exists()
    assert [topic.pk for topic in Topic.objects.latest_first()] == [waiting.pk, resolved.pk]


def test_the_posts_of_a_topic_are_those_that_can_be_seen(scene, open_topic, answer):
    """`readable_posts` takes a shorter way to the same posts."""
    topics = [
        open_topic(),
        open_topic(experts_invited=True, client_token=uuid4()),
        TopicFactory(board=scene.board, readers=[scene.body.pk]),
        TopicFactory(board=scene.board, readers=["131016"]),
        open_topic(client_token=uuid4()),
    ]
    for topic in topics[:2]:
        answer(topic)
    report_object(target=topics[0].posts.get(number=2), reason="個人情報", actor=scene.reader, now=NOW())
    report_object(target=topics[4], reason="個人情報", actor=scene.reader, now=NOW())
    actions.remove_post(post=topics[4].posts.get(), reason="個人情報", actor=scene.operator, now=NOW())
    people = [scene.asker, scene.helper, scene.reader, scene.expert, scene.seller, scene.member, scene.operator]
    both = MembershipFactory(user__is_staff=True).user
    met = set()
    for person in [*people, both]:
        for topic in Topic.objects.visible_to(person):
            posts = set(readable_posts(topic, person))
            assert posts == set(Post.objects.visible_to(person).filter(topic=topic)), (person, topic)
            met.add((topic.pk, len(posts)))
    assert {pk for pk, _ in met} == {topic.pk for topic in topics if "131016" not in topic.readers}
