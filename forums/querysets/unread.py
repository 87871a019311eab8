"""What a person has not read yet, said once, in SQL: it is asked for every row of a list and must cost next to nothing.

A post is unread by somebody when it lies behind both their marks, is not their own and still says something. The marks:
the number up to which they read the topic (`TopicReading`), and the moment up to which everything counts as read,
everywhere or on the board (`ReadingLine`). Who has no such moment yet has read everything there is. What is older than
`HORIZON` counts as read, so that nothing ever looks back further than that. Counting ends at `MOST`.

The pieces of SQL speak of the row of `forums_topic` or `forums_board` around them, so they belong into querysets of
topics and boards alone, never into a subquery that Django would give another name.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from accounts.models import User
from accounts.serving import read_bodies
from forums.enums import TopicStatus

if TYPE_CHECKING:
    from forums.models import Board, Topic

HORIZON = timedelta(days=180)
MOST = 100
LOOKED_AT = 500

_OVERALL = "(SELECT o.read_until FROM forums_readingline o WHERE o.user_id = %s AND o.board_id IS NULL)"
_MARKS = (
    "SELECT COALESCE((SELECT r.last_read_number FROM forums_topicreading r"
    ' WHERE r.user_id = %s AND r.topic_id = "forums_topic"."id"), 0) AS number'
)
_UNREAD = (
    'p.topic_id = "forums_topic"."id" AND p.number > mark.number AND p.created_at > line.moment'
    " AND p.removed_at IS NULL AND p.author_id IS DISTINCT FROM %s"
)


def _line(board: str, user: User, now: datetime) -> tuple[str, list[Any]]:
    """The moment up to which everything on `board` counts as read."""
    sql = (
        f"SELECT GREATEST(%s, COALESCE({_OVERALL}, %s), (SELECT b.read_until FROM forums_readingline b"  # noqa: S608 - constants
        f" WHERE b.user_id = %s AND b.board_id = {board})) AS moment OFFSET 0"
    )
    return sql, [now - HORIZON, user.pk, now, user.pk]


def _told(count: int) -> str:
    return f"{MOST - 1}件以上" if count >= MOST else f"{count}件"


class BoardState(NamedTuple):
    """Of one board: how many topics hold something unread (at most `MOST`), and whether there is a moment from which on
    the person has unread posts."""

    topics: int
    has_begun: bool

    @classmethod
    def of(cls, board: Board) -> BoardState:
        """What `with_unread_of` found."""
        topics, has_begun = board.unread_state  # type: ignore[attr-defined]  # annotated
        return cls(topics, bool(has_begun))

    @property
    def label(self) -> str:
        """How many, for a person."""
        return _told(self.topics)


class UnreadState(NamedTuple):
    """Of one topic: how many posts are unread (at most `MOST`), the number of the first of them (or 0), and whether
    there is a moment from which on the person has unread posts."""

    total: int
    first: int
    has_begun: bool

    @classmethod
    def of(cls, topic: Topic) -> UnreadState:
        """What `with_unread_of` found."""
        total, first, has_begun = topic.unread_state  # type: ignore[attr-defined]  # annotated
        return cls(total, first, bool(has_begun))

    @property
    def is_new_topic(self) -> bool:
        """Whether the person has read nothing of it, not even the text it began with."""
        return self.first == 1

    @property
    def label(self) -> str:
        """How many, for a person."""
        return _told(self.total)


def unread_state(user: User, now: datetime) -> RawSQL:
    """The parts of `UnreadState` as one array."""
    line, moments = _line('"forums_topic"."board_id"', user, now)
    sql = (
        "SELECT ARRAY[COUNT(u.number), COALESCE(MIN(u.number), 0),"  # noqa: S608 - constants
        f" CASE WHEN {_OVERALL} IS NULL THEN 0 ELSE 1 END]"
        f" FROM ({_MARKS}) mark CROSS JOIN ({line}) line LEFT JOIN LATERAL"
        f' (SELECT p.number FROM forums_post p WHERE "forums_topic"."last_activity_at" > line.moment AND {_UNREAD}'
        f" ORDER BY p.number LIMIT {MOST}) u ON true"
    )
    return RawSQL(sql, [user.pk, user.pk, *moments, user.pk], output_field=ArrayField(IntegerField()))  # noqa: S611 - constants


def board_state(user: User, now: datetime) -> RawSQL:
    """The parts of `BoardState` as one array, of a board that live staff see, so only bodies can close topics to them.

    Counted are the `LOOKED_AT` topics that moved last: whoever read fifty thousand of them pays for no more.
    """
    line, moments = _line('"forums_board"."id"', user, now)
    bodies = read_bodies(user)
    sql = (
        "SELECT ARRAY[(SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT t.id FROM forums_topic t"  # noqa: S608 - constants
        ' WHERE t.board_id = "forums_board"."id" AND t.last_activity_at > line.moment AND t.status <> %s'
        f" AND (t.readers = '{{}}' OR t.readers && {bodies.sql})"
        f' ORDER BY t.last_activity_at DESC, t.id DESC LIMIT {LOOKED_AT}) "forums_topic"'
        f" WHERE EXISTS (SELECT 1 FROM ({_MARKS}) mark, forums_post p WHERE {_UNREAD}) LIMIT {MOST}) found),"
        f" CASE WHEN {_OVERALL} IS NULL THEN 0 ELSE 1 END] FROM ({line}) line"
    )
    values = [TopicStatus.WITHDRAWN.value, *bodies.params, user.pk, user.pk, user.pk, *moments]
    return RawSQL(sql, values, output_field=ArrayField(IntegerField()))  # noqa: S611 - constants
