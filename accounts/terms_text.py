"""The little notation of the terms: `## ` begins an article, `- ` a list item, any other line is a paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Block:
    """A paragraph, or the items of one list."""

    paragraph: str = ""
    items: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Article:
    """A heading with its blocks; the preamble has no heading."""

    heading: str = ""
    blocks: list[Block] = field(default_factory=list)


def articles(body: str) -> list[Article]:
    """The articles of `body` in their order."""
    found = [Article()]
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith("## "):
            found.append(Article(heading=line[3:]))
        elif line.startswith("- "):
            _list_at_the_end(found[-1]).items.append(line[2:])
        else:
            found[-1].blocks.append(Block(paragraph=line))
    return [article for article in found if article.heading or article.blocks]


def _list_at_the_end(article: Article) -> Block:
    if not article.blocks or not article.blocks[-1].items:
        article.blocks.append(Block())
    return article.blocks[-1]
