"""What a change of the synonyms would do to searches, asked of the same engine before anything is saved.

Nothing is written and nothing indexed anew: synonyms count when a question is read. Each question is asked twice, so
the cost follows the number of questions, not of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Service, ServiceSearch
from catalog.search.engine import Scope, search_with
from catalog.search.queries import asked_text
from catalog.search.synonyms import Synonyms

#: So many hits are shown of each side.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One of the first hits. `is_only_here`: not among the first hits of the other side."""

    service: Service
    is_only_here: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What a question finds, before or after."""

    total: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One question, asked with the synonyms of now and with those of after."""

    text: str
    now: Side
    after: Side

    @property
    def is_changed(self) -> bool:
        """Whether a person would see any difference: another number, other hits or another order."""
        before, after = ([place.service.pk for place in side.places] for side in (self.now, self.after))
        return self.now.total != self.after.total or before != after


def try_synonyms(typed: Iterable[str], *, now: Synonyms, after: Synonyms) -> list[Trial]:
    """Ask each question once, as a visitor would, with both."""
    texts = dict.fromkeys(text for each in typed if (text := asked_text(each)))
    scope = Scope(ServiceSearch, Service.objects.published(), limit=SHOWN)
    found = {text: [search_with(text, scope, synonyms) for synonyms in (now, after)] for text in texts}
    hits = {pk for results in found.values() for result in results for pk in result.ids}
    services = Service.objects.in_bulk(hits)
    return [
        Trial(
            text,
            _side(before.total, before.ids, later.ids, services),
            _side(later.total, later.ids, before.ids, services),
        )
        for text, (before, later) in found.items()
    ]


def _side(total: int, ids: list[int], others: list[int], services: dict[int, Service]) -> Side:
    return Side(total, tuple(Place(services[pk], pk not in others) for pk in ids if pk in services))
