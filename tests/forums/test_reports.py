"""Reporting, and what operators do about it: they see the reported item and who wrote it, and nothing around it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.models import AuditEvent, Report
from forums import actions
from forums.enums import ShownAs, TopicStatus
from forums.models import Board
from tests.forums.conftest import PERSON

pytestmark = pytest.mark.django_db
NOW = timezone.now
TOPICS, POSTS, BOARDS = (f"admin:forums_{model}_changelist" for model in ("topic", "post", "board"))


@pytest.fixture
def operator(client, scene):
    Authenticator.objects.create(user=scene.operator, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    client.force_login(scene.operator)
    return client


def text_of(response):
    return response.content.decode()


def act(client, changelist, action, thing, **more):
    fields = {"action": action, "_selected_action": [thing.pk], "reason": "理由です", **more}
    return client.post(reverse(changelist), fields)


def test_readers_report_and_strangers_cannot(client, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    forms = [reverse("accounts:report_new", args=pair) for pair in (("topic", topic.pk), ("post", post.pk))]
    for user in (scene.seller, scene.member, scene.expert, scene.operator):
        client.force_login(user)
        assert {client.post(form, {"reason": "x"}).status_code for form in forms} == {404}
    client.force_login(scene.reader)
    page = text_of(client.get(topic.get_absolute_url()))
    assert all(form in page for form in forms)
    assert client.post(forms[0], {"reason": "個人情報です。"})["Location"] == topic.get_absolute_url()
    assert client.post(forms[1], {"reason": "誹謗です。"})["Location"] == post.get_absolute_url()
    assert {report.target for report in Report.objects.all()} == {topic, post}


def test_an_operator_sees_the_reported_post_and_its_author(operator, scene, open_topic, answer):
    topic = open_topic(title="題名の秘密", body="最初の秘密")
    post = answer(topic, actor=scene.asker, shown_as=ShownAs.ANONYMOUS, body="通報される本文")
    answer(topic, body="通報されない本文")
    hidden = "匿名の職員"
    assert operator.get(post.get_absolute_url()).status_code == 404
    report_object(target=post, reason="誹謗", actor=scene.reader, now=NOW())
    page = text_of(operator.get(post.get_absolute_url()))
    assert "通報される本文" in page
    assert hidden in page
    assert [word for word in ("題名の秘密", "最初の秘密", "通報されない本文", PERSON) if word in page] == []
    assert operator.get(topic.get_absolute_url()).status_code == 404
    listed = text_of(operator.get(reverse(POSTS)))
    assert f"{PERSON}（{scene.asker.email}）" in listed
    change = text_of(operator.get(reverse("admin:forums_post_change", args=[post.pk])))
    assert "通報される本文" in change
    assert "通報されない本文" not in listed + change
    assert "題名の秘密" not in text_of(operator.get(reverse(TOPICS)))


def test_an_operator_sees_how_a_reported_topic_begins(operator, scene, open_topic, answer):
    topic = open_topic(shown_as=ShownAs.ANONYMOUS)
    answer(topic, body="あとの投稿")
    report_object(target=topic, reason="個人情報", actor=scene.reader, now=NOW())
    page = text_of(operator.get(topic.get_absolute_url()))
    assert "何を比べましたか。" in page
    assert [word for word in ("あとの投稿", PERSON) if word in page] == []
    assert PERSON in text_of(operator.get(reverse(TOPICS)))


def test_operators_lock_remove_and_tend_boards(operator, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    act(operator, TOPICS, "lock", topic)
    topic.refresh_from_db()
    assert topic.status == TopicStatus.OPEN  # nobody reported it, so it is not theirs to touch
    for thing in (topic, post):
        report_object(target=thing, reason="誹謗", actor=scene.reader, now=NOW())
    act(operator, TOPICS, "lock", topic)
    topic.refresh_from_db()
    assert (topic.status, topic.lock_reason) == (TopicStatus.LOCKED, "理由です")
    act(operator, TOPICS, "unlock", topic)
    act(operator, POSTS, "remove", post)
    post.refresh_from_db()
    assert post.removed_by == "operators"
    act(operator, BOARDS, "archive", scene.board)
    scene.board.refresh_from_db()
    assert scene.board.is_archived
    act(operator, BOARDS, "restore", scene.board)
    verbs = ["lock_topic", "unlock_topic", "remove_post", "archive_board", "restore_board"]
    assert list(AuditEvent.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)) == verbs


def test_boards_are_made_and_renamed_by_operators_and_never_deleted(operator, scene):
    fields = {"name": "新しい課", "slug": "new-board", "purpose": "目的", "position": "9"}
    taken = ("find", "watches", "new")
    for slug in taken:
        operator.post(reverse("admin:forums_board_add"), fields | {"slug": slug})
    assert not Board.objects.filter(slug__in=taken).exists()
    operator.post(reverse("admin:forums_board_add"), fields)
    board = Board.objects.get(slug="new-board")
    change = reverse("admin:forums_board_change", args=[board.pk])
    operator.post(change, {"name": "名前を変えた課", "slug": "other", "purpose": "目的", "position": "9"})
    board.refresh_from_db()
    assert (board.name, board.slug) == ("名前を変えた課", "new-board")
    assert operator.post(reverse("admin:forums_board_delete", args=[board.pk])).status_code == 403
    with pytest.raises(Exception, match="運営だけ"):
        actions.save_board(board=board, actor=scene.helper, now=NOW())
