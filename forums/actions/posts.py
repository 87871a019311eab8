"""Posts: edited with their history kept, taken back, reacted to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.models import Service
from dss.access import DomainError
from forums.actions.post_parts import add_parts, remove_attachments, with_calls
from forums.actions.threads import lock_post_row, refuse_locked, take_down, withdraw
from forums.attaching import NewAttachment
from forums.enums import ReactionKind, RemovedBy, ShownAs
from forums.indexing import topics_changed
from forums.models import Post, PostAttachment, PostRevision, Reaction
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
    services: Collection[Service] | None = None,
    attachments: Collection[NewAttachment] = (),
    removed: Collection[PostAttachment] = (),
) -> Post:
    """Replace the text (and title and linked listings, where it is a topic's own text) and keep what it said before;
    add pictures and files, and remove some.

    `revision` is the one the person started from. PostChanged: it is not the present one any more.
    """
    locked = lock_post_row(post)
    can_edit_post(actor, locked).or_refuse()
    refuse_locked(locked.topic)
    if revision != locked.revision:
        raise PostChanged(locked)
    if services is not None and locked.is_first:
        _link(locked, services, actor, now)
    said, called = with_calls(locked.topic, body, way=ShownAs(locked.shown_as), actor=actor, now=now)
    gone = remove_attachments(locked, removed)
    new_title = title if locked.is_first else ""
    old_title = locked.topic.title if locked.is_first else ""
    if (said, new_title) == (locked.body, old_title):
        if attachments or gone:
            add_parts(locked, attachments=attachments, called=called, actor=actor, now=now)
            record(actor=actor, verb="change_attachments", obj=locked, now=now, data={"removed": gone})
        return locked
    PostRevision.objects.create(post=locked, number=locked.revision, title=old_title, body=locked.body, replaced_at=now)
    locked.body = said
    locked.revision += 1
    locked.edited_at = now
    locked.save(update_fields=["body", "revision", "edited_at"])
    add_parts(locked, attachments=attachments, called=called, actor=actor, now=now)
    if new_title != old_title:
        locked.topic.title = new_title
        locked.topic.save(update_fields=["title"])
    topics_changed([locked.topic_id])
    record(actor=actor, verb="edit_post", obj=locked, now=now, data={"revision": locked.revision, "removed": gone})
    return locked


def _link(post: Post, services: Collection[Service], actor: User, now: datetime) -> None:
    """Link the locked post's topic with these listings, as far as they are published or were linked before."""
    before = set(post.topic.services.values_list("pk", flat=True))
    asked = {each.pk for each in services}
    after = (asked & before) | set(
        Service.objects.published().visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True)
    )
    if after != before:
        post.topic.services.set(after)
        topics_changed([post.topic_id])
        record(actor=actor, verb="link_topic_services", obj=post.topic, now=now, data={"services": sorted(after)})


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
