"""What people want to hear of boards and topics."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership
from dss.access import PolicyRefused
from forums import actions
from forums.enums import JoinPolicy, WatchLevel, WatchScope
from forums.models import BoardMembership, BoardWatch
from tests.factories import BoardFactory

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
