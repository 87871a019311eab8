"""Putting a backup back: proven first, then the files, then the database in one transaction, then compared."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection

from accounts.outbox import hold_restored_mails
from dss.backup import programs
from dss.backup.contents import DUMP, FILES, About, BackupRefused, Digest, Entry, check, digest_of, entries
from dss.backup.writing import count_rows

_OBJECTS = (
    "SELECT COUNT(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')"
    " AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')"
)


def restore_backup(folder: Path, *, may_replace: bool, now: datetime) -> About:
    """Put it back. BackupRefused: it is not whole, or the database is not empty and `may_replace` is not given.

    With `may_replace` everything in the database goes first, and a file of the same name with another content too.
    """
    about = check(folder)
    if about.postgres > programs.server_version():
        raise BackupRefused(f"PostgreSQL {about.postgres} のバックアップは、それより古いサーバーには戻せません。")
    if not may_replace and not _is_empty():
        raise BackupRefused("データベースが空ではありません。中身をすべて捨てて戻すときは --replace を付けてください。")
    for entry in entries(folder):
        _put_back(folder, entry, may_replace=may_replace)
    if may_replace:
        _empty_database()
    connection.close()
    programs.run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        f"--dbname={connection.settings_dict['NAME']}",
        str(folder / DUMP),
    )
    _compare(folder, about)
    hold_restored_mails(now=now)
    return about


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTS)
        return bool(cursor.fetchone()[0] == 0)


def _empty_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _put_back(folder: Path, entry: Entry, *, may_replace: bool) -> None:
    """One that lies there already is left as it is."""
    if default_storage.exists(entry.name):
        if _lies_there(entry):
            return
        if not may_replace:
            raise BackupRefused(f"保存先に、同じ名前で内容の違うファイルがあります：{entry.name}")
        default_storage.delete(entry.name)
    with (folder / FILES / entry.name).open("rb") as source:
        saved = default_storage.save(entry.name, File(source))
    if saved != entry.name:
        raise BackupRefused(f"保存先に、同じ名前のファイルがあります：{entry.name}")


def _lies_there(entry: Entry) -> bool:
    with default_storage.open(entry.name, "rb") as file:
        return digest_of(file) == Digest(entry.size, entry.sha256)


def _compare(folder: Path, about: About) -> None:
    """Every table has its rows, and every file, read from the storage again, its content."""
    rows = count_rows()
    wrong = [table for table in about.rows.keys() | rows.keys() if about.rows.get(table) != rows.get(table)]
    if wrong:
        raise BackupRefused(f"戻した後の行数が合いません：{'、'.join(sorted(wrong)[:10])}")
    for entry in entries(folder):
        if not _lies_there(entry):
            raise BackupRefused(f"戻した後のファイルの内容が合いません：{entry.name}")
