"""Making a backup: one snapshot of the database, then the files that its rows name."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from accounts.stored_files import FileColumn, file_columns
from dss.backup import programs
from dss.backup.contents import DUMP, FILES, LIST, About, BackupRefused, Digest, Entry, digest_of, digest_of_path
from dss.storage.guard import keep_files_in_place

FORGOTTEN = ("django_session", "cache_entries")
"""Whoever was logged in logs in again: a log-out must not be undone by a restore."""


def make_backup(folder: Path, *, now: datetime) -> About:
    """Write a whole backup into a new folder; on any failure there is none. BackupRefused: the folder exists."""
    if folder.exists():
        raise BackupRefused(f"{folder} はすでにあります。新しい名前を指定してください。")
    part = folder.with_name(f"{folder.name}.part")
    mask = os.umask(0o077)  # for its owner alone
    try:
        part.mkdir(parents=True)
    except FileExistsError as error:
        raise BackupRefused(f"{part} が残っています。前回の途中のものなら、消してからやり直してください。") from error
    else:
        return _write_whole(part, folder, now)
    finally:
        os.umask(mask)


def _write_whole(part: Path, folder: Path, now: datetime) -> About:
    try:
        about = _write(part, now)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return about


def _write(part: Path, now: datetime) -> About:
    postgres = programs.server_version()
    with transaction.atomic(durable=True):
        snapshot = _snapshot()
        forgotten = [f"--exclude-table-data=*.{table}" for table in FORGOTTEN]
        programs.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={part / DUMP}", *forgotten)
        rows = count_rows()
        copied, missing = _copy_files(part)
    return About(
        made_at=now.isoformat(),
        postgres=postgres,
        dump=digest_of_path(part / DUMP),
        listing=digest_of_path(part / LIST),
        files=copied,
        missing=missing,
        rows=rows,
    ).write_to(part)


def _snapshot() -> str:
    """Everything that follows in this transaction, and pg_dump, sees the same moment; meanwhile no file goes."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        keep_files_in_place()
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def count_rows() -> dict[str, int]:
    """Of every table whose rows are kept."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - set(FORGOTTEN))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - quoted
            counts[table] = cursor.fetchone()[0]
        return counts


def _copy_files(part: Path) -> tuple[int, list[str]]:
    """The number of copied files, and the names of those that the storage lost."""
    copied: set[str] = set()
    missing: set[str] = set()
    with (part / LIST).open("w", encoding="utf-8") as listing:
        for column in file_columns():
            for portion in column.in_portions(column.rows()):
                for _, name in portion:
                    if name in copied or name in missing:
                        continue
                    digest = _copy(column, name, part)
                    if digest is None:
                        missing.add(name)
                        continue
                    copied.add(name)
                    entry = Entry(name, digest.size, digest.sha256)
                    listing.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
    return len(copied), sorted(missing)


def _copy(column: FileColumn, name: str, part: Path) -> Digest | None:
    target = part / FILES / name
    if not target.resolve().is_relative_to((part / FILES).resolve()):
        raise BackupRefused(f"保存先の名前が正しくありません：{name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source: Any = column.storage.open(name, "rb")
    except FileNotFoundError:
        return None
    with source, target.open("wb") as copy:
        return digest_of(source, copy)
