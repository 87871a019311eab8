"""Where a document comes from, and what others made of it. Only what the reader may see has a name here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import User
from documents.models import SharedDocument

DEEPEST = 20
MOST = 200
LOOKED_AT = 1000
"""Copies whose visibility is asked, at most."""

_UPWARDS = """
    WITH RECURSIVE family (version_id, depth) AS (
        SELECT %s::bigint, 1
        UNION ALL
        SELECT origin.forked_from_id, family.depth + 1
        FROM family
        JOIN documents_documentversion version ON version.id = family.version_id
        JOIN documents_shareddocument origin ON origin.id = version.document_id
        WHERE origin.forked_from_id IS NOT NULL AND family.depth < %s
    )
    SELECT version.document_id, version.number
    FROM family JOIN documents_documentversion version ON version.id = family.version_id
    ORDER BY family.depth
"""
_DOWNWARDS = """
    WITH RECURSIVE family (document_id, origin_id, number, depth) AS (
        SELECT copy.id, version.document_id, version.number, 0
        FROM documents_documentversion version
        JOIN documents_shareddocument copy ON copy.forked_from_id = version.id
        WHERE version.document_id = %s
        UNION ALL
        SELECT copy.id, version.document_id, version.number, family.depth + 1
        FROM family
        JOIN documents_documentversion version ON version.document_id = family.document_id
        JOIN documents_shareddocument copy ON copy.forked_from_id = version.id
        WHERE family.depth + 1 < %s
    )
    SELECT document_id, origin_id, number, depth FROM family ORDER BY depth, document_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Kin:
    """A document of the family; `document` is None where the reader may not see the origin any more.

    `has_origin`: of a copy, whether the reader sees what it was copied from.
    """

    document: SharedDocument | None
    number: int
    depth: int = 0
    has_origin: bool = True


def ancestors_of(document: SharedDocument, reader: User) -> list[Kin]:
    """From the direct origin upwards; `number` is the version that was copied. What is hidden has no name."""
    if document.forked_from_id is None:
        return []
    steps = _rows(_UPWARDS, document.forked_from_id, DEEPEST)
    seen = _seen(reader, [key for key, _ in steps])
    return [Kin(seen.get(key), number) for key, number in steps]


def descendants_of(document: SharedDocument, reader: User) -> list[Kin]:
    """Copies and copies of copies, as far as the reader sees them; the others leave no trace, not even in a number."""
    rows = _rows(_DOWNWARDS, document.pk, DEEPEST, LOOKED_AT)
    seen = _seen(reader, [row[0] for row in rows])
    known = {document.pk, *seen}
    found = [Kin(seen[key], number, depth, origin in known) for key, origin, number, depth in rows if key in seen]
    return found[:MOST]


def _rows(statement: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _seen(reader: User, keys: list[int]) -> dict[Any, SharedDocument]:
    return SharedDocument.objects.visible_to(reader).select_related("municipality").in_bulk(keys) if keys else {}
