"""What other rooms' pages show of the boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context

from forums.policies import can_open_boards

if TYPE_CHECKING:
    from catalog.models import Service

register = template.Library()


@register.inclusion_tag("forums/_service_topics.html", takes_context=True)
def service_topics(context: Context, service: Service) -> dict[str, Any]:
    """For staff the ways to ask colleagues about a listing; for everybody else nothing at all. No query, no count."""
    user = context["request"].user
    return {"may_ask": user.is_authenticated and bool(can_open_boards(user)), "service": service}
