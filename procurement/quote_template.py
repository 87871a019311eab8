"""The lines a new request starts with, by field of work. Staff take away and add what fits their purchase.

A template is one file of `quote_templates/`: `name`, `position`, `fields` (codes of the work axis it is meant for) and
`items`. `general` is for everything else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from procurement.enums import QuoteItemKind
from procurement.models import ITEM_LABEL_LENGTH, ITEM_TEXT_LENGTH, MOST_ITEMS, QuoteRequestItem

DIRECTORY = Path(__file__).parent / "quote_templates"
GENERAL = "general"


class QuoteTemplateError(Exception):
    """A file that declares nothing usable."""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What people write about one line."""

    kind: QuoteItemKind
    label: str
    description: str = ""

    @classmethod
    def of(cls, item: QuoteRequestItem) -> ItemFacts:
        """What a stored line says."""
        return cls(QuoteItemKind(item.kind), item.label, item.description)


@dataclass(frozen=True, slots=True)
class QuoteTemplate:
    """The usual lines of one kind of purchase."""

    key: str
    name: str
    position: int
    fields: frozenset[str]
    items: Sequence[ItemFacts]


@cache
def quote_templates() -> dict[str, QuoteTemplate]:
    """All, in their order."""
    return read_templates(DIRECTORY)


def template_for(field_code: str | None) -> QuoteTemplate:
    """The one meant for this field of work; the general one for any other."""
    known = quote_templates()
    return next((each for each in known.values() if field_code in each.fields), known[GENERAL])


def read_templates(directory: Path) -> dict[str, QuoteTemplate]:
    """Read every file. QuoteTemplateError: a file that cannot be used, or two for the same field."""
    found = sorted((_read(path) for path in directory.glob("*.toml")), key=lambda each: (each.position, each.key))
    taken: set[str] = set()
    for template in found:
        if taken & template.fields:
            raise QuoteTemplateError(f"{template.key}: {sorted(taken & template.fields)} is declared twice")
        taken |= template.fields
    return {template.key: template for template in found}


def _read(path: Path) -> QuoteTemplate:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        items = [ItemFacts(QuoteItemKind(row["kind"]), row["label"], row["description"]) for row in document["items"]]
        template = QuoteTemplate(
            path.stem, document["name"], document["position"], frozenset(document["fields"]), tuple(items)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise QuoteTemplateError(f"{path.name}: {error}") from error
    fits = all(0 < len(item.label) <= ITEM_LABEL_LENGTH and len(item.description) <= ITEM_TEXT_LENGTH for item in items)
    if not fits or not 1 <= len(items) <= MOST_ITEMS:
        raise QuoteTemplateError(f"{path.name}: too many lines, none, or one too long")
    return template


DEFAULT_ITEMS = quote_templates()[GENERAL].items
