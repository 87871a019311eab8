"""Read marks: they only rise, are no decision of anybody, and leave no audit row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.actions.notifications import read_notifications_about
from accounts.models import User
from forums.emails import ABOUT_TOPICS
from forums.models import Board, Post, ReadingLine, Topic, TopicReading
from forums.querysets import HORIZON, UnreadState

UNDER_WAY = timedelta(minutes=2)
"""A post carries the time at which its request began, and is seen a little later. Whoever says that everything is read
has not read those: everything means up to this long ago by time, and since then by number, as far as it was seen."""

_INTO_NUMBERS = "INSERT INTO forums_topicreading (topic_id, user_id, last_read_number)"
_RAISED = (
    "ON CONFLICT (topic_id, user_id) DO UPDATE SET last_read_number = EXCLUDED.last_read_number"
    " WHERE forums_topicreading.last_read_number < EXCLUDED.last_read_number"
)


def read_topic(*, topic: Topic, number: int, actor: User) -> None:
    """The person has read the topic up to this number. A window that was opened earlier lowers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_INTO_NUMBERS} VALUES (%s, %s, %s) {_RAISED}", [topic.pk, actor.pk, number])


def read_page(*, topic: Topic, state: UnreadState, shown: Sequence[int], actor: User, now: datetime) -> None:
    """The person was shown these numbers; `state` is what was unread when the page was made.

    They count as read when the unread begins among them: who jumps over posts has not read those, and what was
    written while the page was made is not on it.
    """
    if not state.has_begun:
        begin_reading(actor=actor, now=now)
    if state.first in shown:
        read_topic(topic=topic, number=shown[-1], actor=actor)


def read_news(*, topic: Topic, state: UnreadState, shown: Sequence[int], actor: User, now: datetime) -> int:
    """What told the person of these posts, and of those they had read, is over; return how many were unread."""
    read = Q(number__in=shown)
    if state.first not in shown:
        read |= Q(number__lt=state.first) if state.first else Q(number__lte=topic.post_count)
    posts = Post.objects.filter(read, topic=topic)
    keys = posts.values_list(Concat(Value("post:"), Cast("pk", CharField())))
    return read_notifications_about(
        events=[event.key for event in ABOUT_TOPICS],
        target_key=str(topic.pk),
        happenings=Q(instance_key__in=keys) | Q(instance_key=f"topic:{topic.pk}"),
        actor=actor,
        now=now,
    )


def begin_reading(*, actor: User, now: datetime) -> None:
    """The person's first look at the boards: what was written before counts as read."""
    ReadingLine.objects.bulk_create([ReadingLine(user=actor, read_until=now)], ignore_conflicts=True)


@transaction.atomic
def read_everything(*, board: Board | None, actor: User, now: datetime) -> None:
    """Everything the person can see on the board, or everywhere, counts as read."""
    until = now - UNDER_WAY
    lately = Topic.objects.searchable_by(actor).filter(last_activity_at__gt=until)
    if board is not None:
        lately = lately.filter(board=board)
    seen, values = lately.order_by("pk").values_list("pk", "post_count").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_INTO_NUMBERS} SELECT seen.topic, %s, seen.number FROM ({seen}) seen (topic, number) {_RAISED}",  # noqa: S608 - Django's own SQL
            [actor.pk, *values],
        )
        cursor.execute(
            "INSERT INTO forums_readingline (user_id, board_id, read_until) VALUES (%s, %s, %s)"
            " ON CONFLICT (user_id, board_id) DO UPDATE"
            " SET read_until = GREATEST(forums_readingline.read_until, EXCLUDED.read_until)",
            [actor.pk, None if board is None else board.pk, until],
        )


def forget_readings(*, now: datetime) -> int:
    """Numbers of topics where nothing was written since `HORIZON`, which count as read anyway, go; how many."""
    gone, _ = TopicReading.objects.filter(topic__last_activity_at__lt=now - HORIZON).delete()
    return gone
