"""Who sees what the operators arrange: categories and collections."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.querysets import AnyUser, is_operator
from dss.compiled import Compiled

if TYPE_CHECKING:
    from catalog.models import Category, Collection, Generation


def _number() -> QuerySet[Generation, int]:
    generations: QuerySet[Generation] = apps.get_model("catalog", "Generation")._default_manager.all()
    return generations.values_list("number", flat=True)[:1]


# Asked by nearly every page.
_PRESENT = Compiled(_number)


class GenerationQuerySet(QuerySet["Generation"]):
    """The one row that tells which state of the catalogue is the present one."""

    def present(self) -> int:
        """Its number at this moment; 0 before anything was ever written."""
        found: list[int] = _PRESENT.load()
        return found[0] if found else 0


class CategoryQuerySet(QuerySet["Category"]):
    """Categories are open to everyone."""

    def in_order(self) -> CategoryQuerySet:
        """By axis, then as the operators placed them."""
        return self.order_by("axis", "position", "pk")


class CollectionQuerySet(QuerySet["Collection"]):
    """特集."""

    def current(self, today: dt.date) -> CollectionQuerySet:
        """Those shown on `today` (first and last day included)."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today)

    def visible_to(self, user: AnyUser) -> CollectionQuerySet:
        """Everyone sees the current ones; operators see those being prepared, too."""
        return self.all() if is_operator(user) else self.current(timezone.localdate())

    def newest_first(self) -> CollectionQuerySet:
        return self.order_by("-starts_on", "pk")
