"""`manage.py demo`: one process group that starts together and stops together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from dss.bench.server import free_port
from dss.management.commands import demo

PATIENCE = 60.0


def _url() -> str:
    return demo.database_url(connection.settings_dict)


@pytest.fixture
def running(transactional_db, monkeypatch):
    """The servers of the demo on the test database, without loading its data; yields (process, port)."""
    port = free_port()
    code = (
        "import django; django.setup();"
        "from dss.management.commands.demo import Command; from django.core.management import call_command;"
        f"Command._prepare = lambda self: None; call_command(Command(), port={port})"
    )
    env = {**os.environ, "DEBUG": "on", "DATABASE_URL": _url(), "DJANGO_SETTINGS_MODULE": "dss.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=env, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    yield process, port
    if process.poll() is None:
        process.terminate()
    process.communicate(timeout=PATIENCE)


def _announcement(process) -> str:
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def _family(process) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_says_where_and_stops_everything(running, number):
    process, port = running
    text = _announcement(process)
    assert f"http://127.0.0.1:{port}/" in text
    assert all(address in text for address, _ in demo.LOGINS)
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    asking.request("GET", "/readyz")
    assert asking.getresponse().status == 200
    asking.close()
    family = _family(process)
    assert any("run_worker" in part for child in family for part in child.cmdline())
    process.send_signal(number)
    out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "止めました。" in out) == (0, True)
    assert psutil.wait_procs(family, timeout=1)[1] == []


def test_when_one_part_dies_the_others_stop_and_it_says_which(running):
    process, _ = running
    _announcement(process)
    family = _family(process)
    (worker,) = [child for child in family if "run_worker" in child.cmdline()]
    worker.kill()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert psutil.wait_procs(family, timeout=1)[1] == []


def test_a_taken_port_is_refused_before_any_work(settings):
    settings.DEBUG = True
    with demo.socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(CommandError, match="ほかのプログラム"):
                call_command("demo", port=taken.getsockname()[1])
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def test_it_is_refused_outside_development(settings):
    settings.DEBUG = False
    started = time.monotonic()
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo")
    assert time.monotonic() - started < 1
