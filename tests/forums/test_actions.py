"""What each action writes, whom it tells, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Advisor, AuditEvent, MunicipalMembership, Notification, OutboxMail
from dss.access import DomainError, PolicyRefused
from forums import actions
from forums.actions.threads import POSTS_A_DAY, TOPICS_A_DAY
from forums.enums import ReactionKind, RemovedBy, ShownAs, TopicKind, TopicStatus, WatchLevel
from forums.models import Post, PostRevision, Reaction, Topic, TopicWatch
from tests.factories import AdvisorFactory, PostFactory, ServiceFactory, TopicFactory
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db
NOW = timezone.now


def lapse(user):
    MunicipalMembership.objects.filter(user=user).update(expires_on="2020-05-31")


def mails(event, user=None):
    tell_waiting()
    found = OutboxMail.objects.filter(event=event)
    return (found.filter(to=user.email) if user else found).count()


def test_a_topic_and_its_first_post(scene, open_topic):
    unpublished = ServiceFactory()
    topic = open_topic(services=[scene.service, unpublished], shown_as=ShownAs.ANONYMOUS)
    first = topic.posts.get()
    assert (first.number, first.body, first.shown_as) == (1, "何を比べましたか。", ShownAs.ANONYMOUS)
    assert first.municipality == topic.municipality == scene.body
    assert list(topic.services.all()) == [scene.service]
    assert TopicWatch.objects.get(topic=topic).level == WatchLevel.MAIL
    assert AuditEvent.objects.get(verb="create_topic").actor_key == scene.asker.key
    assert OutboxMail.objects.count() == 0


def test_a_form_of_an_answer_opens_no_topic(scene, open_topic, answer):
    token = uuid4()
    answer(open_topic(), client_token=token)
    with pytest.raises(DomainError, match="開き直して"):
        open_topic(actor=scene.helper, client_token=token)
    assert Topic.objects.count() == 1


def test_only_live_staff_open_topics(scene, open_topic):
    for user in (scene.expert, scene.seller, scene.member, scene.operator):
        with pytest.raises(PolicyRefused):
            open_topic(actor=user)
    lapse(scene.asker)
    with pytest.raises(PolicyRefused):
        open_topic()
    assert not Topic.objects.exists()


def test_nothing_new_in_an_archived_board(scene, open_topic, answer):
    topic = open_topic()
    actions.archive_board(board=scene.board, reason="統合のため", actor=scene.operator, now=NOW())
    with pytest.raises(PolicyRefused, match="終了"):
        open_topic()
    with pytest.raises(PolicyRefused, match="終了"):
        answer(topic)
    with pytest.raises(DomainError):
        actions.archive_board(board=scene.board, reason="統合のため", actor=scene.operator, now=NOW())
    actions.restore_board(board=scene.board, reason="再開", actor=scene.operator, now=NOW())
    assert open_topic().pk
    assert answer(topic).number == 2


def test_an_answer_counts_and_is_told(scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    topic.refresh_from_db()
    assert (post.number, topic.post_count, topic.last_activity_at) == (2, 2, post.created_at)
    assert mails("topic_replied", scene.asker) == 1
    assert mails("topic_replied") == 1
    answer(topic, actor=scene.asker)
    assert mails("topic_replied", scene.helper) == 1
    assert mails("topic_replied", scene.asker) == 1


def test_watching_has_three_levels(scene, open_topic, answer):
    topic = open_topic()
    actions.watch_topic(topic=topic, level=WatchLevel.SITE, actor=scene.asker, now=NOW())
    actions.watch_topic(topic=topic, level=WatchLevel.OFF, actor=scene.reader, now=NOW())
    answer(topic)
    tell_waiting()
    assert OutboxMail.objects.count() == 0
    assert list(Notification.objects.values_list("user", flat=True)) == [scene.asker.pk]
    answer(topic, actor=scene.reader)  # answering does not turn on what was turned off
    assert TopicWatch.objects.get(user=scene.reader).level == WatchLevel.OFF
    assert mails("topic_replied", scene.reader) == 0


def test_an_expert_answers_by_name_where_invited(scene, open_topic, answer):
    topic = open_topic()
    with pytest.raises(PolicyRefused, match="専門家には"):
        answer(topic, actor=scene.expert)
    actions.invite_experts(topic=topic, actor=scene.asker, now=NOW())
    post = answer(topic, actor=scene.expert, shown_as=ShownAs.ANONYMOUS)
    assert (post.by_expert, post.municipality, post.shown_as) == (True, None, ShownAs.NAME_BODY)
    Advisor.objects.update(is_active=False)
    with pytest.raises(PolicyRefused):
        answer(topic, actor=scene.expert)


def test_experts_are_told_once(scene, open_topic):
    AdvisorFactory(is_active=False)
    topic = open_topic(experts_invited=True)
    actions.close_to_experts(topic=topic, actor=scene.asker, now=NOW())
    with pytest.raises(DomainError):
        actions.close_to_experts(topic=topic, actor=scene.asker, now=NOW())
    actions.invite_experts(topic=topic, actor=scene.asker, now=NOW())
    with pytest.raises(DomainError):
        actions.invite_experts(topic=topic, actor=scene.asker, now=NOW())
    with pytest.raises(PolicyRefused):
        actions.close_to_experts(topic=topic, actor=scene.helper, now=NOW())
    assert mails("topic_opened_to_experts") == mails("topic_opened_to_experts", scene.expert) == 1


def test_accepting_and_taking_back(scene, open_topic, answer):
    topic = open_topic()
    post, other = answer(topic), answer(topic, actor=scene.reader)
    with pytest.raises(PolicyRefused):
        actions.accept_answer(post=post, actor=scene.reader, now=NOW())
    with pytest.raises(DomainError, match="本文は"):
        actions.accept_answer(post=topic.posts.get(number=1), actor=scene.asker, now=NOW())
    actions.accept_answer(post=post, actor=scene.asker, now=NOW())
    topic.refresh_from_db()
    assert (topic.status, topic.accepted_post) == (TopicStatus.RESOLVED, post)
    assert mails("answer_accepted", scene.helper) == mails("answer_accepted") == 1
    with pytest.raises(DomainError, match="解決済み"):
        actions.accept_answer(post=other, actor=scene.asker, now=NOW())
    actions.unaccept_answer(topic=topic, actor=scene.asker, now=NOW())
    with pytest.raises(DomainError):
        actions.unaccept_answer(topic=topic, actor=scene.asker, now=NOW())
    topic.refresh_from_db()
    assert (topic.status, topic.accepted_post, topic.resolved_at) == (TopicStatus.OPEN, None, None)


@pytest.mark.parametrize("kind", [TopicKind.SHARING, TopicKind.DISCUSSION])
def test_only_questions_have_an_accepted_answer(scene, open_topic, answer, kind):
    topic = open_topic(kind=kind)
    with pytest.raises(PolicyRefused, match="相談"):
        actions.accept_answer(post=answer(topic), actor=scene.asker, now=NOW())


def test_the_database_refuses_the_answer_of_another_topic(scene):
    topic, stranger = TopicFactory(), PostFactory()
    topic.accepted_post, topic.resolved_at, topic.status = stranger, NOW(), TopicStatus.RESOLVED

    def claim():
        with transaction.atomic():
            topic.save()
            connection.check_constraints()

    with pytest.raises(IntegrityError, match="topic_accepted_post_is_its_own"):
        claim()


def test_editing_keeps_what_it_said(scene, open_topic, answer):
    topic = open_topic()
    first, post = topic.posts.get(), answer(topic)
    edit = {"actor": scene.asker, "now": NOW()}
    actions.edit_post(post=first, title="新しい題名", body="新しい本文", revision=1, **edit)
    first.refresh_from_db()
    topic.refresh_from_db()
    assert (topic.title, first.body, first.revision, first.edited_at) == ("新しい題名", "新しい本文", 2, edit["now"])
    kept = PostRevision.objects.get()
    assert (kept.number, kept.title, kept.body) == (1, "議事録サービスの決め手", "何を比べましたか。")
    with pytest.raises(actions.PostChanged) as lost:
        actions.edit_post(post=first, title="題", body="古い画面から", revision=1, **edit)
    assert lost.value.post.body == "新しい本文"
    with pytest.raises(PolicyRefused):
        actions.edit_post(post=post, title="", body="人の投稿", revision=1, **edit)
    actions.edit_post(post=post, title="関係ない", body="直した", revision=1, actor=scene.helper, now=NOW())
    topic.refresh_from_db()
    assert topic.title == "新しい題名"
    actions.edit_post(post=post, title="", body="直した", revision=2, actor=scene.helper, now=NOW())
    assert PostRevision.objects.filter(post=post).count() == 1


def test_the_history_cannot_be_changed(scene, open_topic):
    post = open_topic().posts.get()
    actions.edit_post(post=post, title="題", body="改", revision=1, actor=scene.asker, now=NOW())
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        PostRevision.objects.update(body="なかったことに")


def test_deleting_leaves_a_gap(scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    actions.accept_answer(post=post, actor=scene.asker, now=NOW())
    with pytest.raises(PolicyRefused):
        actions.delete_post(post=post, actor=scene.asker, now=NOW())
    actions.delete_post(post=post, actor=scene.helper, now=NOW())
    post.refresh_from_db()
    topic.refresh_from_db()
    assert (post.removed_by, topic.status, topic.accepted_post, topic.post_count) == ("author", "open", None, 2)
    with pytest.raises(DomainError):
        actions.delete_post(post=post, actor=scene.helper, now=NOW())
    actions.delete_post(post=topic.posts.get(number=1), actor=scene.asker, now=NOW())
    topic.refresh_from_db()
    assert topic.status == TopicStatus.OPEN
    assert answer(topic).number == 3


def test_a_topic_nobody_answered_goes_as_a_whole(scene, open_topic, answer):
    topic = open_topic()
    actions.delete_post(post=topic.posts.get(), actor=scene.asker, now=NOW())
    topic.refresh_from_db()
    assert topic.status == TopicStatus.WITHDRAWN
    with pytest.raises(DomainError, match="取り下げ"):
        answer(topic)


def test_operators_lock_and_unlock(scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    actions.accept_answer(post=post, actor=scene.asker, now=NOW())
    with pytest.raises(PolicyRefused):
        actions.lock_topic(topic=topic, reason="荒れている", actor=scene.helper, now=NOW())
    actions.lock_topic(topic=topic, reason="荒れている", actor=scene.operator, now=NOW())
    for write in (
        lambda: answer(topic),
        lambda: actions.edit_post(post=post, title="", body="改", revision=1, actor=scene.helper, now=NOW()),
        lambda: actions.unaccept_answer(topic=topic, actor=scene.asker, now=NOW()),
    ):
        with pytest.raises(DomainError, match="止めて"):
            write()
    actions.unlock_topic(topic=topic, reason="落ち着いた", actor=scene.operator, now=NOW())
    topic.refresh_from_db()
    assert (topic.status, topic.lock_reason) == (TopicStatus.RESOLVED, "")
    with pytest.raises(DomainError):
        actions.unlock_topic(topic=topic, reason="もう一度", actor=scene.operator, now=NOW())


def test_operators_take_a_post_down_and_with_the_first_the_topic(scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    with pytest.raises(PolicyRefused):
        actions.remove_post(post=post, reason="誹謗", actor=scene.asker, now=NOW())
    actions.remove_post(post=post, reason="誹謗", actor=scene.operator, now=NOW())
    post.refresh_from_db()
    assert post.removed_by == RemovedBy.OPERATORS
    assert AuditEvent.objects.get(verb="remove_post").reason == "誹謗"
    actions.lock_topic(topic=topic, reason="確認中", actor=scene.operator, now=NOW())
    actions.remove_post(post=topic.posts.get(number=1), reason="個人情報", actor=scene.operator, now=NOW())
    topic.refresh_from_db()
    assert topic.status == TopicStatus.WITHDRAWN


def test_reactions(scene, open_topic):
    post = open_topic().posts.get()
    for _ in range(2):
        actions.react_post(post=post, kind=ReactionKind.SAME, actor=scene.helper, now=NOW())
    actions.react_post(post=post, kind=ReactionKind.LIKE, actor=scene.helper, now=NOW())
    counted = Reaction.objects.counted([post.pk], scene.helper)
    assert counted == {(post.pk, "same"): (1, True), (post.pk, "like"): (1, True)}
    assert Reaction.objects.counted([post.pk], scene.reader)[post.pk, "same"] == (1, False)
    with pytest.raises(PolicyRefused, match="自分"):
        actions.react_post(post=post, kind=ReactionKind.LIKE, actor=scene.asker, now=NOW())
    with pytest.raises(PolicyRefused):
        actions.react_post(post=post, kind=ReactionKind.LIKE, actor=scene.expert, now=NOW())
    for _ in range(2):
        actions.unreact_post(post=post, kind=ReactionKind.SAME, actor=scene.helper, now=NOW())
    assert AuditEvent.objects.filter(verb="unreact_post").count() == 1


def test_a_form_sent_twice(scene, open_topic, answer):
    token = uuid4()
    topic = open_topic(client_token=token)
    assert open_topic(client_token=token) == topic
    same = uuid4()
    assert answer(topic, client_token=same) == answer(topic, client_token=same)
    assert (Topic.objects.count(), Post.objects.count(), mails("topic_replied")) == (1, 2, 1)


def test_limits_of_a_day(scene, open_topic, answer):
    for _ in range(TOPICS_A_DAY):
        topic = open_topic()
    with pytest.raises(DomainError, match=f"{TOPICS_A_DAY}件"):
        open_topic()
    assert open_topic(now=NOW() + timedelta(days=1)).pk
    written = Post.objects.filter(author=scene.asker).written_on(timezone.localdate()).count()
    for _ in range(POSTS_A_DAY - written):
        PostFactory(topic=topic, author=scene.asker)
    topic.refresh_from_db()
    with pytest.raises(DomainError, match=f"{POSTS_A_DAY}件"):
        answer(topic, actor=scene.asker)


def test_a_lapsed_member_does_nothing_more(scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    for user in (scene.asker, scene.helper):
        lapse(user)
    for write in (
        lambda: answer(topic),
        lambda: actions.edit_post(post=post, title="", body="改", revision=1, actor=scene.helper, now=NOW()),
        lambda: actions.delete_post(post=post, actor=scene.helper, now=NOW()),
        lambda: actions.accept_answer(post=post, actor=scene.asker, now=NOW()),
        lambda: actions.watch_topic(topic=topic, level=WatchLevel.MAIL, actor=scene.helper, now=NOW()),
        lambda: actions.react_post(post=topic.posts.get(number=1), kind="like", actor=scene.helper, now=NOW()),
    ):
        with pytest.raises(PolicyRefused):
            write()
