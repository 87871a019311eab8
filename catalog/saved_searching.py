"""What a saved search asks for, as far as it is understood today, and what it finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.models import Municipality
from catalog.conditions import BY_PARAM, NEAR, OWN, body_of, in_words, narrow, option_label, understood
from catalog.models import Service, ServiceSearch
from catalog.querysets import ServiceQuerySet
from catalog.search.engine import with_all_words
from catalog.search.queries import asked_text
from catalog.search.synonym_table import read_synonyms

LATEST_COMMIT = dt.timedelta(hours=6)
"""A publication carries the moment at which it began: a long import is seen only later, when its transaction ends."""
SORTABLE = frozenset({"new", "adoptions", "name", "near"})


@dataclass
class Wanted:
    """A query string read again. What nobody understands any more is left out and named in `dropped`."""

    query: str
    own: Municipality | None

    @cached_property
    def parameters(self) -> QueryDict:
        return QueryDict(self.query)

    @cached_property
    def words(self) -> str:
        return asked_text(self.parameters.get("q", ""))

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        return understood(self.parameters)

    @cached_property
    def body(self) -> Municipality | None:
        """Like which body, where that is asked for."""
        asked = self.parameters.get(NEAR, "")
        return body_of(asked, self.own) if asked else None

    @cached_property
    def repaired(self) -> str:
        """The query string without what is not understood, always written in the same order."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(param, value) for param, values in self.chosen.items() for value in sorted(values)]
        if self.body is not None:
            pairs.append((NEAR, OWN if self.parameters.get(NEAR) == OWN else self.body.code))
        if (sort := self.parameters.get("sort", "")) in SORTABLE:
            pairs.append(("sort", sort))
        return urlencode(pairs)

    @cached_property
    def dropped(self) -> list[str]:
        """In words, what was left out."""
        lost = []
        for param in self.parameters:
            if param in BY_PARAM:
                asked = [value for value in self.parameters.getlist(param) if value]
                unknown = [value for value in asked if value not in BY_PARAM[param].values]
                lost += [f"{BY_PARAM[param].label}：{option_label(BY_PARAM[param], value)[:40]}" for value in unknown]
            elif param.startswith("spec."):
                lost.append(param[:60])
        if self.parameters.get(NEAR) and self.body is None:
            lost.append("似た自治体のもとになる自治体")
        return lost

    @property
    def lines(self) -> list[str]:
        """What is asked for, a line each."""
        near = [f"{self.body.full_name}に似た自治体が導入"] if self.body is not None else []
        return ([f"言葉：{self.words}"] if self.words else []) + in_words(self.chosen) + near

    def find(self) -> ServiceQuerySet:
        """Everything everyone may find that fits."""
        services = narrow(Service.objects.published(), self.chosen, self.body)
        if not self.words:
            return services
        read_synonyms(services.db)  # a worker that sends alerts has never searched, and knows none
        return with_all_words(self.words, ServiceSearch, services)

    def find_since(self, since: dt.datetime, until: dt.datetime, known: Iterable[int] = ()) -> ServiceQuerySet:
        """Of these, the ones published or changed in between, newest first; none whose version is among `known`."""
        found = self.find().filter(published_at__gt=since, published_at__lte=until).exclude(current__in=list(known))
        return found.order_by("-published_at", "-pk")

    def versions_around(self, moment: dt.datetime) -> list[int]:
        """The versions that are found already, as far back as a publication may still be on its way."""
        recent = self.find_since(moment - LATEST_COMMIT, moment).order_by()
        return list(recent.values_list("current", flat=True))
