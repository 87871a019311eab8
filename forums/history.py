"""What a post said before, as one reader sees it: of what was linked then only what that reader may see now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from forums.linking import linked_names
from forums.models import PostRevision
from forums.reading import Link

_ROUTES = {"services": "catalog:service_detail", "documents": "documents:document_detail"}


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One earlier text; of a topic's own text also its title, kind and links."""

    number: int
    replaced_at: datetime
    title: str
    body: str
    kind_label: str
    links: list[Link]


def version_rows(versions: Iterable[PostRevision], reader: User) -> list[VersionRow]:
    """The rows; one query where something was linked."""
    rows = list(versions)
    numbers = {
        "services": {pk for row in rows for pk in row.service_ids},
        "documents": {pk for row in rows for pk in row.document_ids},
    }
    found = linked_names(reader, **numbers) if any(numbers.values()) else []
    named = {(room, pk): Link(reverse(_ROUTES[room], args=[pk]), name) for room, pk, name in found}
    return [_row(row, named) for row in rows]


def _row(row: PostRevision, named: dict[tuple[str, int], Link]) -> VersionRow:
    keys = [("services", pk) for pk in row.service_ids] + [("documents", pk) for pk in row.document_ids]
    links = [named[key] for key in keys if key in named]
    kind = row.get_kind_display() if row.kind else ""
    return VersionRow(row.number, row.replaced_at, row.title, row.body, kind, links)
