"""Debian's PgBouncer in transaction mode before a server of the drill."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from dss.drills.postgres import DATABASE, Server
from dss.drills.processes import Program, as_owner, free_port, program_of_debian, servers_owner, wait_for

SERVER_CONNECTIONS = 3
PATIENCE = 120.0


class Bouncer:
    """Lets everybody on the loopback share `SERVER_CONNECTIONS` connections, each for one transaction at a time."""

    def __init__(self, folder: Path, server: Server) -> None:
        program = program_of_debian(Path("/usr/sbin/pgbouncer"), "pgbouncer")
        self.port = free_port()
        folder.mkdir()
        users, settings = folder / "users.txt", folder / "pgbouncer.ini"
        users.write_text('"postgres" ""\n')
        settings.write_text(
            f"[databases]\n{DATABASE} = host=127.0.0.1 port={server.port} user=postgres\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = trust\nauth_file = {users}\nadmin_users = postgres\npool_mode = transaction\n"
            f"default_pool_size = {SERVER_CONNECTIONS}\nmax_client_conn = 200\n"
        )
        if owner := servers_owner():
            for path in (folder, users, settings):
                shutil.chown(path, owner)
        command = as_owner(program, str(settings))
        self._program = Program(command, log=folder.parent / "pgbouncer.log", cwd=folder)
        wait_for("PgBouncer が応答する状態", self._is_there, seconds=PATIENCE)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"

    def show(self, what: str) -> list[dict[str, Any]]:
        """The rows of `SHOW …` on its console."""
        console = self.url.removesuffix(DATABASE) + "pgbouncer"
        with psycopg.ClientCursor(psycopg.connect(console, autocommit=True), row_factory=dict_row) as cursor:
            rows = cursor.execute(f"SHOW {what}").fetchall()
            cursor.connection.close()
        return rows

    def stop(self) -> None:
        self._program.stop()

    def _is_there(self) -> bool:
        try:
            return bool(self.show("VERSION"))
        except psycopg.OperationalError:
            return False
