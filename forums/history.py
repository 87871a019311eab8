"""What a post said before, as one reader sees it: of what was linked then only what that reader may see now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from catalog.models import Service
from documents.models import SharedDocument
from forums.models import PostRevision
from forums.reading import Link


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
    """The rows; two queries where something was linked."""
    rows = list(versions)
    services = {pk for row in rows for pk in row.service_ids}
    documents = {pk for row in rows for pk in row.document_ids}
    listings = Service.objects.published().visible_to(reader).filter(pk__in=services).values_list("pk", "name")
    papers = SharedDocument.objects.visible_to(reader).with_marked_title().filter(pk__in=documents)
    named = {("service", pk): Link(reverse("catalog:service_detail", args=[pk]), name) for pk, name in listings}
    for paper in papers:
        name = paper.title_with_mark  # type: ignore[attr-defined]  # annotated
        named["document", paper.pk] = Link(reverse("documents:document_detail", args=[paper.pk]), name)
    return [_row(row, named) for row in rows]


def _row(row: PostRevision, named: dict[tuple[str, int], Link]) -> VersionRow:
    keys = [("service", pk) for pk in row.service_ids] + [("document", pk) for pk in row.document_ids]
    links = [named[key] for key in keys if key in named]
    kind = row.get_kind_display() if row.kind else ""
    return VersionRow(row.number, row.replaced_at, row.title, row.body, kind, links)
