"""Which bodies are like one another. What is unknown of a body is never like anything."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce

from django.db.models import Case, Q, Value, When
from django.db.models.expressions import Combinable

from accounts.models import Municipality
from catalog.enums import Likeness

_COLUMNS = {
    Likeness.KIND: "kind",
    Likeness.POPULATION: "population_band",
    Likeness.PREFECTURE: "prefecture_code",
    Likeness.NETWORK: "network_model",
}
_SHARED = (Likeness.POPULATION, Likeness.PREFECTURE, Likeness.NETWORK)


def is_near(body: Municipality | None, likenesses: Sequence[str] = (), *, path: str = "municipality") -> Q:
    """The row's municipality is like `body` and not itself: in all `likenesses` named; where none is, of the same kind
    and with the same population band, prefecture or network model. None is like no body. `path`: where the row keeps
    its municipality, "" where it is one."""
    if body is None:
        return Q(pk__in=[])
    if likenesses:
        alike = Q()
        for likeness in likenesses:
            alike &= _equal(body, Likeness(likeness), path)
    else:
        shared = Q(pk__in=[])
        for likeness in _SHARED:
            shared |= _equal(body, likeness, path)
        alike = shared & _equal(body, Likeness.KIND, path)
    return alike & ~Q(**{path or "pk": body.pk})


def likeness_score(body: Municipality | None) -> Combinable:
    """In how many points the row's municipality is like `body`, of four."""
    if body is None:
        return Value(0)
    points = [Case(When(_equal(body, each, "municipality"), then=1), default=0) for each in Likeness]
    return reduce(operator.add, points)


def unknown_of(body: Municipality, likenesses: Sequence[str]) -> list[str]:
    """In words, those of the likenesses that cannot be judged."""
    missing = [Likeness(each) for each in likenesses if not getattr(body, _COLUMNS[Likeness(each)])]
    return [
        f"{body.name}の{each.label.removesuffix('が同じ')}は登録されていないため、一致する自治体はありません。"
        for each in missing
    ]


def _equal(body: Municipality, likeness: Likeness, path: str) -> Q:
    column = _COLUMNS[likeness]
    value = getattr(body, column)
    return Q(**{f"{path}__{column}" if path else column: value}) if value else Q(pk__in=[])
