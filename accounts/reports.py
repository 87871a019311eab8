"""通報: which objects can be reported. Each app declares its own in its `reports.py`, found at start-up.

register_reportable("service", Service, "サービス", text=_service_text)

`text` is what the thing itself says, never what stands around it: a report keeps it as it was. `name` is what the
reader knows it by; without it, the row's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from accounts.models.reports import REPORTED_LENGTH

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Reportable:
    """A kind of object with its word in the address and its Japanese name."""

    kind: str
    model: type[Model]
    label: str
    text: Callable[[Any], str]
    name: Callable[[Any], str] = str

    def visible_to(self, user: User | AnonymousUser) -> QuerySet[Any]:
        """Only what a person can see can be reported by them: the model's own `visible_to` decides."""
        visible: QuerySet[Any] = self.model.objects.visible_to(user)  # type: ignore[attr-defined]
        return visible


_reportables: dict[str, Reportable] = {}


def register_reportable(
    kind: str, model: type[Model], label: str, *, text: Callable[[Any], str], name: Callable[[Any], str] = str
) -> None:
    """Declare a kind; each word once. The model's primary key must be a number."""
    if kind in _reportables:
        raise ValueError(f"The kind {kind} is declared twice")
    _reportables[kind] = Reportable(kind, model, label, text, name)


def reportable_of(kind: str) -> Reportable | None:
    """The declared kind, or None: the word comes from an address."""
    return _reportables.get(kind)


def reportables() -> list[Reportable]:
    """All kinds, by their Japanese names."""
    return sorted(_reportables.values(), key=lambda each: each.label)


def reportable_for(model: type[Model]) -> Reportable | None:
    """The declaration of a model, or None."""
    return next((each for each in _reportables.values() if each.model is model), None)


def text_of(target: Model) -> str:
    """What a thing says at this moment, as far as a report keeps it."""
    reportable = reportable_for(type(target))
    return reportable.text(target)[:REPORTED_LENGTH] if reportable else ""


def paragraphs(parts: Iterable[str]) -> str:
    """Several texts of one thing as one."""
    return "\n\n".join(part for part in parts if part)
