"""What lies in a storage, one file after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from django.core.files.storage import Storage


@dataclass(frozen=True, slots=True)
class Lying:
    """A file as the storage lists it."""

    name: str
    size: int
    since: datetime


class Walkable(Protocol):
    """What our storages add to Django's: listing without holding the list."""

    def walk(self) -> Iterator[Lying]: ...


def walk(storage: Storage) -> Iterator[Lying]:
    """Every file of the storage, in no order; files that come or go meanwhile may be missed."""
    return cast("Walkable", storage).walk()
