"""Posts: edited with their history kept, taken back, reacted to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from accounts.audit import record
from accounts.models import User
from catalog.models import Service
from documents.models import SharedDocument
from dss.access import DomainError
from forums.actions.drafts import drop_draft
from forums.actions.post_parts import add_parts, remove_attachments, with_calls
from forums.actions.said import Said
from forums.actions.threads import lock_post_row, lock_writer, refuse_locked, take_down, withdraw
from forums.attaching import NewAttachment
from forums.enums import ReactionKind, RemovedBy, ShownAs, TopicKind
from forums.indexing import topics_changed
from forums.models import Post, PostAttachment, PostRevision, Reaction, Topic
from forums.policies import can_delete_post, can_edit_post, can_react_post


class PostChanged(DomainError):
    """The text was saved in another window meanwhile; `post` is how it reads now."""

    def __init__(self, post: Post) -> None:
        super().__init__("編集している間に、別の画面でこの投稿が書き換えられました。")
        self.post = post


@transaction.atomic
def edit_post(
    *,
    post: Post,
    title: str,
    body: str,
    revision: int,
    actor: User,
    now: datetime,
    kind: TopicKind | None = None,
    services: Collection[Service] | None = None,
    documents: Collection[SharedDocument] | None = None,
    attachments: Collection[NewAttachment] = (),
    removed: Collection[PostAttachment] = (),
) -> Post:
    """Replace the text (of a topic's own also the title and, if given, kind and links) and keep what it said before;
    add pictures and files, and remove some.

    `revision` is the one the person started from. PostChanged: it is not the present one any more. DomainError: a
    question whose answer is chosen stays a question.
    """
    writer = lock_writer(actor)
    locked = lock_post_row(post)
    can_edit_post(actor, locked).or_refuse()
    refuse_locked(locked.topic)
    if revision != locked.revision:
        raise PostChanged(locked)
    before = Said.by(locked)
    said, called = with_calls(locked.topic, body, way=ShownAs(locked.shown_as), actor=actor, now=now)
    after = before.with_text(title if locked.is_first else "", said)
    if locked.is_first:
        after = after.with_frame(kind, *_links(before, services, documents, actor))
    drop_draft(writer, locked)
    _refuse_no_question(locked.topic, after)
    gone = remove_attachments(locked, removed)
    if after == before:
        if attachments or gone:
            add_parts(locked, attachments=attachments, called=called, actor=actor, now=now)
            record(actor=actor, verb="change_attachments", obj=locked, now=now, data={"removed": gone})
        return locked
    PostRevision.objects.create(post=locked, number=locked.revision, replaced_at=now, **before.fields())
    after.write(locked)
    locked.revision += 1
    locked.edited_at = now
    locked.save(update_fields=["body", "revision", "edited_at"])
    add_parts(locked, attachments=attachments, called=called, actor=actor, now=now)
    topics_changed([locked.topic_id])
    record(actor=actor, verb="edit_post", obj=locked, now=now, data={"revision": locked.revision, "removed": gone})
    return locked


def _links(
    before: Said, services: Collection[Service] | None, documents: Collection[SharedDocument] | None, actor: User
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The listings and documents asked for, as far as they are published or were linked before."""
    listings = Service.objects.published().visible_to(actor)
    papers = SharedDocument.objects.published().visible_to(actor)
    return _allowed(before.service_ids, services, listings), _allowed(before.document_ids, documents, papers)


def _allowed(before: tuple[int, ...], asked: Collection[Model] | None, published: QuerySet[Any]) -> tuple[int, ...]:
    if asked is None:
        return before
    keys = {thing.pk for thing in asked}
    found = set(published.filter(pk__in=keys).values_list("pk", flat=True))
    return tuple(sorted(found | (keys & set(before))))


def _refuse_no_question(topic: Topic, after: Said) -> None:
    if topic.accepted_post_id is not None and after.kind not in (None, TopicKind.CONSULTATION):
        raise DomainError("解決した回答がある相談は、種類を変えられません。先に、回答の選択を取り消してください。")


@transaction.atomic
def delete_post(*, post: Post, actor: User, now: datetime) -> Post:
    """Take one's own post back: a gap stays. A topic nobody answered goes as a whole with its text."""
    locked = lock_post_row(post)
    can_delete_post(actor, locked).or_refuse()
    take_down(locked, RemovedBy.AUTHOR, now)
    if locked.is_first and locked.topic.post_count == 1:
        withdraw(locked.topic, now)
    topics_changed([locked.topic_id])
    record(actor=actor, verb="delete_post", obj=locked, now=now)
    return locked


@transaction.atomic
def react_post(*, post: Post, kind: ReactionKind, actor: User, now: datetime) -> Reaction:
    """Put a sign under the post; again: nothing happens twice."""
    locked = lock_post_row(post)
    can_react_post(actor, locked).or_refuse()
    reaction, is_new = Reaction.objects.get_or_create(post=locked, user=actor, kind=kind, defaults={"created_at": now})
    if is_new:
        record(actor=actor, verb="react_post", obj=locked, now=now, data={"kind": kind})
    return reaction


@transaction.atomic
def unreact_post(*, post: Post, kind: ReactionKind, actor: User, now: datetime) -> None:
    """Take the sign back, if it is there."""
    locked = lock_post_row(post)
    can_react_post(actor, locked).or_refuse()
    taken, _ = Reaction.objects.filter(post=locked, user=actor, kind=kind).delete()
    if taken:
        record(actor=actor, verb="unreact_post", obj=locked, now=now, data={"kind": kind})
