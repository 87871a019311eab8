"""Where a document comes from, and what others made of it. Only what the reader may see has a name here."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from documents.models import SharedDocument

DEEPEST = 20
MOST = 200


@dataclass(frozen=True, slots=True)
class Kin:
    """A document of the family; `document` is None where the reader may not see the origin any more."""

    document: SharedDocument | None
    number: int
    depth: int = 0


def ancestors_of(document: SharedDocument, reader: User) -> list[Kin]:
    """From the direct origin upwards; `number` is the version that was copied. What is hidden has no name."""
    steps: list[tuple[int, int]] = []
    version_id = document.forked_from_id
    while version_id is not None and len(steps) < DEEPEST:
        row = (
            SharedDocument.objects.filter(versions=version_id)
            .values_list("pk", "versions__number", "forked_from")
            .get()
        )
        steps.append((row[0], row[1]))
        version_id = row[2]
    keys = [key for key, _ in steps]
    seen = SharedDocument.objects.visible_to(reader).filter(pk__in=keys).with_facts().in_bulk()
    return [Kin(seen.get(key), number) for key, number in steps]


def descendants_of(document: SharedDocument, reader: User) -> list[Kin]:
    """Copies and copies of copies, as far as the reader sees them; the others leave no trace, not even in a number."""
    found: list[Kin] = []
    level = [document.pk]
    for depth in range(DEEPEST):
        rows = list(
            SharedDocument.objects.filter(forked_from__document__in=level)
            .order_by("pk")
            .values_list("pk", "forked_from__number")[:MOST]
        )
        if not rows or len(found) >= MOST:
            break
        keys = [key for key, _ in rows]
        seen = SharedDocument.objects.visible_to(reader).filter(pk__in=keys).with_facts().in_bulk()
        found += [Kin(seen[key], number, depth) for key, number in rows if key in seen]
        level = keys
    return found[:MOST]
