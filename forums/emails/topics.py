"""Who is told what about topics: the title and a link that needs a log-in, never a word of the text or of its author.

Everybody reads the same words, so a mail cannot tell who wrote; only who wrote gets none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import SITE_ONLY, Role
from accounts.notifications import NotificationEvent, notify, register, site_address
from forums.enums import WatchLevel
from forums.models import Post, Topic

POSTS_A_PAGE = 50
MOST_EXPERTS = 200
"""More advisors than this are not told of a single topic; they find it in their list."""


def who_see_topic(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those topics the person sees at this moment."""
    seen = Topic.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


REPLIED = register(
    NotificationEvent(
        "topic_replied",
        "トピックへの新しい投稿",
        who_see_topic,
        says="見守っているトピックに投稿があったとき。トピックと課ごとに選べます",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
    )
)
REPLIED_QUIETLY = register(
    NotificationEvent(
        "topic_replied_quietly",
        "トピックへの新しい投稿",
        who_see_topic,
        channels=SITE_ONLY,
        says="見守っているトピックの投稿を、サイト内で知らせるとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
        same_as="topic_replied",
    )
)
BEGUN = register(
    NotificationEvent(
        "board_topic_opened",
        "課の新しいトピック",
        who_see_topic,
        says="見守っている課に新しいトピックができたとき。課ごとに選べます",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
    )
)
BEGUN_QUIETLY = register(
    NotificationEvent(
        "board_topic_opened_quietly",
        "課の新しいトピック",
        who_see_topic,
        channels=SITE_ONLY,
        says="見守っている課の新しいトピックを、サイト内で知らせるとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
        same_as="board_topic_opened",
    )
)
ACCEPTED = register(
    NotificationEvent(
        "answer_accepted",
        "選ばれた回答",
        who_see_topic,
        says="ご自身の投稿が、解決した回答に選ばれたとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
        may_be_silent=True,
    )
)
OPENED = register(
    NotificationEvent(
        "topic_opened_to_experts",
        "専門家の意見を求めるトピック",
        who_see_topic,
        says="専門家の意見を求めるトピックが開かれたとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.ADVISOR}),
        may_be_silent=True,
    )
)
MOVED = register(
    NotificationEvent(
        "topic_moved",
        "トピックがほかの課に移ったとき",
        who_see_topic,
        channels=SITE_ONLY,
        says="見守っているトピックがほかの課に移ったとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
        may_be_silent=True,
    )
)
ABOUT_TOPICS = (REPLIED, REPLIED_QUIETLY, BEGUN, BEGUN_QUIETLY, ACCEPTED, OPENED, MOVED)
"""What is over once the person has read the topic."""

TOLD_BY_MAIL = (REPLIED.key, BEGUN.key, ACCEPTED.key, OPENED.key)
"""What a mail said of a topic, the まとめメール does not say again."""


def post_path(topic_id: int, number: int) -> str:
    """Where the post stands in its topic."""
    page = (number - 1) // POSTS_A_PAGE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{reverse('forums:topic_detail', args=[topic_id])}{query}#post-{number}"


def events_of(post: Post) -> dict[WatchLevel, NotificationEvent]:
    """What people hear of a post under, by how they hear of it."""
    if post.is_first:
        return {WatchLevel.MAIL: BEGUN, WatchLevel.SITE: BEGUN_QUIETLY}
    return {WatchLevel.MAIL: REPLIED, WatchLevel.SITE: REPLIED_QUIETLY}


def instance_of(post: Post) -> str:
    """The one happening: this post was written."""
    return f"post:{post.pk}"


def send_post_written(post: Post, people: Iterable[User], level: WatchLevel, *, now: datetime) -> None:
    """To these people, who want to hear of it in this way."""
    path = post.topic.get_absolute_url() if post.is_first else post_path(post.topic_id, post.number)
    _tell(events_of(post)[level], post.topic, people, instance_of(post), path, now)


def send_answer_accepted(post: Post, *, now: datetime) -> None:
    """To who wrote the answer that helped, unless they chose it themselves."""
    if post.author_id is not None and post.author_id != post.topic.author_id:
        writer = User.objects.filter(pk=post.author_id)
        _tell(ACCEPTED, post.topic, writer, instance_of(post), post_path(post.topic_id, post.number), now)


def send_topic_opened_to_experts(topic: Topic, *, now: datetime) -> None:
    """To the active advisors, once however often the topic is opened and closed."""
    experts = User.objects.filter(advisor__is_active=True).order_by("pk")[:MOST_EXPERTS]
    _tell(OPENED, topic, experts, f"topic:{topic.pk}", topic.get_absolute_url(), now)


def send_topic_moved(topic: Topic, mover: User, *, now: datetime) -> None:
    """To who opened it and who watches it, but not to who moved it."""
    watchers = topic.watches.exclude(level=WatchLevel.OFF).values("user")
    people = User.objects.filter(Q(pk__in=watchers) | Q(pk=topic.author_id)).exclude(pk=mover.pk).order_by("pk")
    _tell(MOVED, topic, people, f"topic:{topic.pk}:{now.isoformat()}", topic.get_absolute_url(), now)


def _tell(
    event: NotificationEvent, topic: Topic, people: Iterable[User], instance_key: str, path: str, now: datetime
) -> None:
    notify(
        event.key,
        instance_key=instance_key,
        recipients=people,
        target=topic,
        path=path,
        context={
            "title": topic.title,
            "board": topic.board.name,
            "watches_url": site_address(reverse("forums:topic_watches")),
        },
        now=now,
    )
