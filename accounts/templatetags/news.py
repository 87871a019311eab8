"""The operators' announcements in the frame of every page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from accounts.banners import Headline, headlines

register = template.Library()
SHOWN_ON_HOME = 3


def _of_reader(context: Context) -> list[Headline]:
    request = context.get("request")
    user = getattr(request, "user", None)
    persona = request.persona if request is not None and user is not None and user.is_authenticated else None
    return headlines(persona)


@register.inclusion_tag("accounts/_urgent_news.html", takes_context=True)
def urgent_news(context: Context) -> dict[str, Any]:
    """障害・メンテナンス, above every page."""
    return {"urgent": [line for line in _of_reader(context) if line.is_urgent]}


@register.inclusion_tag("accounts/_newest_news.html", takes_context=True)
def newest_news(context: Context) -> dict[str, Any]:
    """The newest ones, on the front page."""
    return {"newest": _of_reader(context)[:SHOWN_ON_HOME]}
