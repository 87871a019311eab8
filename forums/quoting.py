"""A post as the beginning of an answer to it: Markdown that names the post's author as every reader sees them."""

from __future__ import annotations

import re

from forums.disclosure import post_byline
from forums.models import Post

LONGEST_QUOTE = 600
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_MARKS = re.compile(r"([\\`*_\[\]<>~|])")


def quote_of(post: Post) -> str:
    """Byline with a link to the post, then its words; what it quoted itself is left out, and so are pictures."""
    byline = _MARKS.sub(r"\\\1", str(post_byline(post)))
    head = f"{byline}（[投稿{post.number}]({post.get_absolute_url()})）："
    lines = [head, "", *_shortened(_own_words(post.body)).split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _own_words(body: str) -> str:
    own = "\n".join(line for line in body.split("\n") if not line.lstrip().startswith(">"))
    return re.sub(r"\n{3,}", "\n\n", _PICTURE.sub(r"［画像：\1］", own)).strip()


def _shortened(text: str) -> str:
    """At most so long, cut at the end of a line or sentence where one is near."""
    if len(text) <= LONGEST_QUOTE:
        return text
    part = text[:LONGEST_QUOTE]
    end = max(part.rfind(sign) + 1 for sign in ("\n", "。", "．", ". "))
    return (part[:end] if end > LONGEST_QUOTE // 2 else part).rstrip() + "\n（以下略）"
