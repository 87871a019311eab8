"""Who watches a topic or its board is told of a post: by a job, in batches, each person once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Notification, User
from dss.jobs import enqueue
from forums.emails import MENTIONED, events_of, instance_of, send_post_written
from forums.enums import WatchLevel, WatchScope
from forums.models import BoardWatch, Post, TopicWatch
from forums.querysets import readers_of, staff_readers_of

TELL = "forums.jobs.tell_of_post"
BATCH = 200


def tell_later(post: Post) -> None:
    """Have the job tell them once the post is there; inside the caller's transaction."""
    enqueue(TELL, post_id=post.pk)


@transaction.atomic
def tell_of_post(*, post_id: int, now: datetime) -> bool:
    """Tell the next people, if any are left, and say whether there were some.

    The post's row is held, so two workers never tell at once; whoever was told is left out, however they hear of it
    now. Nobody is told of what was taken down, nor of what they do not read any more.
    """
    post = Post.objects.select_for_update(of=("self",), no_key=True).filter(pk=post_id, removed_at=None).first()
    if post is None:
        return False
    people = list(_to_tell(post, now)[:BATCH])
    for level in (WatchLevel.MAIL, WatchLevel.SITE):
        heard = [person for person in people if person.hears == level]  # type: ignore[attr-defined]  # annotated
        send_post_written(post, heard, level, now=now)
    return bool(people)


def _to_tell(post: Post, now: datetime) -> QuerySet[User]:
    """Who wants to hear of it, as the topic's row says, else the board's, and was neither told nor called in it."""
    topic = post.topic
    of_topic = TopicWatch.objects.filter(topic=topic)
    scopes = list(WatchScope) if post.is_first else [WatchScope.POSTS]
    of_board = BoardWatch.objects.filter(board=topic.board_id, scope__in=scopes)
    asked = Q(staff_readers_of(topic, now), pk__in=of_board.told().values("user"))
    if not post.is_first:
        asked |= Q(readers_of(topic, now), pk__in=of_topic.told().values("user"))
    told = Notification.objects.filter(
        user=OuterRef("pk"),
        event__in=[MENTIONED.key, *(event.key for event in events_of(post).values())],
        instance_key=instance_of(post),
    )
    hears = Coalesce(
        Subquery(of_topic.filter(user=OuterRef("pk")).values("level")),
        Subquery(of_board.filter(user=OuterRef("pk")).values("level")),
        output_field=CharField(),
    )
    return (
        User.objects.filter(asked, ~Exists(told))
        .exclude(pk=post.author_id or 0)
        .annotate(hears=hears)
        .exclude(hears=WatchLevel.OFF)
        .order_by("pk")
    )
