"""What the operators, and who leads a board, do about topics and posts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from forums.actions.threads import lock_post_row, lock_topic_row, step, take_down, withdraw
from forums.enums import LockedBy, RemovedBy, TopicStatus
from forums.indexing import topics_changed
from forums.models import Post, Topic
from forums.policies import can_lock_topic, can_operate_topic, can_remove_post, can_unlock_topic


@transaction.atomic
def lock_topic(*, topic: Topic, reason: str, actor: User, now: datetime) -> Topic:
    """Stop writing; the reason stands on the page. The operators' stop replaces that of who leads the board."""
    locked = lock_topic_row(topic)
    can_lock_topic(actor, locked).or_refuse()
    by = LockedBy.OPERATORS if can_operate_topic(actor, locked) else LockedBy.LEADERS
    is_stronger = locked.locked_by == LockedBy.LEADERS and by == LockedBy.OPERATORS
    if not is_stronger:
        step(locked, TopicStatus.LOCKED)
    locked.locked_at, locked.locked_by, locked.lock_reason = now, by, reason
    locked.save(update_fields=["status", "locked_at", "locked_by", "lock_reason"])
    record(actor=actor, verb="lock_topic", obj=locked, now=now, reason=reason, data={"by": by})
    return locked


@transaction.atomic
def unlock_topic(*, topic: Topic, reason: str, actor: User, now: datetime) -> Topic:
    """Allow writing again; a question with its answer is resolved as before."""
    locked = lock_topic_row(topic)
    can_lock_topic(actor, locked).or_refuse()
    if not locked.is_locked:
        raise DomainError("このトピックは、書き込みを止められていません。")
    can_unlock_topic(actor, locked).or_refuse()
    step(locked, TopicStatus.OPEN if locked.accepted_post_id is None else TopicStatus.RESOLVED)
    locked.locked_at, locked.locked_by, locked.lock_reason = None, None, ""
    locked.save(update_fields=["status", "locked_at", "locked_by", "lock_reason"])
    record(actor=actor, verb="unlock_topic", obj=locked, now=now, reason=reason)
    return locked


@transaction.atomic
def remove_post(*, post: Post, reason: str, actor: User, now: datetime) -> Post:
    """Take a post down; a topic's own text takes the whole topic with it, title and all."""
    locked = lock_post_row(post)
    can_remove_post(actor, locked).or_refuse()
    take_down(locked, RemovedBy.OPERATORS, now)
    if locked.is_first:
        withdraw(locked.topic, now)
    topics_changed([locked.topic_id])
    record(actor=actor, verb="remove_post", obj=locked, now=now, reason=reason)
    return locked
