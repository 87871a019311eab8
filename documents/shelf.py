"""One reading of the shelf: whose documents, which of them, in which order, which page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from accounts.models import User
from catalog.browsing import repaired_page
from catalog.panel import Chip, PanelGroup
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from documents.filters import FACETS, OWN_FACETS, DocumentFilter, OwnDocumentFilter
from documents.models import SharedDocument
from documents.panel import chips_of, chosen_values, count_facets, panel_of
from documents.querysets import SharedDocumentQuerySet
from documents.searching import FoundDocuments

PAGE_SIZE = 20
SORTS = {
    "new": "新しい版の順",
    "year": "年度の新しい順",
    "fetched": "取得の多い順",
    "title": "文書名の順",
}
DEFAULT_SORT = "new"
BY_WORDS = {"fit": "言葉に合う順", **SORTS}
_ORDERINGS = {
    "new": SharedDocumentQuerySet.latest_first,
    "year": SharedDocumentQuerySet.by_year,
    "fetched": SharedDocumentQuerySet.by_downloads,
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
    def base(self) -> SharedDocumentQuerySet:
        documents = SharedDocument.objects.visible_to(self.user)
        return documents.editable_by(self.user) if self.is_own else documents.published()

    @cached_property
    def filter(self) -> DocumentFilter:
        kind = OwnDocumentFilter if self.is_own else DocumentFilter
        return kind(self.parameters, queryset=self.base)

    @cached_property
    def is_valid(self) -> bool:
        return bool(self.filter.is_valid())

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set, as they were understood."""
        return self.filter.chosen() if self.is_valid else {}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form has to send so that the filters stay."""
        return [(param, value) for param, given in self.chosen.items() for value in chosen_values(given)]

    @cached_property
    def sorts(self) -> dict[str, str]:
        return BY_WORDS if self.query else SORTS

    @cached_property
    def sort(self) -> str:
        default = next(iter(self.sorts))
        asked = self.parameters.get("sort", "") or default
        if asked in self.sorts:
            return asked
        self.notes.append(f"並べ替えの指定を読み取れなかったため、{self.sorts[default]}で表示しています。")
        return default

    @cached_property
    def query(self) -> str:
        """The words asked for, as they can be searched and shown; empty when none."""
        return asked_text(self.parameters.get("q", ""))

    @cached_property
    def hits(self) -> FoundDocuments | None:
        """What the words find among everything that fits the filters; None while no words are asked for."""
        if not self.query:
            return None
        offset = page_offset(self.parameters.get("page", ""), PAGE_SIZE)
        return FoundDocuments(self.query, self._fitting(), limit=PAGE_SIZE, offset=offset)

    def _fitting(self) -> SharedDocumentQuerySet:
        return self.filter.narrow(self.base) if self.is_valid else self.base.none()

    @cached_property
    def page(self) -> Page[SharedDocument]:
        """The page asked for, by relevance under words; nothing while a filter is not understood."""
        asked = self.parameters.get("page", "")
        if self.hits is not None and self.sort == "fit":
            paginator: Paginator[SharedDocument] = Paginator(self.hits, PAGE_SIZE)  # type: ignore[arg-type]  # as needed
        else:
            paginator = Paginator(_ORDERINGS[self.sort](self._matching(self._fitting())).with_list_data(), PAGE_SIZE)
        page = repaired_page(paginator, asked, self.notes)
        if self.hits is not None:
            self.notes += self.hits.result.notes
        return page

    @cached_property
    def panel(self) -> list[PanelGroup]:
        """Every filter with its counts: each counts as if it were not set, within all others and the words."""
        facets = OWN_FACETS if self.is_own else FACETS
        counts = count_facets(facets, self._without) if self.is_valid else {}
        return panel_of(self.filter, facets, counts, self.chosen)

    def _without(self, param: str) -> SharedDocumentQuerySet:
        return self._matching(self.filter.narrow(self.base, besides=param))

    def _matching(self, documents: SharedDocumentQuerySet) -> SharedDocumentQuerySet:
        return documents if self.hits is None else self.hits.result.narrow(documents)

    @cached_property
    def chips(self) -> list[Chip]:
        return chips_of(self.filter, self.chosen, self.parameters)
