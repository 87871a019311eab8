"""What the search over everything finds in the catalogue beside listings: vendors and collections by their names."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Substr
from django.urls import reverse

from accounts.models import Vendor
from accounts.prefectures import PREFECTURE_NAMES
from catalog.models import Collection, Service
from catalog.querysets import AnyUser
from catalog.search.found import Columns, FoundRow, in_columns
from catalog.search.highlighting import excerpt, highlighted
from catalog.search.passages import PASSAGE_CHARACTERS
from catalog.search.queries import Question

MOST_NAMED = 3


def vendor_values(user: AnyUser, question: Question) -> QuerySet[Any]:
    """A few vendors on the shelf whose name or kana holds every word."""
    listed = Service.objects.published().filter(vendor=OuterRef("pk"))
    vendors = _named(Vendor.objects.filter(is_suspended=False), ("name", "kana"), question).filter(Exists(listed))
    facts = JSONObject(size="size", headquarters="headquarters")
    return in_columns(vendors.order_by("kana", "pk"), "vendors", name="name", facts=facts)[:MOST_NAMED]


def vendor_row(columns: Columns, question: Question) -> FoundRow:
    seat = PREFECTURE_NAMES.get(columns.facts["headquarters"], "")
    return FoundRow(
        href=reverse("catalog:vendor_detail", args=[columns.key]),
        title=highlighted(columns.name, question),
        facts=(f"本社 {seat}",) if seat else (),
    )


def collection_values(user: AnyUser, question: Question) -> QuerySet[Any]:
    """A few collections shown now whose title or introduction holds every word."""
    collections = _named(Collection.objects.visible_to(user), ("title", "introduction"), question)
    passage = Substr("introduction", 1, PASSAGE_CHARACTERS)
    newest, facts = collections.newest_first(), JSONObject(slug="slug")
    return in_columns(newest, "collections", name="title", facts=facts, passage=passage)[:MOST_NAMED]


def collection_row(columns: Columns, question: Question) -> FoundRow:
    return FoundRow(
        href=reverse("catalog:collection_detail", args=[columns.facts["slug"]]),
        title=highlighted(columns.name, question),
        passage=excerpt(columns.passage, question),
    )


def _named(things: Any, columns: tuple[str, str], question: Question) -> Any:
    for word in question.text.split():
        first, second = (f"{column}__icontains" for column in columns)
        things = things.filter(Q(**{first: word}) | Q(**{second: word}))
    return things
