"""PostgreSQL 15 from Debian's package: a throw-away primary and its streaming replica."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from dss.drills.processes import POSTGRES_BIN, as_owner, free_port, program_of_debian, run, servers_owner, wait_for

DATABASE = "dss"
PATIENCE = 120.0


class Server:
    """One PostgreSQL on the loopback, trusting everybody there. Its files lie in `folder`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self._options = options
        program_of_debian(POSTGRES_BIN / "initdb", "postgresql-15")
        folder.mkdir()
        if owner := servers_owner():
            shutil.chown(folder, owner)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def create(self) -> None:
        """A new cluster with an empty database, started."""
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", DATABASE)

    def create_replica(self, folder: Path, *options: str) -> Server:
        """A copy made by pg_basebackup that follows this server from now on, started."""
        replica = Server(folder, *options)
        source = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        replica._run("pg_basebackup", *source, "-D", str(folder / "data"), "-R", "-X", "stream", "-c", "fast")
        replica.start()
        return replica

    def start(self) -> None:
        options = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}"]
        words = " ".join(f"-c {option}" for option in [*options, *self._options])
        data, log = str(self.folder / "data"), str(self.log)
        self._run("pg_ctl", "-w", "-t", str(int(PATIENCE)), "-D", data, "-l", log, "-o", words, "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash: nothing is written to the end."""
        self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", mode, "stop")

    def is_running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def ask(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of one statement on a connection of its own."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def value(self, sql: str, *parameters: Any) -> Any:
        """The first column of the first row."""
        return self.ask(sql, *parameters)[0][0]

    @contextmanager
    def holding(self, sql: str, *parameters: Any) -> Iterator[None]:
        """What this statement locks stays locked meanwhile."""
        with psycopg.connect(self.url) as connection:
            connection.execute(sql, parameters)
            yield

    def _run(self, program: str, *arguments: str) -> None:
        run(*as_owner(str(POSTGRES_BIN / program), *arguments), cwd=self.folder)


def wait_until_caught_up(primary: Server, replica: Server) -> None:
    """Everything committed on the primary by now can be read on the replica."""
    flushed = primary.value("SELECT pg_current_wal_flush_lsn()::text")
    question = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
    wait_for("レプリカが追いついた状態", lambda: replica.value(question, flushed), seconds=PATIENCE)
