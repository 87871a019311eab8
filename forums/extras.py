"""What stands below the text of posts, for one reader: pictures, files, cards of our own pages, a call.

One query for all posts of a page and one for what their addresses lead to; none where no post has anything. What one
reader may see is worked out each time; its HTML is remembered by exactly that, so that nobody gets another's titles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import JSONObject
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from forums.enums import AttachmentKind, AttachmentStatus, ReferenceKind
from forums.fragments import REMEMBERED
from forums.models import PostAttachment, PostMention, PostReference
from forums.unfurling import Card, cards_for

ATTACHMENT, MENTION, REFERENCE = "attachment", "mention", "reference"
_SHOWN = ("kind", "status", "name", "format", "alt", "size", "width", "height", "reason", "place")
_WAITS = {
    AttachmentKind.IMAGE: "画像を確認しています。しばらくすると表示されます。",
    AttachmentKind.FILE: "ファイルを確認しています。しばらくすると受け取れるようになります。",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: the small one in the page, the whole one behind it."""

    href: str
    preview: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the post."""

    href: str
    name: str
    format: str
    size: int


@dataclass(frozen=True, slots=True)
class PostExtras:
    """Of one post. `notes` are for its author's eyes: what still waits, and what could not be shown."""

    figures: tuple[Figure, ...]
    downloads: tuple[Download, ...]
    cards: tuple[Card, ...]
    notes: tuple[str, ...]
    calls_reader: bool

    def html(self) -> SafeString:
        """What stands below the post's text."""
        return _html(self)


@lru_cache(maxsize=REMEMBERED)
def _html(extras: PostExtras) -> SafeString:
    return render_to_string("forums/_post_extras.html", {"extras": extras})


@dataclass(slots=True)
class _Gathered:
    """The same, while it is put together."""

    figures: list[Figure] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    calls_reader: bool = False

    def shown(self) -> PostExtras:
        return PostExtras(
            figures=tuple(self.figures),
            downloads=tuple(self.downloads),
            cards=tuple(self.cards),
            notes=tuple(self.notes),
            calls_reader=self.calls_reader,
        )


def extras_of(posts: Collection[int], reader: User) -> dict[int, PostExtras]:
    """By number of the post; of posts that `visible_to` gave this reader, that are there and `has_parts`."""
    if not posts:
        return {}
    shown = Q(status=AttachmentStatus.READY) | Q(post__author=reader)
    attachments = PostAttachment.objects.filter(shown, post__in=posts, post__removed_at__isnull=True)
    what = JSONObject(**{name: name for name in (*_SHOWN, "preview_width", "preview_height")})
    calls = PostMention.objects.filter(post__in=posts, user=reader)
    references = PostReference.objects.filter(post__in=posts)
    place = JSONObject(kind="kind", place="place")
    found: list[tuple[str, int, int, dict[str, Any]]] = list(
        attachments.values_list(Value(ATTACHMENT), "post", "pk", what).union(
            calls.values_list(Value(MENTION), "post", "pk", JSONObject(place=Value(0))),
            references.values_list(Value(REFERENCE), "post", "target", place),
            all=True,
        )
    )
    rows = sorted(found, key=lambda row: row[3]["place"])
    extras: dict[int, _Gathered] = defaultdict(_Gathered)
    named = [(post, ReferenceKind(each["kind"]), number) for source, post, number, each in rows if source == REFERENCE]
    for post, cards in cards_for(reader, named).items():
        extras[post].cards = cards
    for source, post, number, each in rows:
        if source == MENTION:
            extras[post].calls_reader = True
        elif source == ATTACHMENT:
            _add(extras[post], number, each)
    return {post: gathered.shown() for post, gathered in extras.items()}


def _add(extras: _Gathered, pk: int, row: dict[str, Any]) -> None:
    label = row["name"] or row["alt"]
    href = reverse("forums:attachment", args=[pk])
    if row["status"] == AttachmentStatus.REFUSED:
        extras.notes.append(f"「{label}」は表示できません（この表示はあなただけに見えています）。{row['reason']}")
    elif row["status"] == AttachmentStatus.PENDING:
        extras.notes.append(f"「{label}」：{_WAITS[AttachmentKind(row['kind'])]}")
    elif row["kind"] == AttachmentKind.FILE:
        extras.downloads.append(Download(href, row["name"], row["format"], row["size"]))
    else:
        preview = reverse("forums:attachment_preview", args=[pk])
        extras.figures.append(Figure(href, preview, row["alt"], row["preview_width"], row["preview_height"]))
