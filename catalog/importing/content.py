"""What one row of an imported table says of a listing, and what is wrong with one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

LONGEST_COLUMN = 80
LONGEST_MESSAGE = 300


def _showable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where: `column` is empty when the whole row is meant, `place` when the whole file is."""

    place: str
    column: str
    message: str

    def __post_init__(self) -> None:
        """Both may repeat a name from the file, which may be long, or half a sign that no page can be written with."""
        for name, length in (("column", LONGEST_COLUMN), ("message", LONGEST_MESSAGE)):
            object.__setattr__(self, name, _showable(getattr(self, name))[:length])

    def __str__(self) -> str:
        return " ".join(part for part in (self.place, self.column and f"{self.column}:", self.message) if part)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """Cleaned. A column the table does not have is in neither `words` nor `answers` and changes nothing; an answer of
    None was left empty: it becomes unknown. `plans` None: the table has no such column."""

    place: str
    service_id: int | None
    vendor_id: int | None
    words: dict[str, str]
    answers: dict[str, Any]
    plans: list[dict[str, Any]] | None

    def as_json(self) -> dict[str, Any]:
        """For a JSON column; `ImportRow(**row)` reads it back."""
        return asdict(self)
