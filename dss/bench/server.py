"""A database of its own and a production-like server for the bench."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from collections.abc import Iterator

START_TIMEOUT = 60.0


def bench_database_url(name: str) -> str:
    """Create the database `name` on the server in use unless it is there; return its URL."""
    base = settings.DATABASES["default"]
    parts = {"user": base["USER"], "host": base["HOST"], "port": base["PORT"], "password": base.get("PASSWORD")}
    parts = {key: str(value) for key, value in parts.items() if value}
    with psycopg.connect(make_conninfo(dbname=base["NAME"], **parts), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    host = parts.pop("host", "")
    credentials = parts["user"] + (f":{parts['password']}" if "password" in parts else "")
    if host.startswith("/"):
        return f"postgresql://{credentials}@/{name}?host={host}"
    return f"postgresql://{credentials}@{host}:{parts.get('port', 5432)}/{name}"


def settle(database_url: str) -> None:
    """What autovacuum does within minutes of a bulk load: statistics, and the map of pages that need no look."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def manage(database_url: str, *arguments: str) -> str:
    """Run a management command on the bench's database and return what it printed."""
    env = {**os.environ, "DATABASE_URL": database_url, "DEBUG": "on"}
    done = subprocess.run(  # noqa: S603 - our own command line, no shell
        [sys.executable, "manage.py", *arguments], env=env, cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode()


def free_port() -> int:
    """A TCP port of the loopback nobody listens on right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_healthy(port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no answer on port {port}")


@contextmanager
def serving(database_url: str, static_root: str) -> Iterator[int]:
    """The application under granian with the settings of production; yields its port and stops it afterwards."""
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": database_url,
        "SECRET_KEY": os.environ.get("SECRET_KEY", "") or secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECURE_SSL_REDIRECT": "off",
        "STATIC_ROOT": static_root,
        "BENCH": "on",
    }
    env.pop("DEBUG", None)
    # collectstatic needs the same settings: the manifest names the files the pages link to.
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=env, cwd=settings.BASE_DIR, check=True
    )
    # As `deploy/start` does: a worker for each core, one request at a time in each.
    workers = str(os.cpu_count() or 1)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", workers, "--blocking-threads", "1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "dss.wsgi:application"]
    # Its log is a line a request, which would bury the table.
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)  # noqa: S603 - as above
    try:
        _wait_until_healthy(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
