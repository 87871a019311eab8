"""One reading of the shelf: whose documents, which of them, in which order, which page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from accounts.models import User
from catalog.browsing import repaired_page
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from documents.filters import DocumentFilter, OwnDocumentFilter
from documents.models import SharedDocument
from documents.querysets import SharedDocumentQuerySet
from documents.searching import FoundDocuments

PAGE_SIZE = 20
SORTS = {
    "new": "新しい版の順",
    "year": "年度の新しい順",
    "title": "文書名の順",
}
DEFAULT_SORT = "new"
_ORDERINGS = {
    "new": SharedDocumentQuerySet.latest_first,
    "year": SharedDocumentQuerySet.by_year,
    "title": SharedDocumentQuerySet.by_title,
}


@dataclass
class Shelf:
    """The list as one address asks for it. `own=1`: those of the reader's own body, whatever their state."""

    parameters: QueryDict
    user: User
    notes: list[str] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        return self.parameters.get("own", "") == "1"

    @cached_property
    def filter(self) -> DocumentFilter:
        documents = SharedDocument.objects.visible_to(self.user)
        if self.is_own:
            return OwnDocumentFilter(self.parameters, queryset=documents.editable_by(self.user))
        return DocumentFilter(self.parameters, queryset=documents.published())

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, for the links that keep them."""
        given = ((name, self.parameters.get(name, "")) for name in self.filter.form.fields)
        return {name: value for name, value in given if value}

    @cached_property
    def sort(self) -> str:
        asked = self.parameters.get("sort", "") or DEFAULT_SORT
        if asked in SORTS:
            return asked
        self.notes.append("並べ替えの指定を読み取れなかったため、新しい版の順で表示しています。")
        return DEFAULT_SORT

    @cached_property
    def query(self) -> str:
        """The words asked for, as they can be searched and shown; empty when none."""
        return asked_text(self.parameters.get("q", ""))

    @cached_property
    def page(self) -> Page[SharedDocument]:
        """The page asked for, by relevance under words; nothing while a filter is not understood."""
        found = self.filter.qs if self.filter.is_valid() else self.filter.queryset.none()
        asked = self.parameters.get("page", "")
        if not self.query:
            rows = _ORDERINGS[self.sort](found).with_list_data()
            return repaired_page(Paginator(rows, PAGE_SIZE), asked, self.notes)
        hits = FoundDocuments(self.query, found, limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
        paginator: Paginator[SharedDocument] = Paginator(hits, PAGE_SIZE)  # type: ignore[arg-type]  # as it needs
        page = repaired_page(paginator, asked, self.notes)
        self.notes += hits.result.notes
        return page
