"""Topics: opened, answered, resolved, shown to experts, watched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, User
from catalog.models import Service
from documents.models import SharedDocument
from dss.access import DomainError
from forums.actions.drafts import drop_draft
from forums.actions.post_parts import add_parts, with_calls
from forums.actions.telling import tell_later
from forums.actions.threads import (
    TOPICS_A_DAY,
    add_post,
    lock_post_row,
    lock_topic_row,
    lock_writer,
    own_body_of_staff,
    refuse_flood,
    refuse_locked,
    step,
    take_back_answer,
    watch_by_default,
)
from forums.attaching import NewAttachment
from forums.emails import send_answer_accepted, send_topic_opened_to_experts
from forums.enums import ShownAs, TopicKind, TopicStatus, WatchLevel
from forums.indexing import topics_changed
from forums.models import Board, Post, Topic, TopicWatch
from forums.policies import (
    can_accept_answer,
    can_create_topic,
    can_invite_experts,
    can_reply_topic,
    can_watch_topic,
)


@transaction.atomic
def create_topic(
    *,
    board: Board,
    kind: TopicKind,
    title: str,
    body: str,
    shown_as: ShownAs,
    experts_invited: bool,
    services: Collection[Service],
    documents: Collection[SharedDocument],
    client_token: UUID,
    actor: User,
    now: datetime,
    readers: Collection[Municipality] = (),
    attachments: Collection[NewAttachment] = (),
) -> Topic:
    """Open a topic; its text becomes post 1. The same form sent twice returns the topic there is.

    `readers`: the bodies among whose staff, and the writer's, the topic is kept; none: all staff read it.

    DomainError: the day's limit is reached, or the membership lapsed.
    """
    writer = lock_writer(actor)
    board = Board.objects.get(pk=board.pk)
    can_create_topic(actor, board).or_refuse()
    twin = Topic.objects.filter(author=writer, client_token=client_token).first()
    if twin is not None:
        return twin
    if Post.objects.filter(author=writer, client_token=client_token).exists():
        raise DomainError("この画面は、すでに別の投稿に使われています。開き直してから投稿してください。")
    refuse_flood(writer, now)
    if Topic.objects.filter(author=writer).created_on(timezone.localdate(now)).count() >= TOPICS_A_DAY:
        raise DomainError(f"1人が1日に立てられるトピックは{TOPICS_A_DAY}件までです。明日以降に投稿してください。")
    own_body = own_body_of_staff(actor, now)
    topic = Topic.objects.create(
        board=board,
        kind=kind,
        title=title,
        author=writer,
        author_key=writer.key,
        municipality=own_body,
        shown_as=shown_as,
        experts_invited=experts_invited,
        readers=sorted({own_body.pk, *(body.pk for body in readers)}) if readers else [],
        client_token=client_token,
        created_at=now,
        last_activity_at=now,
    )
    topic.services.set(Service.objects.published().visible_to(actor).filter(pk__in=[each.pk for each in services]))
    topic.documents.set(
        SharedDocument.objects.published().visible_to(actor).filter(pk__in=[each.pk for each in documents])
    )
    said, called = with_calls(topic, body, way=shown_as, actor=writer, now=now)
    post = add_post(topic, 1, body=said, shown_as=shown_as, token=client_token, actor=writer, now=now)
    add_parts(post, attachments=attachments, called=called, actor=writer, now=now)
    watch_by_default(topic, writer)
    drop_draft(writer, board)
    topics_changed([topic.pk])
    record(actor=actor, verb="create_topic", obj=topic, now=now, data={"kind": kind, "experts": experts_invited})
    tell_later(post)
    if experts_invited:
        send_topic_opened_to_experts(topic, now=now)
    return topic


@transaction.atomic
def reply_topic(
    *,
    topic: Topic,
    body: str,
    shown_as: ShownAs,
    client_token: UUID,
    actor: User,
    now: datetime,
    attachments: Collection[NewAttachment] = (),
) -> Post:
    """Add a post. The same form sent twice makes one post. Experts always stand by their name."""
    writer = lock_writer(actor)
    locked = lock_topic_row(topic)
    can_reply_topic(actor, locked).or_refuse()
    twin = Post.objects.filter(author=writer, client_token=client_token).select_related("topic").first()
    if twin is not None:
        return twin
    refuse_locked(locked)
    refuse_flood(writer, now)
    number = locked.post_count + 1
    said, called = with_calls(locked, body, way=shown_as, actor=writer, now=now)
    post = add_post(locked, number, body=said, shown_as=shown_as, token=client_token, actor=writer, now=now)
    add_parts(post, attachments=attachments, called=called, actor=writer, now=now)
    locked.post_count = number
    locked.last_activity_at = now
    locked.save(update_fields=["post_count", "last_activity_at"])
    watch_by_default(locked, writer)
    drop_draft(writer, locked)
    topics_changed([locked.pk])
    record(actor=actor, verb="reply_topic", obj=locked, now=now, data={"post": post.pk})
    tell_later(post)
    return post


@transaction.atomic
def accept_answer(*, post: Post, actor: User, now: datetime) -> Topic:
    """The asker says: this answer helped. DomainError: another one is accepted, or it is no answer."""
    locked = lock_post_row(post)
    topic = locked.topic
    can_accept_answer(actor, topic).or_refuse()
    refuse_locked(topic)
    if locked.is_first:
        raise DomainError("相談の本文は、回答として選べません。")
    step(topic, TopicStatus.RESOLVED)
    topic.accepted_post = locked
    topic.resolved_at = now
    topic.save(update_fields=["status", "accepted_post", "resolved_at"])
    record(actor=actor, verb="accept_answer", obj=topic, now=now, data={"post": locked.pk})
    send_answer_accepted(locked, now=now)
    return topic


@transaction.atomic
def unaccept_answer(*, topic: Topic, actor: User, now: datetime) -> Topic:
    """The question is open again. DomainError: no answer is accepted."""
    locked = lock_topic_row(topic)
    can_accept_answer(actor, locked).or_refuse()
    refuse_locked(locked)
    if locked.accepted_post_id is None:
        raise DomainError("この相談は、すでに受付中に戻っています。")
    take_back_answer(locked)
    locked.save(update_fields=["status", "accepted_post", "resolved_at"])
    record(actor=actor, verb="unaccept_answer", obj=locked, now=now)
    return locked


@transaction.atomic
def invite_experts(*, topic: Topic, actor: User, now: datetime) -> Topic:
    """Let advisors read and answer; they are told once. DomainError: it is open to them already."""
    locked = lock_topic_row(topic)
    can_invite_experts(actor, locked).or_refuse()
    if locked.experts_invited:
        raise DomainError("このトピックは、すでに専門家に開かれています。")
    locked.experts_invited = True
    locked.save(update_fields=["experts_invited"])
    record(actor=actor, verb="invite_experts", obj=locked, now=now)
    send_topic_opened_to_experts(locked, now=now)
    return locked


@transaction.atomic
def close_to_experts(*, topic: Topic, actor: User, now: datetime) -> Topic:
    """Advisors see it no more from their next request on; what they wrote stays. DomainError: it is not open."""
    locked = lock_topic_row(topic)
    can_invite_experts(actor, locked).or_refuse()
    if not locked.experts_invited:
        raise DomainError("このトピックは、専門家には開かれていません。")
    locked.experts_invited = False
    locked.save(update_fields=["experts_invited"])
    record(actor=actor, verb="close_to_experts", obj=locked, now=now)
    return locked


@transaction.atomic
def watch_topic(*, topic: Topic, level: WatchLevel, actor: User, now: datetime) -> TopicWatch:
    """How the person wants to hear of new posts from now on."""
    can_watch_topic(actor, topic).or_refuse()
    watch, _ = TopicWatch.objects.update_or_create(topic=topic, user=actor, defaults={"level": level})
    record(actor=actor, verb="watch_topic", obj=topic, now=now, data={"level": level})
    return watch
