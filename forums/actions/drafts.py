"""Drafts. They leave no row in the audit trail: operators read that, and a draft is nobody's but its writer's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from dss.access import DomainError
from forums.actions.threads import lock_writer
from forums.models import DRAFT_LENGTH, Board, Place, Post, PostDraft, Topic
from forums.policies import can_draft

MOST_DRAFTS = 100


@transaction.atomic
def save_draft(
    *, place: Place, entered: Mapping[str, str], client_token: UUID | None, actor: User, now: datetime
) -> PostDraft | None:
    """Keep what was typed so far; None where there is nothing to keep: no words, words that were sent with this token,
    or an edit that changes nothing. Then the draft there was goes.

    DomainError: too long, or too many drafts.
    """
    writer = lock_writer(actor)
    can_draft(actor, place).or_refuse()
    own = PostDraft.objects.filter(author=writer, **_at(place))
    is_sent = client_token is not None and Post.objects.filter(author=writer, client_token=client_token).exists()
    if is_sent or not _says_anything(place, entered):
        own.delete()
        return None
    if sum(map(len, entered.values())) > DRAFT_LENGTH:
        raise DomainError("文章が長すぎるため、下書きに保存できません。")
    if not own.exists() and PostDraft.objects.filter(author=writer).count() >= MOST_DRAFTS:
        raise DomainError(f"下書きは{MOST_DRAFTS}件までです。使わない下書きを破棄してから保存してください。")
    draft, _ = PostDraft.objects.update_or_create(
        author=writer, **_at(place), defaults={"entered": dict(entered), "saved_at": now}
    )
    return draft


@transaction.atomic
def discard_draft(*, draft: PostDraft, actor: User) -> None:
    """Throw one's own draft away; pressed twice, it is gone all the same."""
    PostDraft.objects.visible_to(lock_writer(actor)).filter(pk=draft.pk).delete()


def drop_draft(writer: User, place: Place) -> None:
    """What was begun at this place is sent; the caller holds the person's row."""
    PostDraft.objects.filter(author=writer, **_at(place)).delete()


def purge_drafts(*, now: datetime) -> int:
    """Drafts nobody came back to go; how many."""
    gone, _ = PostDraft.objects.forgotten(now).delete()
    return gone


def _at(place: Place) -> dict[str, Any]:
    return {"board" if isinstance(place, Board) else "topic" if isinstance(place, Topic) else "post": place}


def _says_anything(place: Place, entered: Mapping[str, str]) -> bool:
    texts = [text for name in ("title", "body") if (text := entered.get(name, "").strip())]
    if not isinstance(place, Post):
        return bool(texts)
    return any(entered[name].strip() != text for name, text in _as_it_is(place).items() if name in entered)


def _as_it_is(post: Post) -> dict[str, str]:
    """What the form of this post's edit begins with, as far as it is text."""
    now = Post.objects.select_related("topic").get(pk=post.pk)
    return {"body": now.body} | ({"title": now.topic.title} if now.is_first else {})
