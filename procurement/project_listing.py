"""One reading of the list of projects: which of one's own body's, in which order, which page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from accounts.models import User
from catalog.browsing import repaired_page
from catalog.search.engine import Scope, search
from catalog.search.paging import FoundThings, page_offset
from catalog.search.queries import asked_text
from procurement.filters import ProjectFilter
from procurement.models import Project, ProjectSearch
from procurement.querysets import ProjectQuerySet

PAGE_SIZE = 20
RELEVANCE = "relevance"
SORTS = {
    "recent": "最近動いた順",
    "year": "予算年度の新しい順",
    "created": "作成の新しい順",
    "title": "件名の順",
}
_ORDERINGS = {
    "recent": ProjectQuerySet.latest_first,
    "year": ProjectQuerySet.by_year,
    "created": ProjectQuerySet.newest_first,
    "title": ProjectQuerySet.by_title,
}


@dataclass
class ProjectListing:
    """The list as one address asks for it."""

    parameters: QueryDict
    user: User
    notes: list[str] = field(default_factory=list)

    @cached_property
    def filter(self) -> ProjectFilter:
        return ProjectFilter(self.parameters, queryset=Project.objects.visible_to(self.user), user=self.user)

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, for the links that keep them."""
        given = ((name, self.parameters.get(name, "")) for name in self.filter.form.fields)
        return {name: value for name, value in given if value}

    @property
    def narrowing(self) -> dict[str, str]:
        """Those of the panel: all but the tabs'."""
        return {name: value for name, value in self.chosen.items() if name != "scope"}

    @cached_property
    def query(self) -> str:
        """The words asked for, as they can be searched and shown; empty when none."""
        return asked_text(self.parameters.get("q", ""))

    @cached_property
    def sorts(self) -> dict[str, str]:
        """What can be chosen here: by relevance only where there are words."""
        return ({RELEVANCE: "関連の深い順"} if self.query else {}) | SORTS

    @cached_property
    def sort(self) -> str:
        usual = next(iter(self.sorts))
        asked = self.parameters.get("sort", "") or usual
        if asked in self.sorts:
            return asked
        self.notes.append(f"並べ替えの指定を読み取れなかったため、{self.sorts[usual]}で表示しています。")
        return usual

    @cached_property
    def page(self) -> Page[Project]:
        """The page asked for; nothing while a filter is not understood."""
        found = self.filter.qs if self.filter.is_valid() else self.filter.queryset.none()
        asked = self.parameters.get("page", "")
        if self.sort == RELEVANCE:
            return self._by_relevance(found, asked)
        if self.query:
            result = search(self.query, Scope(ProjectSearch, found, limit=1))
            self.notes += result.notes
            found = result.narrow(found)
        rows = _ORDERINGS[self.sort](found).with_list_data()
        return repaired_page(Paginator(rows, PAGE_SIZE), asked, self.notes)

    def _by_relevance(self, found: ProjectQuerySet, asked: str) -> Page[Project]:
        hits: FoundThings[ProjectQuerySet] = FoundThings(self.query, ProjectSearch, found)
        hits.show(ProjectQuerySet.with_list_data, limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
        paginator: Paginator[Project] = Paginator(hits, PAGE_SIZE)  # type: ignore[arg-type]  # as it needs
        page = repaired_page(paginator, asked, self.notes)
        self.notes += hits.result.notes
        return page
