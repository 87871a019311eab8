"""通報: which objects can be reported. Each app declares its own in its `reports.py`, found at start-up.

register_reportable("service", Service, "サービス")
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Reportable:
    """A kind of object with its word in the address and its Japanese name."""

    kind: str
    model: type[Model]
    label: str

    def visible_to(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Only what a person can see can be reported by them: the model's own `visible_to` decides."""
        visible: QuerySet[Any] = self.model.objects.visible_to(user)  # type: ignore[attr-defined]
        return visible


_reportables: dict[str, Reportable] = {}


def register_reportable(kind: str, model: type[Model], label: str) -> None:
    """Declare a kind; each word once. The model's primary key must be a number."""
    if kind in _reportables:
        raise ValueError(f"The kind {kind} is declared twice")
    _reportables[kind] = Reportable(kind, model, label)


def reportable_of(kind: str) -> Reportable | None:
    """The declared kind, or None: the word comes from an address."""
    return _reportables.get(kind)
