"""What one reader gets of topics and posts. Templates are given these, never a `Topic`'s or `Post`'s author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from forums.disclosure import Byline, post_byline, topic_byline
from forums.enums import ReactionKind, RemovedBy, ShownAs, TopicStatus
from forums.models import Post, Reaction, Topic
from forums.policies import can_accept_answer, can_edit_post, can_react_post

_GAPS = {
    RemovedBy.AUTHOR: "この投稿は、投稿した人が削除しました。",
    RemovedBy.OPERATORS: "この投稿は、運営が削除しました。",
}


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic in a list. Of a hit, `label` names a loose stage and `passage` says where the words stand."""

    href: str
    title: SafeString | str
    kind: str
    kind_label: str
    status: str
    status_label: str
    board: str
    byline: Byline
    answers: int
    experts_invited: bool
    created_at: datetime
    last_activity_at: datetime
    label: str = ""
    passage: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A listing or a document that belongs to the topic."""

    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of reaction under a post; `is_mine`: the reader's own is among them."""

    kind: str
    label: str
    total: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PostEntry:
    """One post as the reader sees it; `gap` says why nothing is left of it. `own_note` is for the author's eyes."""

    pk: int
    number: int
    byline: Byline
    created_at: datetime
    edited_at: datetime | None
    body: str
    gap: str
    is_first: bool
    is_accepted: bool
    own_note: str
    may_edit: bool
    may_react: bool
    may_accept: bool
    signs: list[Sign]


def topic_rows(topics: Iterable[Topic]) -> list[TopicRow]:
    """The rows of a list."""
    return [
        TopicRow(
            href=topic.get_absolute_url(),
            title=topic.title,
            kind=topic.kind,
            kind_label=topic.get_kind_display(),
            status=topic.status,
            status_label=_status_label(topic),
            board=topic.board.name,
            byline=topic_byline(topic),
            answers=topic.post_count - 1,
            experts_invited=topic.experts_invited,
            created_at=topic.created_at,
            last_activity_at=topic.last_activity_at,
        )
        for topic in topics
    ]


def links_of(topic: Topic) -> dict[str, list[Link]]:
    """What a topic loaded by `with_links_for` links, as the page's context."""
    routes = {"services": "catalog:service_detail", "documents": "documents:document_detail"}
    rows = {"services": topic.service_links, "documents": topic.document_links}  # type: ignore[attr-defined]  # annotated
    return {kind: [Link(reverse(routes[kind], args=[row["pk"]]), row["name"]) for row in rows[kind]] for kind in routes}


def post_entries(topic: Topic, posts: Iterable[Post], reader: User) -> list[PostEntry]:
    """The posts of one topic with the reader's own reactions; one query."""
    rows = list(posts)
    signs = Reaction.objects.counted([post.pk for post in rows if not post.is_removed], reader)
    may_accept = bool(can_accept_answer(reader, topic)) and topic.status == TopicStatus.OPEN
    return [_entry(topic, post, reader, signs, may_accept) for post in rows]


def _entry(
    topic: Topic, post: Post, reader: User, signs: dict[tuple[int, str], tuple[int, bool]], may_accept: bool
) -> PostEntry:
    post.topic = topic
    gap = _GAPS[RemovedBy(post.removed_by)] if post.removed_by else ""
    return PostEntry(
        pk=post.pk,
        number=post.number,
        byline=post_byline(post),
        created_at=post.created_at,
        edited_at=None if gap else post.edited_at,
        body="" if gap else post.body,
        gap=gap,
        is_first=post.is_first,
        is_accepted=post.pk == topic.accepted_post_id,
        own_note=_own_note(post, reader),
        may_edit=not gap and bool(can_edit_post(reader, post)),
        may_react=not gap and bool(can_react_post(reader, post)),
        may_accept=may_accept and not gap and not post.is_first,
        signs=[] if gap else [_sign(post, kind, signs) for kind in ReactionKind],
    )


def _sign(post: Post, kind: ReactionKind, signs: dict[tuple[int, str], tuple[int, bool]]) -> Sign:
    total, is_mine = signs.get((post.pk, kind.value), (0, False))
    return Sign(kind.value, kind.label, total, is_mine)


def _own_note(post: Post, reader: User) -> str:
    """Said to the author alone: that this is theirs, and how others see them."""
    if post.author_id != reader.pk:
        return ""
    return (
        "あなたの投稿" if post.shown_as == ShownAs.NAME_BODY else "あなたの投稿（この表示はあなただけに見えています）"
    )


def _status_label(topic: Topic) -> str:
    """受付中 is said of questions only; a discussion is simply there."""
    return topic.get_status_display() if topic.is_question or topic.status != TopicStatus.OPEN else ""
