"""Who is told about what belongs to a post: whose file cannot be shown, and whom the text calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from forums.emails.topics import post_path
from forums.models import Post, PostAttachment


def _who_read_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those of the posts that are there, and that this person reads at this moment."""
    posts = Post.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys], removed_at__isnull=True)
    return Targets(posts)


MENTIONED = register(
    NotificationEvent(
        "post_mentioned",
        "トピックでの自分への呼びかけ",
        _who_read_it,
        says="投稿であなたに呼びかけがあったとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
    )
)
REFUSED = register(
    NotificationEvent(
        "attachment_refused",
        "表示できない添付",
        _who_read_it,
        says="投稿に添付したファイルを表示できないとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF, Role.ADVISOR}),
    )
)


def send_attachment_refused(attachment: PostAttachment, *, now: datetime) -> None:
    """To who attached it; the reason stands on the page, for their eyes alone."""
    post = attachment.post
    if post.author_id is not None:
        people = User.objects.filter(pk=post.author_id)
        _tell(REFUSED, post, people, f"attachment:{attachment.pk}", now)


def send_post_mentions(post: Post, people: Iterable[User], *, now: datetime) -> None:
    """To whom the text calls; once for each post, however often it is edited. Not a word of who calls."""
    _tell(MENTIONED, post, people, f"post:{post.pk}", now)


def _tell(event: NotificationEvent, post: Post, people: Iterable[User], instance_key: str, now: datetime) -> None:
    notify(
        event.key,
        instance_key=instance_key,
        recipients=people,
        target=post,
        path=post_path(post.topic_id, post.number),
        context={"title": post.topic.title},
        now=now,
    )
