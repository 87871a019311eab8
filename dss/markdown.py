"""Markdown of the people to HTML: the one place of the product that says "this HTML is safe".

markdown-it-py without raw HTML, then nh3 with a short list of what may stay. Pictures become links (nothing is fetched
from elsewhere), headings start below those of the page, links tell search engines nothing. The text is cut at
`LONGEST`, nesting is capped, and reference definitions are off: a thousand of them took five seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
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
LOWEST_HEADING = 6
REMEMBERED = 256

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *(f"h{level}" for level in range(HIGHEST_HEADING, LOWEST_HEADING + 1)),
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


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + HIGHEST_HEADING - 1, LOWEST_HEADING)}"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": False, "maxNesting": DEEPEST, "breaks": True}, renderer_cls=_Renderer
    )
    parser.enable(["table", "strikethrough"])
    parser.disable(["reference", "html_block", "html_inline"])
    parser.core.ruler.push("lower_headings", _lower_headings)
    return parser


@lru_cache(maxsize=REMEMBERED)
def render_markdown(text: str) -> SafeString:
    """The HTML of `text`, safe to put into a page whoever wrote it; what was rendered lately is remembered."""
    html = nh3.clean(
        _parser().render(text[:LONGEST]),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - the one place: nh3 has just let through a short list only
