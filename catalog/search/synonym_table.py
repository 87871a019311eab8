"""The operators' synonyms as this process knows them, kept true without a query of its own.

Every search reads the table's generation in the statement it sends anyway (`GENERATION_SQL`); when it differs from the
one in memory, the table is read again and the search repeated. So a change counts at once in every process.
"""

from django.db import connections

from catalog.models import Synonym
from catalog.search.synonyms import Synonyms

_TABLE = Synonym._meta.db_table
GENERATION_SQL = f"(SELECT count(*) || '/' || coalesce(max(updated_at)::text, '') FROM {_TABLE})"  # noqa: S608 (a constant)

_known = Synonyms()


def known_synonyms() -> Synonyms:
    """What this process read last; empty before the first search."""
    return _known


def read_synonyms(using: str) -> Synonyms:
    """Read the table now and remember it. Two threads may do so at once: both remember something that was true."""
    global _known
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {GENERATION_SQL}, key, expansions FROM {_TABLE}")  # noqa: S608 (constants)
        rows = cursor.fetchall()
    _known = Synonyms.of(rows[0][0] if rows else "0/", [(key, expansions) for _, key, expansions in rows])
    return _known
