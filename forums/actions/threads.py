"""What the actions share: the locks, the step from state to state, the post written once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import Municipality, User
from accounts.personas import persona_of
from dss.access import DomainError
from forums.enums import RemovedBy, ShownAs, TopicStatus, WatchLevel
from forums.models import Post, Topic, TopicWatch

POSTS_A_DAY = 100
TOPICS_A_DAY = 10
"""Of one person in a day (Tokyo): far above honest use, so that nobody floods boards and mailboxes."""


def lock_writer(actor: User) -> User:
    """Hold the person's row: what they write is counted one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def lock_topic_row(topic: Topic) -> Topic:
    """The topic as it is now, held until the transaction ends. DomainError: it was taken down.

    First the row, then what is joined to it: a topic that moved to another board while we waited would fall out of the
    join.
    """
    Topic.objects.select_for_update(no_key=True).only("pk").get(pk=topic.pk)
    locked = Topic.objects.select_related("board", "municipality", "author").get(pk=topic.pk)
    if locked.status == TopicStatus.WITHDRAWN:
        raise DomainError("このトピックは取り下げられました。")
    return locked


def lock_post_row(post: Post) -> Post:
    """The post as it is now with its topic, both held. DomainError: one of them was taken down."""
    topic = lock_topic_row(Topic(pk=post.topic_id))
    locked = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
    locked.topic = topic
    if locked.is_removed:
        raise DomainError("この投稿はすでに削除されています。")
    return locked


def refuse_locked(topic: Topic) -> None:
    """Nobody writes where it was stopped."""
    if topic.is_locked:
        raise DomainError(f"{topic.stop_note}。")


def step(topic: Topic, status: TopicStatus) -> None:
    """Move the locked topic to `status`; the caller sets what belongs to it."""
    if status not in Topic.TRANSITIONS[TopicStatus(topic.status)]:
        raise DomainError(f"このトピックはすでに「{topic.get_status_display()}」になっています。")
    topic.status = status


def take_back_answer(topic: Topic) -> None:
    """The locked topic has no accepted answer any more."""
    topic.accepted_post = None
    topic.resolved_at = None
    if topic.status == TopicStatus.RESOLVED:
        step(topic, TopicStatus.OPEN)


def own_body(actor: User, now: datetime) -> Municipality | None:
    """The body the person writes for at this moment; None for an expert."""
    persona = persona_of(actor, now)
    if persona.municipality is None and not persona.is_advisor:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    return persona.municipality


def own_body_of_staff(actor: User, now: datetime) -> Municipality:
    """The body the member of staff writes for at this moment."""
    municipality = own_body(actor, now)
    if municipality is None:
        raise DomainError("トピックを立てられるのは、自治体職員の方だけです。")
    return municipality


def refuse_flood(actor: User, now: datetime) -> None:
    """The day's limit of posts; the caller holds the person's row."""
    written = Post.objects.filter(author=actor).written_on(timezone.localdate(now)).count()
    if written >= POSTS_A_DAY:
        raise DomainError(f"1人が1日に投稿できるのは{POSTS_A_DAY}件までです。明日以降に投稿してください。")


def add_post(
    topic: Topic, number: int, *, body: str, shown_as: ShownAs, token: UUID, actor: User, now: datetime
) -> Post:
    """Write the post of this number in the locked topic."""
    municipality = own_body(actor, now)
    return Post.objects.create(
        topic=topic,
        number=number,
        author=actor,
        author_key=actor.key,
        municipality=municipality,
        by_expert=municipality is None,
        shown_as=shown_as if municipality is not None else ShownAs.NAME_BODY,
        body=body,
        client_token=token,
        created_at=now,
    )


def watch_by_default(topic: Topic, actor: User) -> None:
    """Who writes hears of answers, unless they turned that off."""
    TopicWatch.objects.get_or_create(topic=topic, user=actor, defaults={"level": WatchLevel.MAIL})


def take_down(post: Post, by: RemovedBy, now: datetime) -> None:
    """Leave a gap where the locked post stood; an answer that was accepted is so no more."""
    post.removed_at = now
    post.removed_by = by
    post.save(update_fields=["removed_at", "removed_by"])
    if post.topic.accepted_post_id == post.pk:
        take_back_answer(post.topic)
        post.topic.save(update_fields=["status", "accepted_post", "resolved_at"])


def withdraw(topic: Topic, now: datetime) -> None:
    """Take the whole locked topic down."""
    step(topic, TopicStatus.WITHDRAWN)
    topic.withdrawn_at = now
    topic.locked_at, topic.locked_by, topic.lock_reason, topic.pin_place = None, None, "", None
    topic.save(update_fields=["status", "withdrawn_at", "locked_at", "locked_by", "lock_reason", "pin_place"])
