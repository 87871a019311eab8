"""What stands around the product: a mail server and a virus scanner that can be hung and stopped."""

from __future__ import annotations

import email
import email.policy
import socket
import socketserver
import threading
from collections import Counter
from contextlib import suppress
from enum import Enum

from dss.drills.processes import free_port

LONGEST_SILENCE = 120.0


class Manner(Enum):
    """How the mail server behaves."""

    WELL = "answers"
    DEAF = "takes connections and says nothing"
    SILENT = "takes the whole mail and never says that it did"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Threaded:
    """A server on a port of its own that can be stopped and started again there."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server: _Server | None = None

    def start(self) -> None:
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    outer.talk(self)

        self._server = _Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        raise NotImplementedError


class MailServer(_Threaded):
    """Enough of SMTP. Every mail it got to the end counts, whether it said so or not."""

    def __init__(self) -> None:
        super().__init__()
        self.manner = Manner.WELL
        self._changed = threading.Condition()
        self._received: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def behave(self, manner: Manner) -> None:
        with self._changed:
            self.manner = manner
            self._changed.notify_all()

    def received(self, mark: str = "") -> Counter[str]:
        """How often each subject with this mark came."""
        with self._changed:
            return Counter(subject for subject in self._received if mark in subject)

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        self._wait_while(Manner.DEAF)
        line.wfile.write(b"220 drill\r\n")
        while word := line.rfile.readline().strip().upper()[:4]:
            if word == b"QUIT":
                line.wfile.write(b"221 bye\r\n")
                return
            if word != b"DATA":
                line.wfile.write(b"250 ok\r\n")
                continue
            line.wfile.write(b"354 go on\r\n")
            self._take(line)
            self._wait_while(Manner.SILENT)
            line.wfile.write(b"250 taken\r\n")

    def _take(self, line: socketserver.StreamRequestHandler) -> None:
        content = b""
        while (piece := line.rfile.readline()) not in {b".\r\n", b""}:
            content += piece
        subject = str(email.message_from_bytes(content, policy=email.policy.default)["Subject"])
        with self._changed:
            self._received.append(subject)

    def _wait_while(self, manner: Manner) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self.manner != manner, LONGEST_SILENCE)


class Scanner(_Threaded):
    """clamd's INSTREAM; what holds `HARMFUL` is found."""

    HARMFUL = b"harmful-for-the-drill"

    def __init__(self) -> None:
        super().__init__()
        self.scanned = 0

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        line.connection.settimeout(LONGEST_SILENCE)
        line.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while length := int.from_bytes(line.rfile.read(4), "big"):
            content += line.rfile.read(length)
        self.scanned += 1
        answer = b"stream: Drill FOUND\0" if self.HARMFUL in content else b"stream: OK\0"
        line.wfile.write(answer)
        with suppress(OSError):
            line.connection.shutdown(socket.SHUT_WR)
