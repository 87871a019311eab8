"""What readers do with a document: helpful marks, watches, comments.

Lock order: the person who writes, then the document, then the comment.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from documents.actions.steps import lock_document, own_body
from documents.emails import send_comment
from documents.enums import CommentRemovedBy, CommentShownAs
from documents.models import DocumentComment, DocumentHelpful, DocumentWatch, SharedDocument
from documents.policies import (
    can_comment_document,
    can_delete_comment,
    can_edit_comment,
    can_mark_document,
    can_remove_comment,
    can_watch_document,
)
from dss.access import DomainError

COMMENTS_A_DAY = 50
"""Of one person, Tokyo time: far above honest use."""


class CommentChanged(DomainError):
    """The text was saved in another window meanwhile; `comment` is how it reads now."""

    def __init__(self, comment: DocumentComment) -> None:
        super().__init__("直している間に、別の画面でこのコメントが書き換えられました。")
        self.comment = comment


@transaction.atomic
def mark_document(*, document: SharedDocument, is_helpful: bool, actor: User, now: datetime) -> None:
    """Mark as helpful once, or take the mark back; again: nothing happens twice."""
    locked = lock_document(document)
    can_mark_document(actor, locked).or_refuse()
    marks = DocumentHelpful.objects.filter(document=locked)
    if marks.filter(person_key=actor.key).exists() == is_helpful:
        return
    if is_helpful:
        DocumentHelpful.objects.create(document=locked, person_key=actor.key, created_at=now)
    else:
        marks.filter(person_key=actor.key).delete()
    locked.helpful_count = marks.count()
    locked.save(update_fields=["helpful_count"])
    record(actor=actor, verb="mark_document", obj=locked, now=now, data={"is_helpful": is_helpful})


@transaction.atomic
def watch_document(*, document: SharedDocument, is_watched: bool, actor: User, now: datetime) -> None:
    """Be told of further versions, or no longer; again: nothing happens twice."""
    locked = lock_document(document)
    can_watch_document(actor, locked).or_refuse()
    changed = start_watching(locked, actor, now) if is_watched else locked.watches.filter(user=actor).delete()[0] > 0
    if changed:
        record(actor=actor, verb="watch_document", obj=locked, now=now, data={"is_watched": is_watched})


def start_watching(document: SharedDocument, person: User, now: datetime) -> bool:
    """Whether the person did not watch it before."""
    _, is_new = DocumentWatch.objects.get_or_create(document=document, user=person, defaults={"created_at": now})
    return is_new


@transaction.atomic
def write_comment(
    *,
    document: SharedDocument,
    body: str,
    shown_as: CommentShownAs,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> DocumentComment:
    """Add a remark; the owner's colleagues who watch are told. The same form sent twice makes one."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    locked = lock_document(document)
    can_comment_document(actor, locked).or_refuse()
    municipality = own_body(actor, now)
    twin = DocumentComment.objects.filter(author_key=actor.key, client_token=client_token).first()
    if twin is not None:
        return twin
    if DocumentComment.objects.filter(author=actor).written_on(timezone.localdate(now)).count() >= COMMENTS_A_DAY:
        raise DomainError(f"1日に書けるコメントは{COMMENTS_A_DAY}件までです。明日以降に書いてください。")
    comment = DocumentComment.objects.create(
        document=locked,
        author=actor,
        author_key=actor.key,
        municipality=municipality,
        shown_as=shown_as,
        body=body,
        client_token=client_token,
        created_at=now,
    )
    record(actor=actor, verb="write_comment", obj=comment, now=now)
    send_comment(comment, now=now)
    return comment


@transaction.atomic
def edit_comment(*, comment: DocumentComment, body: str, revision: int, actor: User, now: datetime) -> DocumentComment:
    """Replace the text. `revision` is the one the person started from; else `CommentChanged`."""
    locked = _lock_comment(comment)
    can_edit_comment(actor, locked).or_refuse()
    if locked.revision != revision:
        raise CommentChanged(locked)
    if body == locked.body:
        return locked
    locked.body = body
    locked.revision += 1
    locked.edited_at = now
    locked.save(update_fields=["body", "revision", "edited_at"])
    record(actor=actor, verb="edit_comment", obj=locked, now=now, data={"revision": locked.revision})
    return locked


@transaction.atomic
def delete_comment(*, comment: DocumentComment, actor: User, now: datetime) -> DocumentComment:
    """Take one's own comment back: a gap stays."""
    locked = _lock_comment(comment)
    can_delete_comment(actor, locked).or_refuse()
    _take_down(locked, CommentRemovedBy.AUTHOR, now)
    record(actor=actor, verb="delete_comment", obj=locked, now=now)
    return locked


@transaction.atomic
def remove_comment(*, comment: DocumentComment, reason: str, actor: User, now: datetime) -> DocumentComment:
    """The operators take it down: a gap stays."""
    locked = _lock_comment(comment)
    can_remove_comment(actor, locked).or_refuse()
    _take_down(locked, CommentRemovedBy.OPERATORS, now)
    record(actor=actor, verb="remove_comment", obj=locked, now=now, reason=reason)
    return locked


def _lock_comment(comment: DocumentComment) -> DocumentComment:
    locked = (
        DocumentComment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("document", "municipality")
        .get(pk=comment.pk)
    )
    if locked.is_removed:
        raise DomainError("このコメントはすでに消されています。")
    return locked


def _take_down(comment: DocumentComment, by: CommentRemovedBy, now: datetime) -> None:
    comment.removed_at = now
    comment.removed_by = by
    comment.save(update_fields=["removed_at", "removed_by"])
