"""Names that a text must not tell, because its author chose to keep them back."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Municipality, User

SHORTEST_NAME = 3


def names_of_person(person: User) -> list[str]:
    """The address, and the name unless it is so short that it stands in many texts by chance."""
    return [person.email, person.name] if len(_plain(person.name)) >= SHORTEST_NAME else [person.email]


def names_of_body(municipality: Municipality, person: User) -> list[str]:
    """The body's name, and the mail domain of the person, which tells it too."""
    return [municipality.name, person.email.rpartition("@")[2]]


def told_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that `text` tells, however they are spaced or cased."""
    plain = _plain(text)
    return [name for name in names if _plain(name) in plain]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
