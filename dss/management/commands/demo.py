"""The whole product on one machine: data, web server and background worker, until Ctrl-C."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from types import FrameType
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from accounts.demo import PASSWORD

HOST = "127.0.0.1"
PATIENCE = 60.0
GRACE = 20.0
LOGINS = (
    ("staff-fukaya@city.fukaya.saitama.jp", "自治体職員（深谷市）"),
    ("staff-shiojiri@city.shiojiri.lg.jp", "自治体職員（塩尻市）"),
    ("fuyuki-shiojiri@city.shiojiri.lg.jp", "自治体職員（塩尻市、同僚）"),
    ("staff-kaga@city.kaga.lg.jp", "自治体職員（加賀市）"),
    ("staff-hioki@city.hioki.lg.jp", "自治体職員（日置市）"),
    ("staff-kamishihoro@town.kamishihoro.lg.jp", "自治体職員（上士幌町）"),
    ("vendor-a@aoba-systems.example", "事業者A"),
    ("vendor-b@minato-tech.example", "事業者B"),
    ("advisor@trust.example", "専門家アドバイザー"),
    ("applicant@chichibu-koiki.example", "所属の確認を待っている方"),
    ("operator@dss.example", "運営"),
    ("operator2@dss.example", "運営（2人目）"),
)


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class Command(BaseCommand):
    help = "デモを準備して起動します（開発用）。Ctrl-C で止まります。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="データを用意したら終わる")

    def handle(self, *args: Any, port: int, prepare_only: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("デモは開発環境（DEBUG=on）でだけ動きます。")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        try:
            if not prepare_only:
                _refuse_taken_port(port)
            self._prepare()
            if not prepare_only:
                self._serve(port)
        except Stopped:
            self.stdout.write("止めました。")

    def _prepare(self) -> None:
        steps = [
            ("データベースの表を用意しています", ["migrate"]),
            ("全国の自治体を読み込んでいます", ["load_municipalities"]),
            ("デモのデータを読み込んでいます", ["load_demo"]),
        ]
        for number, (label, command) in enumerate(steps, 1):
            self._say(f"[{number}/{len(steps) + 1}] {label}…")
            started = time.monotonic()
            call_command(*command, verbosity=0)
            self._say(f"      {time.monotonic() - started:.1f} 秒")
        connections.close_all()

    def _serve(self, port: int) -> None:
        self._say("[4/4] ウェブサーバーとワーカーを起動しています…")
        env = _environment(port)
        children = {
            "ウェブサーバー": _start(env, *_web_command(port)),
            "ワーカー": _start(env, "manage.py", "run_worker"),
        }
        try:
            _wait_until_healthy(port, children)
            self._announce(port)
            while not _ended(children):
                time.sleep(0.3)
            raise CommandError(f"{'・'.join(_ended(children))}が終了したため、デモを止めました。")
        finally:
            _stop_all(children)

    def _announce(self, port: int) -> None:
        lines = [
            "",
            f"デジタルサービス広場が動いています：http://{HOST}:{port}/",
            "",
            "ログイン（パスワードはすべて同じです）",
        ]
        lines += [f"  {address:<40} {who}" for address, who in LOGINS]
        lines += [f"  パスワード：{PASSWORD}", "", f"送信したメールと確認コード：http://{HOST}:{port}/dev/mail/"]
        lines += [f"運営の管理画面：http://{HOST}:{port}/admin/", "", "止めるには Ctrl-C を押してください。"]
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _stop(number: int, frame: FrameType | None) -> None:
    for again in (signal.SIGINT, signal.SIGTERM):
        signal.signal(again, signal.SIG_IGN)  # an impatient second Ctrl-C must not interrupt the tidying up
    raise Stopped


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(f"ポート {port} はほかのプログラムが使っています。") from error


def _web_command(port: int) -> list[str]:
    server = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4"]
    return [*server, "--host", HOST, "--port", str(port), "--log-level", "warning", "dss.wsgi:application"]


def _environment(port: int) -> dict[str, str]:
    """The children use this process's database: the embedded one is started and stopped by this process alone."""
    address = os.environ.get("DATABASE_URL") or database_url(settings.DATABASES["default"])
    return {**os.environ, "DEBUG": "on", "DATABASE_URL": address, "SITE_URL": f"http://{HOST}:{port}"}


def _start(env: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """A child in a process group of its own: Ctrl-C reaches this process alone, which then stops the children.

    The server's main process waits for ever when its worker gets the same interrupt from the terminal.
    """
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, process_group=0)  # noqa: S603 - our own words


def database_url(base: dict[str, Any]) -> str:
    """The address for DATABASE_URL; the embedded server's host is the folder of its socket."""
    credentials = quote(base["USER"]) + (f":{quote(base['PASSWORD'])}" if base.get("PASSWORD") else "")
    host = str(base["HOST"])
    if host.startswith("/"):
        return f"postgresql://{credentials}@/{base['NAME']}?host={quote(host, safe='')}"
    return f"postgresql://{credentials}@{host}:{base.get('PORT') or 5432}/{base['NAME']}"


def _ended(children: dict[str, subprocess.Popen[bytes]]) -> list[str]:
    return [name for name, child in children.items() if child.poll() is not None]


def _wait_until_healthy(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not _ended(children):
        try:
            with closing(http.client.HTTPConnection(HOST, port, timeout=2)) as asking:
                asking.request("GET", "/healthz")
                if asking.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise CommandError("ウェブサーバーが応答しませんでした。")


def _stop_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to end, so that running jobs are finished; whoever does not within `GRACE` seconds is killed."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
