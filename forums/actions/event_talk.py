"""Questions to a talk session, wishes for themes, and the support for both."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.personas import persona_of
from dss.access import DomainError
from forums.actions.threads import lock_writer
from forums.emails import send_wish_answered
from forums.enums import EventStatus, QuestionStatus, ShownAs, WishStatus
from forums.models import Event, EventQuestion, EventQuestionVote, ThemeWish, ThemeWishVote
from forums.policies import (
    can_ask_event,
    can_manage_event,
    can_vote_question,
    can_wish_theme,
    can_withdraw_wish,
)

QUESTIONS_A_PERSON = 10
WISHES_A_DAY = 5


@transaction.atomic
def ask_event(
    *, event: Event, body: str, shown_as: ShownAs, client_token: UUID, actor: User, now: datetime
) -> EventQuestion:
    """Ask; others read it once the operators let it pass. The same form sent twice asks once.

    DomainError: the session is over or called off, or the person asked enough.
    """
    writer = lock_writer(actor)
    current = Event.objects.get(pk=event.pk)
    can_ask_event(actor, current).or_refuse()
    twin = EventQuestion.objects.filter(author_key=writer.key, client_token=client_token).first()
    if twin is not None:
        return twin
    if not current.takes_questions_at(now):
        raise DomainError("この座談会への質問は締め切りました。")
    if EventQuestion.objects.filter(event=current, author=writer).count() >= QUESTIONS_A_PERSON:
        raise DomainError(f"1つの座談会への質問は、1人{QUESTIONS_A_PERSON}件までです。")
    persona = persona_of(actor, now)
    question = EventQuestion.objects.create(
        event=current,
        author=writer,
        author_key=writer.key,
        municipality=persona.municipality,
        vendor=persona.vendor,
        shown_as=shown_as,
        body=body,
        client_token=client_token,
        created_at=now,
    )
    record(actor=actor, verb="ask_event", obj=question, now=now)
    return question


@transaction.atomic
def show_question(*, question: EventQuestion, reason: str, actor: User, now: datetime) -> None:
    """Let it pass, or put it back."""
    _move(question, QuestionStatus.SHOWN, verb="show_question", reason=reason, actor=actor, now=now)


@transaction.atomic
def answer_question(*, question: EventQuestion, reason: str, actor: User, now: datetime) -> None:
    """Mark it as answered in the session."""
    _move(question, QuestionStatus.ANSWERED, verb="answer_question", reason=reason, actor=actor, now=now)


@transaction.atomic
def hide_question(*, question: EventQuestion, reason: str, actor: User, now: datetime) -> None:
    """Keep it from the others; its author reads why."""
    _move(question, QuestionStatus.HIDDEN, verb="hide_question", reason=reason, actor=actor, now=now)


def _move(
    question: EventQuestion, status: QuestionStatus, *, verb: str, reason: str, actor: User, now: datetime
) -> None:
    locked = EventQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    can_manage_event(actor, locked).or_refuse()
    if status not in EventQuestion.TRANSITIONS[QuestionStatus(locked.status)]:
        raise DomainError(f"この質問は「{locked.get_status_display()}」です。")
    locked.status = status
    locked.hidden_reason = reason if status == QuestionStatus.HIDDEN else ""
    locked.save(update_fields=["status", "hidden_reason"])
    record(actor=actor, verb=verb, obj=locked, now=now, reason=reason)


@transaction.atomic
def vote_question(*, question: EventQuestion, wanted: bool, actor: User, now: datetime) -> None:
    """Support a question that is shown, or take that back; pressed twice, nothing changes."""
    locked = (
        EventQuestion.objects.select_for_update(of=("self",), no_key=True).select_related("event").get(pk=question.pk)
    )
    can_vote_question(actor, locked).or_refuse()
    if locked.status != QuestionStatus.SHOWN or not locked.event.takes_questions_at(now):
        raise DomainError("この質問への賛同は受け付けていません。")
    if wanted:
        EventQuestionVote.objects.get_or_create(question=locked, user=actor)
    else:
        EventQuestionVote.objects.filter(question=locked, user=actor).delete()
    record(actor=actor, verb="vote_question" if wanted else "unvote_question", obj=locked, now=now)


@transaction.atomic
def wish_theme(*, title: str, body: str, client_token: UUID, actor: User, now: datetime) -> ThemeWish:
    """Wish for a theme; one's own support is included. The same form sent twice wishes once.

    DomainError: the day's limit is reached.
    """
    writer = lock_writer(actor)
    can_wish_theme(actor).or_refuse()
    twin = ThemeWish.objects.filter(author_key=writer.key, client_token=client_token).first()
    if twin is not None:
        return twin
    body_of_actor = persona_of(actor, now).municipality
    if body_of_actor is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    today = timezone.localdate(now)
    if ThemeWish.objects.filter(author=writer, created_at__date=today).count() >= WISHES_A_DAY:
        raise DomainError(f"希望テーマは、1人が1日に{WISHES_A_DAY}件まで書けます。")
    wish = ThemeWish.objects.create(
        author=writer,
        author_key=writer.key,
        municipality=body_of_actor,
        title=title,
        body=body,
        client_token=client_token,
        created_at=now,
    )
    ThemeWishVote.objects.create(wish=wish, user=writer)
    record(actor=actor, verb="wish_theme", obj=wish, now=now)
    return wish


@transaction.atomic
def vote_wish(*, wish: ThemeWish, wanted: bool, actor: User, now: datetime) -> None:
    """Support an open wish, or take that back; pressed twice, nothing changes."""
    locked = _lock_wish(wish)
    can_wish_theme(actor, locked).or_refuse()
    if locked.status != WishStatus.OPEN:
        raise DomainError(f"この希望テーマは「{locked.get_status_display()}」です。")
    if wanted:
        ThemeWishVote.objects.get_or_create(wish=locked, user=actor)
    else:
        ThemeWishVote.objects.filter(wish=locked, user=actor).delete()
    record(actor=actor, verb="vote_wish" if wanted else "unvote_wish", obj=locked, now=now)


@transaction.atomic
def withdraw_wish(*, wish: ThemeWish, actor: User, now: datetime) -> None:
    """Its author takes it back; nobody sees it any more."""
    locked = _lock_wish(wish)
    can_withdraw_wish(actor, locked).or_refuse()
    _step_wish(locked, WishStatus.WITHDRAWN)
    locked.save(update_fields=["status"])
    record(actor=actor, verb="withdraw_wish", obj=locked, now=now)


@transaction.atomic
def plan_wish(*, wish: ThemeWish, event: Event, answer: str, actor: User, now: datetime) -> None:
    """A session will take it up; who wished for it is told. DomainError: the session is not public yet."""
    locked = _lock_wish(wish)
    can_manage_event(actor, locked).or_refuse()
    if event.status != EventStatus.PUBLISHED:
        raise DomainError("公開中の座談会だけを選べます。")
    _step_wish(locked, WishStatus.PLANNED)
    locked.event, locked.answer = event, answer
    locked.save(update_fields=["status", "event", "answer"])
    record(actor=actor, verb="plan_wish", obj=locked, now=now, reason=answer, data={"event": event.pk})
    send_wish_answered(locked, now=now)


@transaction.atomic
def decline_wish(*, wish: ThemeWish, reason: str, actor: User, now: datetime) -> None:
    """Not for now; who wished for it reads why."""
    locked = _lock_wish(wish)
    can_manage_event(actor, locked).or_refuse()
    _step_wish(locked, WishStatus.DECLINED)
    locked.answer = reason
    locked.save(update_fields=["status", "answer"])
    record(actor=actor, verb="decline_wish", obj=locked, now=now, reason=reason)
    send_wish_answered(locked, now=now)


@transaction.atomic
def reopen_wish(*, wish: ThemeWish, reason: str, actor: User, now: datetime) -> None:
    """Ask for support again."""
    locked = _lock_wish(wish)
    can_manage_event(actor, locked).or_refuse()
    _step_wish(locked, WishStatus.OPEN)
    locked.event, locked.answer = None, ""
    locked.save(update_fields=["status", "event", "answer"])
    record(actor=actor, verb="reopen_wish", obj=locked, now=now, reason=reason)


def _lock_wish(wish: ThemeWish) -> ThemeWish:
    return ThemeWish.objects.select_for_update(no_key=True).get(pk=wish.pk)


def _step_wish(wish: ThemeWish, status: WishStatus) -> None:
    if status not in ThemeWish.TRANSITIONS[WishStatus(wish.status)]:
        raise DomainError(f"この希望テーマは「{wish.get_status_display()}」です。")
    wish.status = status
