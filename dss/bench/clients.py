"""Clients that ask one server at once, each over its own kept connection, all in one thread.

Client and server share the machine, so what clients cost is taken from the server: threads and an HTTP library take
longer than the floor's view. These send ready bytes and count those of the answer.
"""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass, field

HOST = "127.0.0.1"
TIMEOUT = 60.0
_END_OF_HEAD = b"\r\n\r\n"


class UnexpectedAnswer(Exception):
    """A benched page answered something else than 200 with its length: its time would mean nothing."""


@dataclass
class Burst:
    """Answers to one address within some seconds."""

    elapsed: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.elapsed


@dataclass
class _Client:
    connection: socket.socket
    sent_at: float = 0.0
    missing: int = -1
    """Bytes still to come; -1 before the head is whole."""
    head: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        self.missing, self.head = -1, bytearray()
        self.sent_at = time.perf_counter()
        self.connection.sendall(request)

    def is_answered(self) -> bool:
        """Take what has come; whether the answer is whole."""
        piece = self.connection.recv(1 << 18)
        if not piece:
            raise UnexpectedAnswer("the server closed the connection")
        if self.missing < 0:
            self.head += piece
            end = self.head.find(_END_OF_HEAD)
            if end < 0:
                return False
            self.missing = _length(bytes(self.head[:end])) - (len(self.head) - end - len(_END_OF_HEAD))
        else:
            self.missing -= len(piece)
        return self.missing <= 0


def _length(head: bytes) -> int:
    """Of an answer 200 with its length; anything else is refused."""
    status, *lines = head.split(b"\r\n")
    lengths = [line.partition(b":")[2] for line in lines if line.lower().startswith(b"content-length:")]
    if status.split()[1:2] != [b"200"] or len(lengths) != 1:
        raise UnexpectedAnswer(head[:200].decode(errors="replace"))
    return int(lengths[0])


class Clients:
    """`number` of them; a context that closes their connections."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._waiting = selectors.DefaultSelector()
        self._all = [_Client(socket.create_connection((HOST, port), timeout=TIMEOUT)) for _ in range(number)]
        for client in self._all:
            client.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._waiting.register(client.connection, selectors.EVENT_READ, client)

    def __enter__(self) -> Clients:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.close()
        for client in self._all:
            client.connection.close()

    def burst(self, path: str, cookie: str, *, seconds: float, at_least: int) -> Burst:
        """Ask again and again, each as soon as answered, for so long and so often at least."""
        request = self._request(path, cookie)
        started = time.perf_counter()
        asked = len(self._all)
        latencies: list[float] = []
        for client in self._all:
            client.ask(request)
        while len(latencies) < asked:
            ready = self._waiting.select(timeout=TIMEOUT)
            if not ready:
                raise UnexpectedAnswer(f"{path}: no answer for {TIMEOUT:.0f} s")
            for key, _ in ready:
                client = key.data
                if not client.is_answered():
                    continue
                now = time.perf_counter()
                latencies.append(now - client.sent_at)
                if now - started < seconds or asked < at_least:
                    client.ask(request)
                    asked += 1
        return Burst(time.perf_counter() - started, latencies)

    def _request(self, path: str, cookie: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self._port}", "Accept: text/html"]
        lines += [f"Cookie: {cookie}"] if cookie else []
        return "\r\n".join([*lines, "", ""]).encode()
