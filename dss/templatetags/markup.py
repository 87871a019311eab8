"""{{ text|markdown }}: what people wrote in Markdown, as safe HTML."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from dss.markdown import render_markdown

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """See `dss.markdown`."""
    return render_markdown(text)
