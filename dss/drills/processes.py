"""Starting, waiting for and stopping the programs of a drill."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

BASE_DIR = Path(__file__).resolve().parent.parent.parent
POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")
GRACE = 20.0
PAUSE = 0.05
Found = TypeVar("Found")


class DrillError(Exception):
    """The drill itself could not be set up or did not get on; its text is for whoever started it."""


class Program:
    """One running program whose output goes to a file of its own. It leads a process group, which `kill` ends whole."""

    def __init__(
        self, command: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None, cwd: Path = BASE_DIR
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own words, no shell
                list(command), env=env, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, process_group=0
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """As a supervisor would; who does not end is killed."""
        if not self.is_running():
            return
        self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL for it and its children: no farewell."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def wait_for(what: str, look: Callable[[], Found | None], *, seconds: float) -> Found:
    """What `look` returns once it is true."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise DrillError(f"{seconds:.0f} 秒待っても「{what}」になりませんでした。")
        time.sleep(PAUSE)
    return found


def free_port() -> int:
    """A TCP port of the loopback nobody listens on right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def program_of_debian(path: Path, package: str) -> str:
    """Its path; a `DrillError` that names the package where it is not installed."""
    found = str(path) if path.is_file() else shutil.which(path.name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None:
        raise DrillError(f"Debian のパッケージ {package} が必要です（apt-get install {package}）。")
    return found


def servers_owner() -> str | None:
    """As whom database servers run: they refuse root. None: as oneself."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise DrillError("Debian のパッケージ postgresql-15 が必要です（apt-get install postgresql-15）。") from None


def as_owner(*command: str) -> list[str]:
    """The command line that runs this as the owner of the servers."""
    owner = servers_owner()
    return [shutil.which("runuser") or "runuser", "-u", owner, "--", *command] if owner else list(command)


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run to its end; its output, or a `DrillError` with it."""
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    output = done.stdout.decode(errors="replace")
    if done.returncode:
        raise DrillError(f"{' '.join(command)}:\n{output[-2000:]}")
    return output
