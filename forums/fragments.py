"""The HTML of posts, rendered once for everybody who reads the same.

What a fragment shows is exactly what it is remembered by: text, byline and marks of a `Face`, and for `Tools` what the
reader may do. So a fragment never outlives a change, and never carries the rights of one reader to another. What
depends on anything else (unread marks, titles of documents) stays outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forums.disclosure import Byline

REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Face:
    """One post as everybody who may read it sees it; `gap` says why nothing is left of it."""

    pk: int
    number: int
    byline: Byline
    created_at: datetime
    edited_at: datetime | None
    body: str
    gap: str
    is_accepted: bool

    def html(self) -> SafeString:
        """Who, when and what, inside the post's frame."""
        return _face(self)


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of reaction under a post; `is_mine`: the reader's own is among them."""

    kind: str
    label: str
    total: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Tools:
    """What one reader can do with a post. `own_note` is for the author's eyes."""

    pk: int
    number: int
    own_note: str
    may_edit: bool
    may_delete: bool
    may_react: bool
    may_accept: bool
    may_quote: bool
    signs: tuple[Sign, ...]

    def html(self) -> SafeString:
        """The buttons, which belong to the page's form `post-tools`, and the links."""
        return _tools(self)


@lru_cache(maxsize=REMEMBERED)
def _face(face: Face) -> SafeString:
    return render_to_string("forums/_post_face.html", {"face": face})


@lru_cache(maxsize=REMEMBERED)
def _tools(tools: Tools) -> SafeString:
    return render_to_string("forums/_post_tools.html", {"tools": tools})
