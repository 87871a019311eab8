"""What is stored, why and how long: declared once, for the page that says so, for the jobs that see to it, and for the
person who asks for a copy of their own data.

    # <room>/holdings.py, found at start-up
    register(Holding(key="drafts", title="下書き", models=("forums.PostDraft",), …))

Every model stands in exactly one holding; a test holds that. `Expiry.due(before)` finds the rows whose time ended
before that moment; they are deleted, or lose what `erased` names. `own_jobs` are periodic jobs of the rooms that erase
by rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import QuerySet

BATCH = 500


@dataclass(frozen=True, slots=True)
class Expiry:
    """Rows of one table whose time is over.

    `what` (Japanese) names them on the page. `erased` maps columns to what they hold afterwards; None deletes the rows.
    `past_trigger`: the table is append-only for everybody else.
    """

    what: str
    after: timedelta
    due: Callable[[datetime], QuerySet[Any]]
    erased: Mapping[str, Any] | None = None
    past_trigger: bool = False

    @property
    def period(self) -> str:
        """As the page says it."""
        days = self.after.days
        if days and days % 365 == 0:
            return f"{days // 365}年"
        return f"{days}日" if days else f"{self.after.seconds // 3600}時間" if self.after else "すぐ"

    def run(self, now: datetime) -> int:
        """Erase in batches, each in a transaction of its own; how many rows. Again: nothing is left to do."""
        erased = 0
        while found := self._run_batch(now - self.after):
            erased += found
        return erased

    def _run_batch(self, before: datetime) -> int:
        with transaction.atomic():
            rows = self.due(before)
            if self.erased is not None:
                rows = rows.exclude(**self.erased)
            keys = list(rows.order_by("pk").values_list("pk", flat=True).select_for_update(skip_locked=True)[:BATCH])
            chosen = rows.model._base_manager.filter(pk__in=keys)
            if not keys:
                return 0
            if self.erased is not None:
                return int(chosen.update(**self.erased))
            if self.past_trigger:
                with pgtrigger.ignore():
                    chosen.delete()
            else:
                chosen.delete()
            return len(keys)


PUBLIC_NAMES = frozenset({"municipality", "vendor", "service", "board", "event"})
"""Columns whose thing has a name everybody there may read: it goes along with the number. Of others the number goes."""


@dataclass(frozen=True, slots=True)
class Own:
    """What of a table is a person's own and is handed to them: the rows that `by` points at them with, these columns.

    `by` names foreign keys to the person, or columns that hold their pseudonymous key. No column may name anybody else.
    """

    model: str
    by: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A group of tables that are kept for one purpose. All texts are Japanese and stand on the page."""

    key: str
    title: str
    models: tuple[str, ...]
    what: str
    why: str
    kept: str
    at_departure: str
    expiries: tuple[Expiry, ...] = ()
    own_jobs: tuple[str, ...] = ()
    own: tuple[Own, ...] = ()


_holdings: dict[str, Holding] = {}


def register(*holdings: Holding) -> None:
    """Declare what a room keeps; each key once."""
    for holding in holdings:
        if holding.key in _holdings:
            raise ValueError(f"The holding {holding.key} is declared twice")
        _holdings[holding.key] = holding


def all_holdings() -> tuple[Holding, ...]:
    """In the order of declaration, the ground room first."""
    return tuple(_holdings.values())


def erase_expired(now: datetime) -> dict[str, int]:
    """Run every expiry; how many rows of each holding, without those where nothing was due."""
    counts = {holding.key: sum(expiry.run(now) for expiry in holding.expiries) for holding in all_holdings()}
    return {key: count for key, count in counts.items() if count}
