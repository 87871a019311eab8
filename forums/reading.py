"""What one reader gets of topics and posts. Templates are given these, never a `Topic`'s or `Post`'s author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from forums.disclosure import Byline, post_byline, topic_byline
from forums.enums import ReactionKind, RemovedBy, ShownAs, TopicStatus
from forums.extras import PostExtras, extras_of
from forums.fragments import Face, Sign, Tools
from forums.linking import linked_names
from forums.models import Post, Reaction, Topic
from forums.policies import can_accept_answer, can_delete_post, can_edit_post, can_react_post
from forums.policies.people import takes_part
from forums.querysets import PostQuerySet, UnreadState

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
    unread: UnreadState
    unread_href: str
    is_pinned: bool
    label: str = ""
    passage: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A listing or a document that belongs to the topic."""

    href: str
    name: str


@dataclass(frozen=True, slots=True)
class PostEntry:
    """One post as the reader sees it; nothing can be done (`tools`) where nothing is left of it. `extras`: what stands
    below its text for this reader."""

    face: Face
    tools: Tools | None
    extras: PostExtras | None

    def html(self) -> SafeString:
        """The post with what can be done with it; put together here, because fifty includes cost a fifth of a page."""
        return self._framed(self.tools)

    def bare_html(self) -> SafeString:
        """The post alone."""
        return self._framed(None)

    def _framed(self, tools: Tools | None) -> SafeString:
        return format_html(
            '<article class="post{mark}" id="post-{number}" aria-label="投稿{number}">{face}{extras}{tools}</article>',
            mark=" post--accepted" if self.face.is_accepted else "",
            number=self.face.number,
            face=self.face.html(),
            extras=self.extras.html() if self.extras else "",
            tools=tools.html() if tools else "",
        )


def topic_rows(topics: Iterable[Topic]) -> list[TopicRow]:
    """The rows of a list loaded `with_list_data` and `with_unread_of`."""
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
            unread=UnreadState.of(topic),
            unread_href=reverse("forums:topic_unread", args=[topic.pk]),
            is_pinned=topic.is_pinned,
        )
        for topic in topics
    ]


def links_of(topic: Topic, reader: User) -> dict[str, list[Link]]:
    """What a topic loaded by `with_link_numbers` links and this reader may see, as the page's context; one query, none
    where nothing is linked."""
    routes = {"services": "catalog:service_detail", "documents": "documents:document_detail"}
    numbers = {kind: getattr(topic, f"{kind[:-1]}_numbers") for kind in routes}
    found = linked_names(reader, **numbers) if any(numbers.values()) else ()
    links = [(kind, Link(reverse(routes[kind], args=[pk]), name)) for kind, pk, name in found]
    return {kind: [link for of, link in links if of == kind] for kind in routes}


def readable_posts(topic: Topic, reader: User) -> PostQuerySet:
    """The posts of a topic that was found by `Topic.visible_to`: what `Post.visible_to` gives of it.

    Who takes part reads them all, and need not be asked for again post by post, which cost a tenth of the page.
    """
    if topic.status != TopicStatus.WITHDRAWN and takes_part(reader, topic):
        return Post.objects.filter(topic=topic)
    return Post.objects.visible_to(reader).filter(topic=topic)


def post_entries(topic: Topic, posts: Iterable[Post], reader: User, *, may_quote: bool = False) -> list[PostEntry]:
    """The posts of one topic with the reader's own reactions, and what stands below their texts; one query to three.
    `may_quote`: where one can answer."""
    rows = list(posts)
    extras = extras_of([post.pk for post in rows if post.has_parts and not post.is_removed], reader)
    signs = Reaction.objects.counted([post.pk for post in rows if not post.is_removed], reader)
    rights = _Rights(topic, reader, may_quote)
    return [_entry(topic, post, signs, rights, extras.get(post.pk)) for post in rows]


class _Rights:
    """What the reader may do with posts of a topic. It depends on whose they are and nothing else, so each policy is
    asked once for the reader's own and once for those of others."""

    def __init__(self, topic: Topic, reader: User, may_quote: bool) -> None:
        self.reader = reader
        self.may_quote = may_quote
        self.may_accept = bool(can_accept_answer(reader, topic)) and topic.status == TopicStatus.OPEN
        self._known: dict[bool, tuple[bool, bool, bool]] = {}

    def owns(self, post: Post) -> bool:
        return post.author_id == self.reader.pk

    def edit_delete_react(self, post: Post) -> tuple[bool, bool, bool]:
        if self.owns(post) not in self._known:
            edit, delete, react = (can(self.reader, post) for can in (can_edit_post, can_delete_post, can_react_post))
            self._known[self.owns(post)] = (bool(edit), bool(delete), bool(react))
        return self._known[self.owns(post)]


def _entry(
    topic: Topic,
    post: Post,
    signs: dict[tuple[int, str], tuple[int, bool]],
    rights: _Rights,
    extras: PostExtras | None,
) -> PostEntry:
    post.topic = topic
    gap = _GAPS[RemovedBy(post.removed_by)] if post.removed_by else ""
    face = Face(
        pk=post.pk,
        number=post.number,
        byline=post_byline(post),
        created_at=post.created_at,
        edited_at=None if gap else post.edited_at,
        body="" if gap else post.body,
        gap=gap,
        is_accepted=post.pk == topic.accepted_post_id,
    )
    return PostEntry(face, None if gap else _tools(post, signs, rights), extras)


def _tools(post: Post, signs: dict[tuple[int, str], tuple[int, bool]], rights: _Rights) -> Tools:
    may_edit, may_delete, may_react = rights.edit_delete_react(post)
    return Tools(
        pk=post.pk,
        number=post.number,
        own_note=_own_note(post) if rights.owns(post) else "",
        may_edit=may_edit,
        may_delete=may_delete,
        may_react=may_react,
        may_accept=rights.may_accept and not post.is_first,
        may_quote=rights.may_quote,
        signs=tuple(
            Sign(kind.value, kind.label, *signs.get((post.pk, kind.value), (0, False))) for kind in ReactionKind
        ),
    )


def _own_note(post: Post) -> str:
    """Said to the author alone: that this is theirs, and that others do not see so."""
    return (
        "あなたの投稿" if post.shown_as == ShownAs.NAME_BODY else "あなたの投稿（この表示はあなただけに見えています）"
    )


def _status_label(topic: Topic) -> str:
    """受付中 is said of questions only; a discussion is simply there."""
    return topic.get_status_display() if topic.is_question or topic.status != TopicStatus.OPEN else ""
