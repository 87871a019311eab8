"""Markdown of the people to HTML: the one place of the product that says "this HTML is safe".

markdown-it-py without raw HTML, then nh3 with a short list of what may stay. Pictures become links (nothing is fetched
from elsewhere), headings start below those of the page, links tell search engines nothing. The text is cut at
`LONGEST`, nesting is capped, and reference definitions are off: a thousand of them took five seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LONGEST = 10_000
DEEPEST = 20
HIGHEST_HEADING = 3
"""A page has its h1 and the h2 of its sections; what people write stands below them."""
BELOW_TITLE = 2
"""For a text that is the page itself, right below its h1."""
LOWEST_HEADING = 6
REMEMBERED = 256
CALL = "person:"
"""How the address of a link begins that calls somebody by name."""

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *(f"h{level}" for level in range(BELOW_TITLE, LOWEST_HEADING + 1)),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class _Renderer(RendererHTML):
    """markdown-it finds its rules by the names of the methods."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link to the picture; nh3 judges the address like any other."""
        token = tokens[idx]
        words = self.renderInlineAsText(token.children or [], options, env)
        label = f"画像：{words}" if words else "画像"
        return f'<a href="{escapeHtml(str(token.attrs.get("src", "")))}">{escapeHtml(label)}</a>'


@dataclass(frozen=True, slots=True)
class Spoken:
    """A piece of what the writer says: words, or with `href` the words of a link."""

    text: str
    href: str = ""


def _call_by_name(state: StateCore) -> None:
    """`[氏名（団体名）](person:12)` stands as its words: a call is no link to anybody."""
    for token in state.tokens:
        is_call = False
        for child in token.children or []:
            if child.type == "link_open":
                is_call = str(child.attrs.get("href", "")).startswith(CALL)
            if is_call and child.type in {"link_open", "link_close"}:
                child.tag, child.attrs = "strong", {}


def _lower_headings(state: StateCore) -> None:
    """The outline as it was meant, without gaps: a text that begins with `###` begins with the highest heading."""
    above: list[int] = []
    for token in state.tokens:
        if token.type not in {"heading_open", "heading_close"}:
            continue
        if token.type == "heading_open":
            level = int(token.tag[1:])
            above = [*(each for each in above if each < level), level]
        token.tag = f"h{min(state.env['highest'] + len(above) - 1, LOWEST_HEADING)}"


def _new_reader() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST, "breaks": True}, renderer_cls=_Renderer
    )
    parser.enable(["table", "strikethrough"])
    parser.disable(["reference", "html_block", "html_inline"])
    return parser


@cache
def _reader() -> MarkdownIt:
    """What is written, as it is written."""
    return _new_reader()


@cache
def _parser() -> MarkdownIt:
    """The reader, and how what it read is shown."""
    parser = _new_reader()
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("call_by_name", _call_by_name)
    return parser


def spoken_in(text: str) -> Iterator[Spoken]:
    """What the writer says, piece by piece, without what is quoted and without code."""
    quoted = 0
    for token in _reader().parse(text[:LONGEST]):
        quoted += token.nesting if token.type in {"blockquote_open", "blockquote_close"} else 0
        if token.type == "inline" and not quoted:
            yield from _pieces(token.children or [])


def _pieces(tokens: Sequence[Token]) -> Iterator[Spoken]:
    href, words = "", ""
    for token in tokens:
        if token.type == "link_open":
            href, words = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            yield Spoken(words, href)
            href = ""
        elif token.type == "text" and not href:
            yield Spoken(token.content)
        elif token.type in {"text", "code_inline"} and href:
            words += token.content


@lru_cache(maxsize=REMEMBERED)
def render_markdown(text: str, highest: int = HIGHEST_HEADING) -> SafeString:
    """The HTML of `text` with headings from `highest` down, safe to put into a page whoever wrote it.

    What was rendered lately is remembered.
    """
    html = nh3.clean(
        _parser().render(text[:LONGEST], {"highest": highest}),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - the one place: nh3 has just let through a short list only
