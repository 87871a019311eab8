"""Writing the search rows of shared documents: the title, then kind, category and listings, the owner, the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length, Substr

from catalog.search.rows import Entry, Index
from catalog.search.vectors import LONG_FIELD_CHARACTERS, Fields
from documents.models import DocumentSearch, DocumentVersion, SharedDocument


def _all_documents() -> QuerySet[SharedDocument]:
    return SharedDocument.objects.all()


def _entries(document_ids: Sequence[int]) -> Iterator[Entry]:
    documents = (
        SharedDocument.objects.filter(pk__in=document_ids)
        .select_related("municipality")
        .prefetch_related("services", "categories")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    read = Substr("text", 1, LONG_FIELD_CHARACTERS)
    current = DocumentVersion.objects.current().filter(document__in=document_ids)
    texts: dict[int, str] = dict(current.annotate(read=read).values_list("document", "read"))
    for document in documents:
        yield Entry(document.pk, _fields(document, texts.get(document.pk, "")))


def _fields(document: SharedDocument, text: str) -> Fields:
    beside = [document.get_kind_display(), *(service.name for service in document.services.all())]
    beside += [category.name for category in document.categories.all()]
    return Fields(
        (
            (document.title, "A"),
            *((name, "B") for name in beside),
            (document.municipality.full_name, "C"),
            (document.description, "D"),
            (text, "D"),
        )
    )


DOCUMENTS = Index(
    rows=DocumentSearch, things=_all_documents, entries=_entries, job="documents.jobs.reindex_stale_documents"
)


def documents_changed(document_ids: Iterable[int]) -> None:
    """Called in the transaction that changed the documents or their versions, after the change."""
    wanted = set(document_ids)
    current = DocumentVersion.objects.current().filter(document__in=wanted)
    DOCUMENTS.changed(wanted, characters=current.aggregate(total=Sum(Length("text")))["total"] or 0)
