"""The adoption records of one listing as an address asks for them: filtered by body, those like one's own first."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from accounts.models import Municipality
from catalog.browsing import repaired_page
from catalog.conditions import LIKE, NEAR, body_of
from catalog.filters import AdoptionFilter
from catalog.models import Adoption
from catalog.nearness import unknown_of
from catalog.querysets import AdoptionQuerySet

PAGE_SIZE = 50
OFF = "off"


@dataclass
class AdoptionBrowsing:
    """`base` is what the reader may see, `own` the reader's municipality: bodies like it stand first, unless the
    address names another body or lifts that."""

    parameters: QueryDict
    base: AdoptionQuerySet
    own: Municipality | None
    notes: list[str] = field(default_factory=list)

    @cached_property
    def body(self) -> Municipality | None:
        asked = self.parameters.get(NEAR, "")
        return None if asked == OFF else body_of(asked, self.own)

    @property
    def is_own(self) -> bool:
        return self.body is not None and self.body == self.own

    @cached_property
    def filters(self) -> AdoptionFilter:
        return AdoptionFilter(self.parameters, queryset=self.base)

    @cached_property
    def is_valid(self) -> bool:
        """Whether every condition is understood; a body to be like is needed by who asks for likeness."""
        has_lost_body = self.parameters.get(NEAR, "") not in ("", OFF) and self.body is None
        return self.filters.is_valid() and not has_lost_body and not (self._likenesses and self.body is None)

    @property
    def address_off(self) -> str:
        """The query string that lifts the order and the likenesses."""
        rest = self.parameters.copy()
        for param in (LIKE.param, "page"):
            rest.pop(param, None)
        rest[NEAR] = OFF
        return f"?{rest.urlencode()}"

    @cached_property
    def page(self) -> Page[Adoption]:
        rows = self.filters.qs if self.is_valid else self.base.none()
        if self.is_valid and self._likenesses:
            rows = rows.near(self.body, self._likenesses)
            self.notes.extend(unknown_of(self.body, self._likenesses) if self.body else [])
        ordered = rows.marking_near(self.body).most_alike_first(self.body)
        return repaired_page(
            Paginator(ordered.with_list_data(), PAGE_SIZE), self.parameters.get("page", ""), self.notes
        )

    @property
    def _likenesses(self) -> list[str]:
        return self.filters.form.cleaned_data.get(LIKE.param, []) if self.filters.is_valid() else []
