"""{{ text|markdown }}, {{ text|markdown_page }}: what people wrote in Markdown, as safe HTML."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from dss.markdown import BELOW_TITLE, render_markdown

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """See `dss.markdown`."""
    return render_markdown(text)


@register.filter
def markdown_page(text: str) -> SafeString:
    """The same for a text that is the page itself, right below its title."""
    return render_markdown(text, BELOW_TITLE)
