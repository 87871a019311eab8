"""Who is told of a post, how, and that nobody is told twice or too much."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Advisor, MunicipalMembership, Notification, OutboxMail
from accounts.outbox import deliver
from forums import actions
from forums.actions import telling
from forums.enums import ShownAs, WatchLevel, WatchScope
from forums.jobs import tell_of_post
from forums.models import Topic
from forums.querysets import readers_of
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.races import all_at_once
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db
NOW = timezone.now


def of_board(scene, user, scope=WatchScope.POSTS, level=WatchLevel.SITE):
    actions.watch_board(board=scene.board, scope=scope, level=level, actor=user, now=NOW())


def of_topic(topic, user, level):
    actions.watch_topic(topic=topic, level=level, actor=user, now=NOW())


def told(post_or_topic, **facts):
    rows = Notification.objects.filter(**facts)
    return sorted(rows.filter(target_key=str(post_or_topic.pk)).values_list("user__email", "event"))


def mailed():
    return sorted(OutboxMail.objects.values_list("to", "event"))


@pytest.fixture
def crowd(scene):
    """Staff with names for what they want to hear."""
    names = ("topics_mail", "topics_site", "posts_mail", "posts_site", "off")
    people = {
        name: MembershipFactory(user=UserFactory(email=f"{name.replace('_', '-')}@{name}.example")).user
        for name in names
    }
    for name, user in people.items():
        scope, _, level = name.partition("_")
        of_board(scene, user, WatchScope(scope if level else "posts"), WatchLevel(level or "off"))
    return SimpleNamespace(**people)


def test_a_new_topic_is_told_to_all_who_watch_the_board(scene, open_topic, crowd):
    of_board(scene, scene.asker, level=WatchLevel.MAIL)
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    assert not Notification.objects.exists()  # the request tells nobody itself
    assert tell_waiting() == 1
    loud, quiet = "board_topic_opened", "board_topic_opened_quietly"
    people = [
        (crowd.topics_mail, loud),
        (crowd.posts_mail, loud),
        (crowd.topics_site, quiet),
        (crowd.posts_site, quiet),
    ]
    assert told(topic) == sorted((user.email, event) for user, event in people)
    assert mailed() == sorted((user.email, loud) for user in (crowd.topics_mail, crowd.posts_mail))
    body = OutboxMail.objects.first().body
    assert topic.title in body
    assert scene.asker.name not in body
    assert "何を比べましたか" not in body


def test_a_reply_is_told_as_the_topics_row_says_and_else_the_boards(scene, open_topic, answer, crowd):
    topic = open_topic()
    of_topic(topic, crowd.posts_mail, WatchLevel.OFF)
    of_topic(topic, crowd.topics_site, WatchLevel.MAIL)
    of_topic(topic, crowd.off, WatchLevel.SITE)
    tell_waiting()
    Notification.objects.all().delete()
    OutboxMail.objects.all().delete()
    answer(topic)
    tell_waiting()
    loud, quiet = "topic_replied", "topic_replied_quietly"
    people = [(scene.asker, loud), (crowd.topics_site, loud), (crowd.posts_site, quiet), (crowd.off, quiet)]
    assert told(topic) == sorted((user.email, event) for user, event in people)
    assert mailed() == sorted((user.email, loud) for user in (scene.asker, crowd.topics_site))


def test_who_writes_is_not_told(scene, open_topic, answer):
    topic = open_topic()
    of_board(scene, scene.helper, level=WatchLevel.MAIL)
    answer(topic)
    answer(topic, actor=scene.asker)
    tell_waiting()
    second, third = topic.posts.order_by("number")[1:]
    heard = Notification.objects.filter(event="topic_replied").values_list("user", "instance_key")
    assert sorted(heard) == sorted([(scene.asker.pk, f"post:{second.pk}"), (scene.helper.pk, f"post:{third.pk}")])


def test_again_and_with_another_level_nobody_is_told_twice(scene, open_topic, answer):
    topic = open_topic()
    of_topic(topic, scene.reader, WatchLevel.SITE)
    post = answer(topic)
    tell_waiting()
    of_topic(topic, scene.reader, WatchLevel.MAIL)
    of_topic(topic, scene.asker, WatchLevel.SITE)
    tell_of_post(post_id=post.pk)
    assert told(topic) == sorted([(scene.reader.email, "topic_replied_quietly"), (scene.asker.email, "topic_replied")])
    assert mailed() == [(scene.asker.email, "topic_replied")]


def test_a_run_that_was_killed_goes_on_where_it_was(scene, open_topic, answer, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 2)
    topic = open_topic()
    for membership in MembershipFactory.create_batch(4):
        of_board(scene, membership.user, level=WatchLevel.MAIL)
    post = answer(topic)
    assert actions.tell_of_post(post_id=post.pk, now=NOW())
    assert OutboxMail.objects.count() == 2
    with transaction.atomic():
        actions.tell_of_post(post_id=post.pk, now=NOW())
        transaction.set_rollback(True)  # the worker dies before the batch is kept
    assert OutboxMail.objects.count() == 2
    tell_of_post(post_id=post.pk)
    assert OutboxMail.objects.count() == 5
    assert not actions.tell_of_post(post_id=post.pk, now=NOW())
    assert Notification.objects.filter(instance_key=f"post:{post.pk}").count() == 5


def test_what_was_taken_down_before_is_told_to_nobody(scene, open_topic, answer):
    of_board(scene, scene.reader)
    gone = answer(open_topic())
    actions.delete_post(post=gone, actor=scene.helper, now=NOW())
    lone = open_topic()
    actions.delete_post(post=lone.posts.get(), actor=scene.asker, now=NOW())
    tell_waiting()
    assert not told(lone)
    assert not Notification.objects.filter(instance_key=f"post:{gone.pk}").exists()
    assert not actions.tell_of_post(post_id=2**31, now=NOW())


def test_who_lost_access_is_not_told_nor_sent_what_waits(scene, open_topic, answer):
    for person in (scene.reader, scene.helper):
        of_board(scene, person, level=WatchLevel.MAIL)
    topic = open_topic()
    MunicipalMembership.objects.filter(user=scene.reader).update(expires_on="2020-05-31")
    tell_waiting()
    assert told(topic) == [(scene.helper.email, "board_topic_opened")]
    MunicipalMembership.objects.filter(user=scene.helper).update(expires_on="2020-05-31")
    mail = OutboxMail.objects.get()
    deliver(mail_id=mail.pk, now=NOW())
    mail.refresh_from_db()
    assert mail.status == "withheld"


def test_topics_among_bodies_are_told_to_their_staff_alone(scene, open_topic):
    other = MunicipalityFactory()
    inside = MembershipFactory(municipality=other).user
    merged = MembershipFactory(municipality=MunicipalityFactory()).user
    for person in (inside, merged, scene.reader):
        of_board(scene, person)
    topic = open_topic(readers=[other])
    tell_waiting()
    assert told(topic) == [(inside.email, "board_topic_opened_quietly")]


def test_experts_hear_of_topics_and_never_of_boards(scene, open_topic, answer):
    topic = open_topic(experts_invited=True)
    of_topic(topic, scene.expert, WatchLevel.MAIL)
    scene.board.watches.create(user=scene.expert, scope=WatchScope.POSTS, level=WatchLevel.MAIL)  # of a former life
    tell_waiting()
    assert "board_topic_opened" not in dict(told(topic, user=scene.expert)).values()
    answer(topic)
    tell_waiting()
    mail = OutboxMail.objects.get(user=scene.expert, event="topic_replied")
    assert scene.board.name not in mail.subject + mail.body
    actions.close_to_experts(topic=topic, actor=scene.asker, now=NOW())
    answer(topic)
    tell_waiting()
    assert OutboxMail.objects.filter(user=scene.expert, event="topic_replied").count() == 1


def test_readers_of_a_topic_are_those_who_see_it(scene, open_topic):
    """The same rule from both ends."""
    heir = MunicipalityFactory()
    ended = MunicipalityFactory(ended_on="2026-03-31", successor=heir)
    lapsed = MembershipFactory(expires_on="2020-05-31").user
    retired = scene.expert.__class__.objects.get(pk=MembershipFactory().user.pk)
    people = [*vars(scene).values(), MembershipFactory(municipality=heir).user, lapsed, retired]
    people = [person for person in people if hasattr(person, "email")]
    topics = [
        open_topic(),
        open_topic(experts_invited=True),
        open_topic(readers=[scene.reader.memberships.get().municipality]),
        open_topic(readers=[ended]),
    ]
    withdrawn = open_topic()
    actions.delete_post(post=withdrawn.posts.get(), actor=scene.asker, now=NOW())
    for is_trusted in (True, False):
        Advisor.objects.update(is_active=is_trusted)
        for topic in (*topics, Topic.objects.get(pk=withdrawn.pk)):
            found = set(type(scene.asker).objects.filter(readers_of(topic, NOW())).values_list("pk", flat=True))
            seen = {person.pk for person in people if Topic.objects.searchable_by(person).filter(pk=topic.pk).exists()}
            assert found == seen, topic.title


@pytest.mark.django_db(transaction=True)
def test_ten_workers_tell_each_person_once(scene, open_topic, answer):
    topic = open_topic()
    for membership in MembershipFactory.create_batch(6):
        of_board(scene, membership.user, level=WatchLevel.MAIL)
    post = answer(topic)
    _, refused = all_at_once([lambda: tell_of_post(post_id=post.pk)] * 10)
    assert not refused
    assert Notification.objects.filter(instance_key=f"post:{post.pk}").count() == 7
    assert OutboxMail.objects.filter(instance_key=f"post:{post.pk}").count() == 7
