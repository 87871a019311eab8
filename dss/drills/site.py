"""The product under the settings of production, on servers of the drill."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import psycopg

from dss.drills.postgres import DATABASE, Server
from dss.drills.processes import BASE_DIR, POSTGRES_BIN, DrillError, Program, free_port, run, wait_for

#: Prepared once: migrations and demonstration data take minutes, putting them back takes seconds.
PREPARED = BASE_DIR / ".data" / "drills"
_WHAT_MAKES_IT = ("*/migrations/*.py", "*/demo*.py", "*/demo/**/*", "*/management/commands/load_demo.py")
PATIENCE = 240.0
PYTHON = sys.executable


def say(text: str) -> None:
    """To whoever started the drill, at once."""
    print(text, flush=True)


class Site:
    """Settings, processes and files of one drill; everything ends with `close`."""

    def __init__(self, folder: Path, database: Server) -> None:
        self.folder = folder
        self.database = database
        self.media = folder / "media"
        self._programs: list[Program] = []
        self.env = {
            name: value for name, value in os.environ.items() if name not in {"DEBUG", "PYTEST_VERSION", "S3_BUCKET"}
        }
        self.env |= {
            "DATABASE_URL": database.url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "http://127.0.0.1",
            "SECURE_SSL_REDIRECT": "off",
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(PREPARED / "static"),
            "PYTHONUNBUFFERED": "1",
        }

    def prepare(self) -> None:
        """Tables and demonstration data as they were prepared, the people's files beside them."""
        ready = _prepared(self.database)
        run(*_client("pg_restore", "--no-owner", "-d", self.database.url, str(ready / "database.dump")), cwd=BASE_DIR)
        shutil.copytree(ready / "media", self.media)
        self.manage("collectstatic", "--noinput", "-v0")

    @cached_property
    def inside(self) -> Any:
        """`dss.drills.inside`, in this process: Django starts with the settings of this site."""
        os.environ.update(self.env, DATABASE_POOL="off", DJANGO_SETTINGS_MODULE="dss.settings")
        os.environ.pop("DEBUG", None)
        os.environ.pop("DATABASE_REPLICA_URL", None)
        os.environ["DATABASE_URL"] = self.database.url
        django.setup()
        return import_module("dss.drills.inside")

    def manage(self, *arguments: str, **env: str) -> str:
        """Run a management command under the site's settings; its output."""
        return run(PYTHON, "manage.py", *arguments, cwd=BASE_DIR, env=self.env | env)

    def start_web(self, *before: str, **env: str) -> tuple[Program, int]:
        """A web process and its port, once it is ready; `before` is a command that starts it."""
        port = free_port()
        server = ("granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "2", "--log-level", "error")
        command = [*before, PYTHON, "-m", *server, "--host", "127.0.0.1", "--port", str(port), "dss.wsgi:application"]
        program = self._start("web", command, env)
        wait_for("ウェブが応答する状態", lambda: _is_ready(program, port), seconds=PATIENCE)
        return program, port

    def start_worker(self, *, concurrency: int = 2) -> Program:
        """A worker, once it is known to the database."""
        newest = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
        before = self.database.value(newest)
        command = [PYTHON, "manage.py", "run_worker", "--concurrency", str(concurrency)]
        program = self._start("worker", command, {"DATABASE_POOL_SIZE": str(concurrency + 2)})
        wait_for("ワーカーが動く状態", lambda: self.database.value(newest) > before, seconds=PATIENCE)
        return program

    def _start(self, kind: str, command: list[str], env: dict[str, str]) -> Program:
        log = self.folder / f"{kind}-{len(self._programs)}.log"
        program = Program(command, log=log, env=self.env | env)
        self._programs.append(program)
        return program

    def close(self) -> None:
        for program in reversed(self._programs):
            program.stop()


@contextmanager
def drill_folder() -> Iterator[Path]:
    """A folder for everything of one drill; it stays where the drill broke off, for its logs."""
    folder = Path(tempfile.mkdtemp(prefix="dss-drill-"))
    folder.chmod(0o755)  # the owner of the database servers has to pass through
    try:
        yield folder
    except BaseException:
        say(f"記録は {folder} に残しました。")
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _is_ready(program: Program, port: int) -> bool:
    if not program.is_running():
        raise DrillError(f"ウェブが起動しませんでした：\n{program.log.read_text(errors='replace')[-1500:]}")
    with suppress(OSError, HTTPException):
        asking = HTTPConnection("127.0.0.1", port, timeout=30)
        asking.request("GET", "/readyz")
        return asking.getresponse().status == 200
    return False


def _client(program: str, *arguments: str) -> list[str]:
    return [str(POSTGRES_BIN / program), *arguments]


def _prepared(database: Server) -> Path:
    """The folder with dump and files that fit this code; made on the empty `database` of another name if need be."""
    ready = PREPARED / _digest()
    if (ready / "database.dump").exists():
        return ready
    say("表とデモのデータを用意しています（初回と、マイグレーションが変わったあとは数分かかります）…")
    started = time.monotonic()
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE prepared")
    url = database.url.removesuffix(DATABASE) + "prepared"
    unfinished = PREPARED / f"unfinished-{os.getpid()}"
    (unfinished / "media").mkdir(parents=True)
    env = os.environ | {"DATABASE_URL": url, "DEBUG": "on", "MEDIA_ROOT": str(unfinished / "media")}
    for command in ("migrate", "load_demo"):
        run(PYTHON, "manage.py", command, "-v0", cwd=BASE_DIR, env=env)
    run(*_client("pg_dump", "-Fc", "-f", str(unfinished / "database.dump"), url), cwd=BASE_DIR)
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE prepared WITH (FORCE)")
    for old in PREPARED.iterdir():
        if old.is_dir() and old.name not in {"static", unfinished.name}:
            shutil.rmtree(old, ignore_errors=True)
    unfinished.rename(ready)
    say(f"用意しました（{time.monotonic() - started:.0f} 秒）。")
    return ready


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in _WHAT_MAKES_IT for path in BASE_DIR.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts and not path.parts[len(BASE_DIR.parts)].startswith("."):
            digest.update(str(path.relative_to(BASE_DIR)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def running_site(folder: Path, *options: str, adjust: Callable[[Site], None] = lambda site: None) -> Iterator[Site]:
    """A prepared site on a server of its own with these options; `adjust` sees it before anything is prepared."""
    database = Server(folder / "primary", *options)
    database.create()
    site = Site(folder, database)
    try:
        adjust(site)
        site.prepare()
        yield site
    finally:
        site.close()
        if database.is_running():
            database.stop("immediate")
