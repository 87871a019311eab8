"""Removing files and copying all of them exclude each other, across processes, until the transaction ends."""

from __future__ import annotations

from django.db import connection

_KEY = 7_232_646_105


def may_remove_files() -> bool:
    """Whether no copy of the files is being made; none begins before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_KEY])
        return bool(cursor.fetchone()[0])


def keep_files_in_place() -> None:
    """Nothing is removed from the storage before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_KEY])
