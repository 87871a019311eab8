"""Names of listings and documents for links, as far as one reader may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import CharField, F, Value

from accounts.models import User
from catalog.models import Service
from documents.models import SharedDocument


def linked_names(reader: User, *, services: Collection[int], documents: Collection[int]) -> list[tuple[str, int, str]]:
    """("services" or "documents", number, name) of those among the numbers that `reader` may see; one query."""
    listings = Service.objects.published().filter(pk__in=services).order_by().annotate(shown=F("name"))
    papers = SharedDocument.objects.visible_to(reader).filter(pk__in=documents).order_by().with_marked_title()
    rows = [
        listings.annotate(room=_room("services")).values_list("room", "pk", "shown"),
        papers.annotate(room=_room("documents"), shown=F("title_with_mark")).values_list("room", "pk", "shown"),
    ]
    return sorted(rows[0].union(rows[1], all=True))


def _room(word: str) -> Value:
    return Value(word, output_field=CharField())
