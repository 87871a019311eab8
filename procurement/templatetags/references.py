"""What other rooms' pages show of questions to adopters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context

from procurement.policies import can_open_references

if TYPE_CHECKING:
    from catalog.models import Service

register = template.Library()


@register.inclusion_tag("procurement/_service_references.html", takes_context=True)
def service_references(context: Context, service: Service) -> dict[str, Any]:
    """For staff the way to ask adopters of a listing; for everybody else nothing at all. No query, no count."""
    user = context["request"].user
    return {"may_ask": user.is_authenticated and bool(can_open_references(user)), "service": service}
