"""The little notation of the terms, policies and the help.

`## ` begins an article, `### ` a part of one, `- ` a list item, any other line is a paragraph. `[words](/path/)` links
to a page of ours, and `{窓口}` stands for how the operators are reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.conf import settings

CONTACT = "{窓口}"
CONTACT_WORDS = "（運営の連絡先）"
NO_CONTACT = "（窓口の連絡先は準備中です）"
_LINK = re.compile(r"\[([^\[\]\n]{1,100})\]\((/(?!/)[^\s()\\]{0,200})\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or with `href` the words of a link."""

    text: str
    href: str = ""


@dataclass(slots=True)
class Block:
    """A paragraph, or the items of one list."""

    paragraph: str = ""
    items: list[str] = field(default_factory=list)

    def pieces(self) -> list[Piece]:
        """The paragraph with its links."""
        return _pieces(self.paragraph)

    def item_pieces(self) -> list[list[Piece]]:
        """Each item with its links."""
        return [_pieces(item) for item in self.items]


@dataclass(slots=True)
class Article:
    """A heading with its blocks; the preamble has no heading. `level`: of the heading in the page."""

    heading: str = ""
    level: int = 2
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison; `kind` is "same", "del" or "ins"."""

    kind: str
    text: str


def articles(body: str) -> list[Article]:
    """The articles of `body` in their order."""
    found = [Article()]
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith("### "):
            found.append(Article(heading=line[4:], level=3))
        elif line.startswith("## "):
            found.append(Article(heading=line[3:]))
        elif line.startswith("- "):
            _list_at_the_end(found[-1]).items.append(line[2:])
        else:
            found[-1].blocks.append(Block(paragraph=line))
    return [article for article in found if article.heading or article.blocks]


def changes_between(older: str, newer: str) -> list[Change]:
    """What was taken out and what came in, line by line, among the headings of what stayed."""
    before, after = _lines(older), _lines(newer)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Change("same", line) for line in before[a:b] if line.startswith("#")]
        else:
            found += [Change("del", line) for line in before[a:b]]
            found += [Change("ins", line) for line in after[c:d]]
    return [Change(each.kind, _words_of(each.text)) for each in _with_own_headings(found)]


def _words_of(line: str) -> str:
    """A line as it is read: without its marks, links by their words."""
    words = line.lstrip("#- ")
    return CONTACT_WORDS if words == CONTACT else _LINK.sub(r"\1", words)


def _with_own_headings(changes: list[Change]) -> Iterator[Change]:
    """Headings under which nothing changed are left out."""
    for index, change in enumerate(changes):
        following = changes[index + 1] if index + 1 < len(changes) else None
        if change.kind != "same" or (following is not None and following.kind != "same"):
            yield change


def _lines(body: str) -> list[str]:
    return list(filter(None, map(str.strip, body.splitlines())))


def _list_at_the_end(article: Article) -> Block:
    if not article.blocks or not article.blocks[-1].items:
        article.blocks.append(Block())
    return article.blocks[-1]


def _pieces(text: str) -> list[Piece]:
    if text == CONTACT:
        return _contact()
    found, end = [], 0
    for match in _LINK.finditer(text):
        found += [Piece(text[end : match.start()]), Piece(match[1], match[2])]
        end = match.end()
    return [piece for piece in [*found, Piece(text[end:])] if piece.text]


def _contact() -> list[Piece]:
    address, note = settings.CONTACT_EMAIL, settings.CONTACT_NOTE
    if not (address or note):
        return [Piece(NO_CONTACT)]
    mail = [Piece("電子メール："), Piece(address, f"mailto:{address}")] if address else []
    return mail + ([Piece(f"　{note}" if mail else note)] if note else [])
