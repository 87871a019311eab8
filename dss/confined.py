"""A module of ours in a process of its own that may use little memory, little time, and write only its answer.

    # <room>/child.py, which opens what a stranger sent
    limit_process(megabytes, seconds)                    # first of all

    run_limited("<room>.child", "task", Limits(), given, answer)      # its exit status, or None: it took too long

A hostile file can at worst kill that process. It gets the file on its standard input and no environment of ours (no
addresses, no keys); whoever started it checks the answer again. Nothing here imports Django.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
MAX_OUTPUT = 8 * 1024 * 1024
#: How such a process says what went wrong.
NO_MEMORY = 3
UNREADABLE = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the process that opens a file."""

    megabytes: int = 768
    cpu_seconds: int = 30
    wall_seconds: float = 60


def limit_process(megabytes: int, seconds: int, *, output: int = MAX_OUTPUT) -> None:
    """No more memory, no more time, nothing written but the answer, no copy of the memory left behind."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))  # at the second one comes SIGKILL
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_limited(module: str, task: str, limits: Limits, given: IO[bytes], answer: IO[bytes]) -> int | None:
    """Run a module of ours on a file. The exit status; None when it took too long."""
    command = [sys.executable, "-m", module, task, str(limits.megabytes), str(limits.cpu_seconds)]
    process = subprocess.Popen(  # noqa: S603 - our own module; the arguments are ours
        command,
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    try:
        status = process.wait(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever it started goes with it
        process.wait()
    return None if status == -signal.SIGXCPU else status
