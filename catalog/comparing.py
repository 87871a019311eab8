"""Several listings side by side, as an address names them."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone

from catalog.models import Service
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import ComparisonSection, comparison_sections

MOST = 5
_LARGEST_ID = 2**63 - 1


class Comparison:
    """The listings of `asked` that the person may see, in the order asked; what could not be used is said."""

    def __init__(self, asked: list[str], visible: ServiceQuerySet) -> None:
        self._visible = visible
        self.ids = list(dict.fromkeys(number for text in asked if (number := _id_of(text)) is not None))
        self._has_unreadable = len(self.ids) < len(set(asked))

    @cached_property
    def services(self) -> list[Service]:
        found = self._visible.in_bulk(self.ids[:MOST])
        return [found[pk] for pk in self.ids[:MOST] if pk in found]

    @cached_property
    def sections(self) -> list[ComparisonSection]:
        answers = [service.current.answers for service in self.services if service.current is not None]
        return comparison_sections(answers, timezone.localdate())

    @property
    def query(self) -> str:
        """The listings shown, as a query string that other pages understand, too."""
        return urlencode({"id": [service.pk for service in self.services]}, doseq=True)

    @property
    def notes(self) -> list[str]:
        """What was left out, in words."""
        notes = []
        if self._has_unreadable or len(self.services) < len(self.ids[:MOST]):
            notes.append("見つからないサービスは、比較から除いています。")
        if len(self.ids) > MOST:
            notes.append(f"一度に比べられるのは{MOST}件までです。はじめの{MOST}件を表示しています。")
        return notes


def _id_of(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    number = int(text)
    return number if 0 < number <= _LARGEST_ID else None
