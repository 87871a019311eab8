"""The operators' boards, and the demonstration's topics."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import OutboxMail, User
from accounts.work_fields import load_work_fields
from forums.board_data import load_board_data
from forums.demo import PEOPLE, load_demo_topics
from forums.demo_community import load_demo_community
from forums.demo_digest import AGO, load_demo_digest
from forums.demo_events import load_demo_events
from forums.digests import digest_for
from forums.models import (
    AnswerCall,
    AnswerRequest,
    Board,
    Column,
    Event,
    EventQuestion,
    Post,
    PostDraft,
    PostRevision,
    Reaction,
    ThemeWish,
    Topic,
)
from forums.querysets import UnreadState

pytestmark = pytest.mark.django_db


def test_boards_are_added_and_what_operators_made_of_them_stays():
    call_command("load_boards")
    assert Board.objects.count() == len(load_board_data()) == len({field.group for field in load_work_fields()}) + 3
    Board.objects.filter(slug="welcome").update(name="運営が変えた名前")
    Board.objects.filter(slug="internal-work").delete()
    call_command("load_boards")
    assert Board.objects.count() == len(load_board_data())
    assert Board.objects.get(slug="welcome").name == "運営が変えた名前"


KEPT = (
    AnswerRequest,
    Column,
    Board,
    Topic,
    Post,
    PostDraft,
    Reaction,
    PostRevision,
    Event,
    EventQuestion,
    ThemeWish,
    OutboxMail,
)


def test_topics_and_sessions_are_there_once(settings, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_demo", verbosity=0)
    counts = [model.objects.count() for model in KEPT]
    assert set(Topic.objects.values_list("kind", flat=True)) == {"consultation", "sharing", "discussion"}
    assert set(Post.objects.values_list("shown_as", flat=True)) == {"name_body", "body", "anonymous"}
    assert Post.objects.filter(by_expert=True, topic__experts_invited=True).count() == 1
    assert Topic.objects.filter(status="resolved").count() == 1
    assert Topic.objects.pinned().count() == Topic.objects.filter(moved_at__isnull=False).count() == 1
    assert PostDraft.objects.count() == 1
    assert not Topic.objects.exclude(title__endswith="（デモデータ）").exists()
    assert Event.objects.filter(report_published_at__isnull=False).count() == 1
    assert OutboxMail.objects.filter(event="digest").count() == 1
    assert digest_for(User.objects.get(email=PEOPLE["fukaya"]), timezone.now() - AGO, timezone.now()).says_something
    assert AnswerCall.objects.exists()
    assert set(Column.objects.values_list("audience", "status")) == {("public", "published"), ("staff", "published")}
    assert AnswerRequest.objects.count() == 1
    topics = Topic.objects.with_unread_of(User.objects.get(email=PEOPLE["fukaya"]), timezone.now())
    assert {UnreadState.of(topic).total > 0 for topic in topics} == {True, False}
    load_demo_topics(now=timezone.now())
    load_demo_digest(now=timezone.now())
    load_demo_events(now=timezone.now())
    load_demo_community(now=timezone.now())
    assert [model.objects.count() for model in KEPT] == counts
