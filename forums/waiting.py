"""What waits for a person on the boards, through the same `visible_to` as the lists."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import Notification, User
from accounts.personas import Persona
from dss.waiting import Pile
from forums.emails import ACCEPTED, BEGUN, BEGUN_QUIETLY, REPLIED, REPLIED_QUIETLY
from forums.enums import BoardRole, QuestionStatus
from forums.models import (
    AnswerRequest,
    Board,
    BoardHandover,
    BoardMembership,
    Event,
    EventQuestion,
    EventSpeaker,
    Topic,
)


def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """Staff: own questions that were answered, but not resolved yet. Advisors: questions no expert answered yet. Both:
    topics they watch where something new was written."""
    if not (persona.municipality or persona.is_advisor):
        return queues_of(user, persona, now) if persona.is_operator else []
    own, address = Topic.objects.visible_to(user), reverse("forums:topic_list")
    requests = AnswerRequest.objects.visible_to(user).waiting()
    wanted = Pile("あなたに回答を求めている相談", requests, reverse("forums:request_list"))
    told = own.filter(pk__among=_told_of(user))
    watched = Pile("新しい投稿のあるトピック", told, f"{reverse('accounts:notifications')}?unread=1")
    if persona.is_advisor:
        asked = own.present().awaiting_expert()
        return [Pile("専門家の回答を待っているトピック", asked, f"{address}?state=no_expert"), wanted, watched]
    answered = own.unresolved().opened_by(user).filter(post_count__gt=1)
    own_questions = Pile("回答があり、まだ解決にしていない自分の相談", answered, f"{address}?state=mine")
    return [own_questions, wanted, watched, *_of_leaders(user, now)]


def _told_of(user: User) -> ArraySubquery:
    """The numbers of the topics that the person's unread notices are about: few, and known before topics are read."""
    unread = Notification.objects.filter(
        user=user,
        event__in=[event.key for event in (REPLIED, REPLIED_QUIETLY, BEGUN, BEGUN_QUIETLY, ACCEPTED)],
        read_at__isnull=True,
        target_key__regex=r"^[0-9]{1,18}$",
    )
    return ArraySubquery(unread.order_by().values(number=Cast("target_key", BigIntegerField())))


def _of_leaders(user: User, now: datetime) -> list[Pile]:
    """Who asks to join one's boards, offers to lead, boards past their last day, reports to approve."""
    mine = BoardMembership.objects.active().filter(user=user)
    leading = mine.leading().filter(board__archived_at__isnull=True)
    boards = reverse("forums:board_list")
    asked = BoardMembership.objects.visible_to(user).asked().filter(board__in=leading.values("board"))
    over = Board.objects.in_use().over(now).filter(pk__in=mine.filter(role=BoardRole.LEADER).values("board"))
    reports = Event.objects.visible_to(user).filter(report_published_at__isnull=True).exclude(report="")
    spoken = EventSpeaker.objects.filter(event=OuterRef("pk"), user=user)
    missing = spoken.filter(Q(approved_revision__isnull=True) | ~Q(approved_revision=OuterRef("report_revision")))
    reports = reports.filter(Exists(missing))
    return [
        Pile("課への参加の申込み", asked, boards),
        Pile("課のリーダーを引き継いでほしいという依頼", BoardHandover.objects.visible_to(user).open(), boards),
        Pile("期限を過ぎた、あなたがリーダーの課", over, boards),
        Pile("確認を待っている座談会の開催報告", reports, reverse("forums:event_list")),
    ]


def queues_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """The operators' queues: questions to talk sessions, and boards nobody leads."""
    questions = EventQuestion.objects.filter(status=QuestionStatus.PENDING)
    listed = reverse("admin:forums_eventquestion_changelist")
    boards = reverse("admin:forums_board_changelist")
    return [
        Pile(
            "掲載の確認を待っている座談会の質問",
            questions,
            f"{listed}?status__exact={QuestionStatus.PENDING}",
            since="created_at",
        ),
        Pile("リーダーのいない課", Board.objects.leaderless(now), f"{boards}?led=yes"),
    ]
