"""Backup and restore, really done: into a fresh database and storage, by the commands in processes of their own."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.audit import record
from accounts.enums import MailStatus
from dss.backup.contents import BackupRefused, check
from dss.backup.programs import _program
from tests.factories import BrochureFactory, DocumentVersionFactory, OperatorFactory, OutboxMailFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
EVERY_ROW = "SELECT md5(COALESCE(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {} t"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def filled():
    """Rows of several rooms, an append-only one among them, and files with true digests."""
    versions = []
    for content in (b"first", b"second" * 100_000):
        digest = hashlib.sha256(content).hexdigest()
        versions.append(DocumentVersionFactory(file__data=content, size=len(content), sha256=digest))
    BrochureFactory()
    operator = OperatorFactory(name="運営 花子")
    record(actor=operator, verb="x", obj=operator, now=timezone.now(), reason="引用符 ' と改行\nの理由")
    return versions


@pytest.fixture
def fresh():
    """An empty database on the same server: its name."""
    name = f"restore_{uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def parameters(database: str) -> dict:
    known = connection.get_connection_params()
    return {key: known[key] for key in ("host", "port", "user", "password") if known.get(key)} | {"dbname": database}


def manage(database: str, media: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    """The command as an operator runs it, with this database and this storage."""
    given = parameters(database)
    options = "&".join(f"{key}={quote(str(given[key]), safe='')}" for key in ("host", "port") if key in given)
    url = f"postgresql://{given['user']}@/{database}?{options}"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DEBUG": "on", "DATABASE_URL": url, "MEDIA_ROOT": str(media), **more},
        capture_output=True,
        text=True,
        check=False,
    )


def rows_of(database: str) -> dict[str, str]:
    """A digest of all rows of every table."""
    with psycopg.connect(**parameters(database)) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {table: session.execute(EVERY_ROW.format(f'"{table}"')).fetchone()[0] for (table,) in tables}


def objects_of(database: str) -> set[tuple]:
    """Triggers and functions by their definitions, the others by their names: a restore rewrites their casts."""
    queries = [
        "SELECT pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT 'function', pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    ]
    with psycopg.connect(**parameters(database)) as session:
        return {tuple(row) for query in queries for row in session.execute(query).fetchall()}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make(folder: Path) -> Path:
    call_command("backup", str(folder))
    return folder


def test_everything_comes_back_and_lives_on(filled, fresh, media, tmp_path, capsys):
    own = connection.settings_dict["NAME"]
    folder = make(tmp_path / "backup")
    assert "ファイル 3" in capsys.readouterr().out
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    restored = manage(fresh, tmp_path / "other", "restore", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert "戻しました" in restored.stdout
    assert rows_of(fresh) == rows_of(own)
    assert objects_of(fresh) == objects_of(own)
    assert files_of(tmp_path / "other") == files_of(media)
    with psycopg.connect(**parameters(fresh), autocommit=True) as session:
        add = (
            "INSERT INTO accounts_auditevent (at, verb, object_type, object_id, reason, data)"
            " VALUES (now(), 'y', 'z', '1', '', '{}') RETURNING id"
        )
        last = session.execute("SELECT max(id) FROM accounts_auditevent").fetchone()[0]
        assert session.execute(add).fetchone()[0] > last
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            session.execute("UPDATE accounts_auditevent SET verb = 'other'")
    assert manage(fresh, tmp_path / "other", "migrate", "--check").returncode == 0
    swept = manage(fresh, tmp_path / "other", "sweep_files")
    assert "見たファイル 3件、消したファイル 0件、見つからないファイル 0件" in swept.stdout
    # A second time only when it is said, and then the later row is gone again.
    again = manage(fresh, tmp_path / "other", "restore", str(folder))
    assert (again.returncode, "空ではありません" in again.stderr) == (1, True)
    assert manage(fresh, tmp_path / "other", "restore", str(folder), "--replace").returncode == 0
    assert rows_of(fresh) == rows_of(own)


def test_it_goes_from_one_bucket_to_another(bucket, filled, fresh, tmp_path):
    folder = make(tmp_path / "backup")
    bucket.connection.Bucket("second").create(CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
    options = {
        "S3_BUCKET": "second",
        "S3_ENDPOINT_URL": bucket.endpoint_url,
        "S3_REGION": "ap-northeast-1",
        "S3_ACCESS_KEY_ID": "key",
        "S3_SECRET_ACCESS_KEY": "secret",
        "S3_PATH_STYLE": "on",
    }
    restored = manage(fresh, tmp_path / "unused", "restore", str(folder), **options)
    assert restored.returncode == 0, restored.stderr
    kept = {entry.key: entry.get()["Body"].read() for entry in bucket.connection.Bucket("second").objects.all()}
    assert kept == files_of(folder / "files")
    assert len(kept) == 3


def test_waiting_mails_are_not_sent_again_from_a_restored_database(fresh, tmp_path):
    mail = OutboxMailFactory(status=MailStatus.PENDING)
    assert manage(fresh, tmp_path / "other", "restore", str(make(tmp_path / "backup"))).returncode == 0
    with psycopg.connect(**parameters(fresh)) as session:
        query = "SELECT status FROM accounts_outboxmail WHERE id = %s"
        assert session.execute(query, [mail.pk]).fetchone()[0] == MailStatus.UNKNOWN


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _a_file(folder: Path) -> Path:
    return next(path for path in (folder / "files").rglob("*") if path.is_file())


DAMAGE = {
    "dump": lambda folder: _flip(folder / "database.dump"),
    "dump cut": lambda folder: os.truncate(folder / "database.dump", 1000),
    "file": lambda folder: _flip(_a_file(folder)),
    "file lost": lambda folder: _a_file(folder).unlink(),
    "list": lambda folder: _flip(folder / "files.jsonl"),
    "list lost": lambda folder: (folder / "files.jsonl").unlink(),
    "head": lambda folder: (folder / "backup.json").write_text("{}"),
    "head lost": lambda folder: (folder / "backup.json").unlink(),
    "format": lambda folder: (folder / "backup.json").write_text(
        json.dumps(json.loads((folder / "backup.json").read_text()) | {"format": 9})
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_backup_is_refused(damage, filled, tmp_path):
    folder = make(tmp_path / "backup")
    check(folder)
    damage(folder)
    with pytest.raises(BackupRefused):
        check(folder)


def test_a_damaged_backup_changes_neither_database_nor_storage(filled, fresh, tmp_path):
    folder = make(tmp_path / "backup")
    _flip(folder / "database.dump")
    refused = manage(fresh, tmp_path / "other", "restore", str(folder))
    assert (refused.returncode, "内容が、作ったときと違います" in refused.stderr) == (1, True)
    assert rows_of(fresh) == {}
    assert not (tmp_path / "other").exists()


def test_a_database_in_use_is_never_written_over_unasked(filled, tmp_path):
    folder = make(tmp_path / "backup")
    with pytest.raises(CommandError, match="空ではありません"):
        call_command("restore", str(folder))


def test_no_backup_is_written_over(tmp_path):
    folder = make(tmp_path / "backup")
    with pytest.raises(CommandError, match="すでにあります"):
        make(folder)
    (tmp_path / "next.part").mkdir()
    with pytest.raises(CommandError, match="残っています"):
        make(tmp_path / "next")


def test_a_failed_backup_leaves_nothing(filled, full_disk, settings, media, tmp_path):
    """The disk of the backup is full, and the storage is not."""
    settings.MEDIA_ROOT = str(media)
    with pytest.raises((CommandError, OSError)):
        make(full_disk / "backup")
    assert [path for path in full_disk.rglob("*") if path.is_file()] == []


def test_lost_files_are_told_and_the_rest_is_saved(filled, tmp_path, capsys):
    name = filled[0].file.name
    default_storage.delete(name)
    folder = make(tmp_path / "backup")
    told = capsys.readouterr()
    assert name in told.err
    assert "ファイル 2" in told.out
    assert check(folder).missing == [name]


def test_sessions_are_not_kept(client, tmp_path, fresh):
    client.force_login(OperatorFactory())
    assert manage(fresh, tmp_path / "other", "restore", str(make(tmp_path / "backup"))).returncode == 0
    with psycopg.connect(**parameters(fresh)) as session:
        assert session.execute("SELECT COUNT(*) FROM django_session").fetchone()[0] == 0


def test_a_missing_program_is_named():
    with pytest.raises(BackupRefused, match="postgresql-client-99"):
        _program("pg_dump", 99)
