"""Shared fixtures. Every test runs on a real PostgreSQL."""

from __future__ import annotations

import subprocess
from importlib import import_module
from urllib.request import Request, urlopen

import psycopg
import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.files.storage import storages
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from accounts.consents import forget_versions
from dss.storage.configuration import S3

# Machines are shared and noisy: examples are judged by what they show, not by how long they took.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


# What `migrate` itself wrote stays.
KEPT_TABLES = {"django_migrations", "django_content_type", "auth_permission"}


def empty_tables() -> None:
    """Take away every row, past the triggers: truncating all tables costs seconds, of which few tests fill many."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - KEPT_TABLES)
        asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608 (our tables)
        cursor.execute(" UNION ALL ".join(asked))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET session_replication_role = replica")
        for table in filled:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (our tables)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture(autouse=True, scope="session")
def _empty_as_migrated():
    """Transactional tests leave the database as the migrations made it."""
    original = TransactionTestCase._fixture_teardown
    first_rows = import_module("accounts.migrations.0002_first_rows")

    def teardown(self):
        empty_tables()
        first_rows.add_first_versions(apps, None)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True)
def _terms_of_this_test():
    """The versions in force are kept in memory for a day, which is longer than a test lasts."""
    forget_versions()
    yield
    forget_versions()


@pytest.fixture
def bucket(settings):
    """The default storage is a bucket of a real S3 server on this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "bucket_name": "dss-files",
        "endpoint_url": f"http://{host}:{port}",
        "region_name": "ap-northeast-1",
        "access_key": "key",
        "secret_key": "secret",
        "location": "square",
        "is_path_style": True,
    }
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": S3, "OPTIONS": options}}
    storage = storages["default"]
    with urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")):
        pass  # all servers of a process share what they keep
    storage.connection.create_bucket(
        Bucket="dss-files", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"}
    )
    yield storage
    storage.connection.meta.client.close()
    server.stop()


@pytest.fixture(autouse=True)
def _forget():
    """What a process remembers is of another test's database."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def full_disk(settings, tmp_path):
    """The default storage lies on a file system of 256 kB with 64 kB left: a real one, so that it is really full."""
    folder = tmp_path / "full"
    folder.mkdir()
    mounting = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True
    )
    if mounting.returncode:
        pytest.skip("needs the right to mount a file system")
    try:
        (folder / "ballast").write_bytes(b"0" * 192 * 1024)
        settings.MEDIA_ROOT = str(folder / "media")
        yield folder / "media"
    finally:
        subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


@pytest.fixture
def second_connection(transactional_db):
    """Another session of the same database, in a transaction of its own: the other person in a race."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters) as session:
        yield session
        session.rollback()


@pytest.fixture
def no_database(django_db_blocker, monkeypatch):
    """A database that refuses every connection."""

    def refuse(_):
        raise psycopg.OperationalError("connection refused")

    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setattr(connection, "get_new_connection", refuse)
        yield
        connection.close()
