"""Asking people for an answer: those found by their experience, or one expert. Lock: the person who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.audit import record
from accounts.models import Advisor, User
from dss.access import DomainError
from forums.actions.threads import lock_topic_row, lock_writer, refuse_locked
from forums.actions.topics import create_topic
from forums.emails.asking import send_answer_requested
from forums.enums import AskedStatus, ShownAs, TopicKind
from forums.models import AnswerRequest, Board, Topic
from forums.policies import can_ask_colleagues, can_ask_expert, can_decline_request, can_invite_experts
from forums.querysets.asking import least_asked_first

MOST_AT_ONCE = 30
QUESTIONS_A_DAY = 3
"""Of one person in a day (Tokyo): so many questions are put before others, so that nobody mails the whole country."""
REQUESTS_A_DAY = 3
"""So often one person is asked within 24 hours, at most, whoever asks."""
NOBODY = "依頼できる方がいません。条件を変えるか、時間をおいてください（同じ方への依頼は、1日に3件までです）。"


@dataclass(frozen=True, slots=True)
class Question:
    """What the asker writes; it becomes a topic like any other."""

    board: Board
    title: str
    body: str
    shown_as: ShownAs
    client_token: UUID


@transaction.atomic
def ask_colleagues(
    *, question: Question, people: QuerySet[User], actor: User, now: datetime
) -> tuple[Topic, list[AnswerRequest]]:
    """Open the topic and ask those of `people` who want to be asked: at most `MOST_AT_ONCE`, the least asked first.

    The same form sent twice asks once. DomainError: the day's limit is reached, or nobody can be asked.
    """
    asker = lock_writer(actor)
    can_ask_colleagues(actor).or_refuse()
    before = AnswerRequest.objects.filter(topic__author=asker, topic__client_token=question.client_token)
    if before.exists():
        return Topic.objects.get(author=asker, client_token=question.client_token), list(before)
    _refuse_many_questions(asker, now)
    asked = _to_ask(people, asker, now)
    if not asked:
        raise DomainError(NOBODY)
    topic = _open(question, actor, now)
    rows = [AnswerRequest(topic=topic, person=person, asked_at=now) for person in asked]
    AnswerRequest.objects.bulk_create(rows)
    record(actor=actor, verb="ask_colleagues", obj=topic, now=now, data={"people": len(rows)})
    send_answer_requested(rows, now=now)
    return topic, rows


@transaction.atomic
def ask_expert(*, question: Question | Topic, advisor: Advisor, actor: User, now: datetime) -> Topic:
    """Put a new question or one's own topic before one expert; other experts find it in their list, without a mail.

    DomainError: the expert was asked about it already, or the day's limit is reached.
    """
    asker = lock_writer(actor)
    locked = Advisor.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=advisor.pk)
    can_ask_expert(actor, locked).or_refuse()
    if isinstance(question, Question):
        twin = Topic.objects.filter(author=asker, client_token=question.client_token).first()
        if twin is not None:
            return twin
        question = _open(question, actor, now)
    topic = lock_topic_row(question)
    can_invite_experts(actor, topic).or_refuse()
    refuse_locked(topic)
    _refuse_many_questions(asker, now)
    if topic.requests.filter(person=locked.user_id).exists():
        raise DomainError("このトピックについては、すでにこの専門家に依頼しています。")
    topic.experts_invited = True
    topic.save(update_fields=["experts_invited"])
    row = AnswerRequest.objects.create(topic=topic, person=locked.user, asked_at=now)
    record(actor=actor, verb="ask_expert", obj=topic, now=now)
    send_answer_requested([row], now=now)
    return topic


@transaction.atomic
def decline_request(*, request: AnswerRequest, actor: User, now: datetime) -> None:
    """Let it pass; who asks is not told. Again: nothing happens twice."""
    locked = AnswerRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    can_decline_request(actor, locked).or_refuse()
    if locked.status == AskedStatus.DECLINED:
        return
    locked.status = AskedStatus.DECLINED
    locked.declined_at = now
    locked.save(update_fields=["status", "declined_at"])
    record(actor=actor, verb="decline_request", obj=locked, now=now)


def _open(question: Question, actor: User, now: datetime) -> Topic:
    return create_topic(
        board=question.board,
        kind=TopicKind.CONSULTATION,
        title=question.title,
        body=question.body,
        shown_as=question.shown_as,
        experts_invited=False,
        services=[],
        documents=[],
        client_token=question.client_token,
        actor=actor,
        now=now,
    )


def _refuse_many_questions(asker: User, now: datetime) -> None:
    """The caller holds the asker's row."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = AnswerRequest.objects.filter(topic__author=asker, asked_at__gte=start)
    if today.values("topic").distinct().count() >= QUESTIONS_A_DAY:
        raise DomainError(
            f"回答を依頼できるのは、1日に{QUESTIONS_A_DAY}件の相談までです。課に投稿すれば、だれでも回答できます。"
        )


def _to_ask(people: QuerySet[User], asker: User, now: datetime) -> list[User]:
    lately = AnswerRequest.objects.filter(person=OuterRef("pk"), asked_at__gt=now - timedelta(days=1))
    enough = lately.order_by("-asked_at").values("pk")[REQUESTS_A_DAY - 1 : REQUESTS_A_DAY]
    free = User.objects.askable(now).filter(pk__in=people.values("pk")).exclude(pk=asker.pk).filter(~Exists(enough))
    return list(least_asked_first(free, now)[:MOST_AT_ONCE])
