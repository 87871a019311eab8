"""Finding documents by words: on the shelf, and among everything else."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from accounts.models import Municipality
from catalog.search.found import Columns, FoundRow, in_columns
from catalog.search.highlighting import excerpt_start, found_excerpt, highlighted
from catalog.search.paging import FoundThings
from catalog.search.passages import passage_of, passage_start
from catalog.search.queries import Question, parse
from documents.enums import DocumentKind, DocumentStatus, DraftedBy
from documents.models import DocumentSearch, DocumentVersion, SharedDocument
from documents.outline import Place, place_at
from documents.querysets import AnyUser, SharedDocumentQuerySet
from documents.years import year_label


class FoundDocuments(FoundThings[SharedDocumentQuerySet]):
    """The documents among these that fit the words, by relevance, each with its `passage` and what other lists show."""

    def __init__(self, typed: str, documents: SharedDocumentQuerySet, *, limit: int, offset: int) -> None:
        super().__init__(typed, DocumentSearch, documents)
        question = parse(typed)
        self.show(lambda found: with_passage(found.with_list_data(), question), limit=limit, offset=offset)


def with_passage(documents: SharedDocumentQuerySet, question: Question) -> SharedDocumentQuerySet:
    """`passage`: part of the text around a word asked for, of the version that stands for the document; `passage_from`
    and `outline` to say where that is."""
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).current_first()
    part = newest.annotate(part=passage_of("text", question)).values("part")[:1]
    return documents.annotate(
        passage=Coalesce(Subquery(part, output_field=CharField()), Value("")),
        passage_from=Subquery(newest.annotate(start=passage_start("text", question)).values("start")[:1]),
        outline=Subquery(newest.values("outline")[:1]),
    )


def passage_place(passage: str, start: int | None, outline: list[dict[str, Any]], question: Question) -> Place | None:
    """The page, sheet or heading in which the marked words of a passage stand."""
    first = excerpt_start(passage, question)
    return None if first is None else place_at(outline or [], (start or 1) - 1 + first)


def document_values(user: AnyUser, ids: list[int], question: Question) -> QuerySet[Any]:
    """What a list of everything shows of these documents."""
    documents = with_passage(SharedDocument.objects.searchable_by(user).filter(pk__in=ids).with_newest(), question)
    facts = JSONObject(
        kind="kind",
        status="status",
        drafted_by="drafted_by",
        year="fiscal_year",
        outline="outline",
        passage_from="passage_from",
        number="newest_number",
        body=JSONObject(name="municipality__name", prefecture="municipality__prefecture", kind="municipality__kind"),
    )
    return in_columns(documents, "documents", name="title", passage=F("passage"), facts=facts, moment=F("versioned_at"))


def document_row(columns: Columns, question: Question, user: AnyUser) -> FoundRow:
    """A vendor's draft is marked wherever it is named, and so is what others do not see."""
    facts = columns.facts
    marks = ["事業者の案"] if facts["drafted_by"] == DraftedBy.VENDOR else []
    if facts["status"] != DocumentStatus.PUBLISHED:
        marks.append(DocumentStatus(facts["status"]).label)
    body = Municipality(**facts["body"]).full_name
    place = passage_place(columns.passage, facts["passage_from"], facts["outline"], question)
    address = reverse("documents:version_detail", args=[columns.key, facts["number"]])
    told = (DocumentKind(facts["kind"]).label, body, year_label(facts["year"]) if facts["year"] else "")
    return FoundRow(
        href=reverse("documents:document_detail", args=[columns.key]),
        title=highlighted(columns.name, question),
        facts=tuple(fact for fact in told if fact),
        passage=found_excerpt(columns.passage, question),
        mark="・".join(marks),
        moment=columns.moment,
        place=place.label if place else "",
        place_href=address + place.anchor if place else "",
    )
