"""ClamAV, where `CLAMAV_SOCKET` names its daemon: every upload is read by it, or refused when it does not answer.

    CLAMAV_SOCKET=unix:/run/clamav/clamd.ctl      CLAMAV_SOCKET=tcp://127.0.0.1:3310

The protocol is clamd's INSTREAM: pieces with their length before them, an empty piece, one line as the answer.
"""

from __future__ import annotations

import logging
import socket
import time
from contextlib import closing, suppress
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import File

logger = logging.getLogger(__name__)

UNAVAILABLE_CODE = "antivirus_unavailable"
INFECTED_CODE = "infected"
PIECE = 64 * 1024
LONGEST_ANSWER = 4096

_UNAVAILABLE = (
    "ただいまウイルスの検査ができないため、ファイルを受け付けられません。入力した内容は残っています。"
    "しばらくしてから、ファイルを選び直してください。"
)
_INFECTED = (
    "ウイルスなど害のあるプログラムの特徴が見つかったため、受け付けられません。所属の情報システム担当にご相談ください。"
)


class AntivirusUnavailable(Exception):
    """No answer that could be relied on."""


def check_harmless(file: File[bytes] | IO[bytes]) -> None:
    """ValidationError when the scanner finds something, or does not answer; the file is at its beginning afterwards.

    Without a scanner in the settings nothing is asked.
    """
    if not settings.CLAMAV_SOCKET:
        return
    try:
        found = scanned(file, settings.CLAMAV_SOCKET, seconds=settings.CLAMAV_TIMEOUT)
    except AntivirusUnavailable as error:
        logger.error("the virus scanner gave no verdict: %s", error)
        raise ValidationError(_UNAVAILABLE, code=UNAVAILABLE_CODE) from error
    finally:
        file.seek(0)
    if found:
        logger.warning("an upload was refused: %s", found)
        raise ValidationError(_INFECTED, code=INFECTED_CODE)


def scanned(file: File[bytes] | IO[bytes], address: str, *, seconds: float) -> str:
    """The name of what was found, empty when nothing was. AntivirusUnavailable: whatever else happened.

    `seconds` is the time for the whole conversation.
    """
    until = time.monotonic() + seconds
    try:
        with closing(_connected(address, until)) as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # it stops listening to say why
                _send(line, file, until)
            answer = _answer(line, until)
    except OSError as error:
        raise AntivirusUnavailable(f"{type(error).__name__}: {error}") from error
    return _verdict(answer)


def _connected(address: str, until: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_left(until))
    if parts.scheme not in {"", "unix"} or not parts.path.startswith("/"):
        raise ImproperlyConfigured("CLAMAV_SOCKET は unix:/パス か tcp://ホスト:ポート の形にしてください。")
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(_left(until))
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, file: File[bytes] | IO[bytes], until: float) -> None:
    file.seek(0)
    _say(line, b"zINSTREAM\0", until)
    while piece := file.read(PIECE):
        _say(line, len(piece).to_bytes(4, "big") + piece, until)
    _say(line, bytes(4), until)


def _say(line: socket.socket, words: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(words)


def _answer(line: socket.socket, until: float) -> bytes:
    """All it says, up to its NUL."""
    heard = b""
    while not heard.endswith(b"\0"):
        line.settimeout(_left(until))
        piece = line.recv(LONGEST_ANSWER)
        heard += piece
        if not piece or len(heard) > LONGEST_ANSWER:
            raise AntivirusUnavailable(f"a broken answer: {heard[:200]!r}")
    return heard.rstrip(b"\0")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("no time is left")
    return left


def _verdict(answer: bytes) -> str:
    words = answer.decode("utf-8", "replace").strip()
    if words == "stream: OK":
        return ""
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        return words.removeprefix("stream: ").removesuffix(" FOUND") or "unnamed"
    raise AntivirusUnavailable(f"the answer {words[:200]!r}")  # its own errors, the size limit among them
