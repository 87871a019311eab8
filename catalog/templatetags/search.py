"""Marking in a listing what was searched for; listings from a search carry `found`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from catalog.search.highlighting import excerpt, find_marks, highlighted

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from catalog.models import Service
    from catalog.search.paging import Found

register = template.Library()


@register.filter
def marked_by(text: str, service: Service) -> SafeString | str:
    """Another text of a hit, with what was asked for in `<mark>`."""
    found: Found | None = getattr(service, "found", None)
    return text if found is None else highlighted(text, found.question)


@register.filter
def marked_tagline(service: Service) -> SafeString | str:
    """The tagline, with what was asked for in `<mark>`."""
    found: Found | None = getattr(service, "found", None)
    return service.tagline if found is None else highlighted(service.tagline, found.question)


@register.filter
def found_passage(service: Service) -> SafeString | str:
    """A passage of the description around what was asked for, where neither name nor tagline shows it; else nothing."""
    found: Found | None = getattr(service, "found", None)
    if found is None or service.current is None or find_marks(f"{service.name} {service.tagline}", found.question):
        return ""
    description = service.current.description
    return excerpt(description, found.question) if find_marks(description, found.question) else ""
