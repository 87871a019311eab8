"""ClamAV: the real daemon with a signature of our own, and a scanner that misbehaves in every way."""

from __future__ import annotations

import contextlib
import io
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from documents.files import UploadField, check_upload
from dss.antivirus import INFECTED_CODE, UNAVAILABLE_CODE, AntivirusUnavailable, check_harmless, scanned
from tests.documents.makers import docx, package, upload

# The EICAR test text, in two parts so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"


# --- The real daemon ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """The address of a clamd that knows one signature: the EICAR text anywhere in any file."""
    if not Path(CLAMD).exists():
        pytest.skip("needs Debian's clamav-daemon")
    home = tmp_path_factory.mktemp("clamav", numbered=True)
    home.chmod(0o755)
    (home / "signatures").mkdir(mode=0o755)
    (home / "signatures" / "own.ndb").write_text(f"Eicar.Test:0:*:{EICAR.hex()}\n")
    lines = {
        "LocalSocket": home / "clamd.ctl",
        "DatabaseDirectory": home / "signatures",
        "LogFile": home / "clamd.log",
        "Foreground": "yes",
        "StreamMaxLength": "30M",
        "User": "root",
        "AlertExceedsMax": "yes",
    }
    (home / "clamd.conf").write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
    process = subprocess.Popen(
        [CLAMD, "--config-file", str(home / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 60
        while not (home / "clamd.ctl").exists():
            assert process.poll() is None, (home / "clamd.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        yield f"unix:{home / 'clamd.ctl'}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_real_daemon_tells_harmless_from_harmful(clamd):
    assert scanned(io.BytesIO(b"plain words"), clamd, seconds=20) == ""
    assert scanned(io.BytesIO(EICAR), clamd, seconds=20) == "Eicar.Test.UNOFFICIAL"
    assert scanned(io.BytesIO(b"0" * 20 * 1024 * 1024), clamd, seconds=20) == ""


def test_the_real_daemon_looks_into_office_files(clamd, settings):
    settings.CLAMAV_SOCKET = clamd
    assert check_upload(upload("仕様書.docx", docx("本文"))).size
    with pytest.raises(ValidationError) as caught:
        check_upload(upload("仕様書.docx", package({"word/media/image1.png": EICAR})))
    assert caught.value.code == INFECTED_CODE


def test_what_is_longer_than_the_daemon_takes_is_no_pass(clamd):
    with pytest.raises(AntivirusUnavailable, match="size limit exceeded"):
        scanned(io.BytesIO(b"0" * 40 * 1024 * 1024), clamd, seconds=20)


# --- A scanner that misbehaves --------------------------------------------------------------------------------------


@contextlib.contextmanager
def speaking(*pieces: bytes, pause: float = 0.0, reads: bool = True):
    """A server on this machine that hears one upload and says these pieces, each after a pause; then it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = bytearray()
        done = threading.Event()

        def serve():
            line, _ = server.accept()
            with line, contextlib.suppress(OSError):
                while reads and not heard.endswith(bytes(4)):
                    heard.extend(line.recv(65536))
                for piece in pieces:
                    done.wait(pause)
                    line.sendall(piece)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.getsockname()[1]}", heard
        finally:
            done.set()
            thread.join(timeout=10)


def test_the_conversation_is_the_protocols():
    with speaking(b"stream: OK\0") as (address, heard):
        assert scanned(io.BytesIO(b"ab" * 40_000), address, seconds=5) == ""
    assert bytes(heard[:10]) == b"zINSTREAM\0"
    assert bytes(heard[10:14]) == (64 * 1024).to_bytes(4, "big")
    assert heard.endswith(bytes(4))


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([b"stream: Win.Test FOUND\0"], "Win.Test"),
        ([b"str", b"eam: Win.Te", b"st FOUND", b"\0"], "Win.Test"),
        ([b"stre", b"am: OK\0"], ""),
    ],
)
def test_answers_may_come_in_parts(pieces, found):
    with speaking(*pieces, pause=0.02) as (address, _):
        assert scanned(io.BytesIO(b"x"), address, seconds=5) == found


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"stream: OK"],
        [b"stream: "],
        [b"\0"],
        [b"\xff\xfe garbage\0"],
        [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
        [b"xstream: OK\0"],
        [b"INSTREAM size limit exceeded. ERROR\0"],
        [b"stream: lstat() failed ERROR\0"],
        [b"x" * 100_000],
    ],
    ids=lambda pieces: (b"".join(pieces)[:30] or b"silence").decode("ascii", "replace"),
)
def test_anything_but_a_whole_ok_is_no_pass(pieces):
    with speaking(*pieces) as (address, _), pytest.raises(AntivirusUnavailable):
        scanned(io.BytesIO(b"x"), address, seconds=5)


def test_a_slow_answer_is_waited_for_only_so_long():
    started = time.monotonic()
    with speaking(*[b"s"] * 100, pause=0.1) as (address, _), pytest.raises(AntivirusUnavailable, match="time"):
        scanned(io.BytesIO(b"x"), address, seconds=0.5)
    assert time.monotonic() - started < 5


def test_a_scanner_that_does_not_read_blocks_nobody_for_ever():
    started = time.monotonic()
    with (
        speaking(b"s", pause=30, reads=False) as (address, _),
        pytest.raises(AntivirusUnavailable, match=r"(?i)time"),
    ):
        scanned(io.BytesIO(b"x" * 20_000_000), address, seconds=0.5)
    assert time.monotonic() - started < 5


def test_one_that_stops_listening_early_is_heard():
    answer = b"INSTREAM size limit exceeded. ERROR\0"
    with speaking(answer, reads=False) as (address, _), pytest.raises(AntivirusUnavailable):
        scanned(io.BytesIO(b"x" * 20_000_000), address, seconds=5)


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "/nowhere/clamd.ctl", "tcp://127.0.0.1:1"])
def test_an_absent_scanner_is_no_pass(address):
    with pytest.raises(AntivirusUnavailable):
        scanned(io.BytesIO(b"x"), address, seconds=5)


@pytest.mark.parametrize("address", ["clamd.ctl", "http://scanner.example", "tcp://"])
def test_an_unknown_address_is_a_mistake_of_the_settings(address):
    with pytest.raises(ImproperlyConfigured):
        scanned(io.BytesIO(b"x"), address, seconds=5)


# --- At the form ----------------------------------------------------------------------------------------------------


def test_without_a_scanner_nothing_is_asked(settings):
    assert settings.CLAMAV_SOCKET == ""
    check_harmless(io.BytesIO(EICAR))


@pytest.mark.parametrize(
    ("answer", "code"), [(b"stream: Win.Test FOUND\0", INFECTED_CODE), (b"broken", UNAVAILABLE_CODE)]
)
def test_the_field_says_what_happened(settings, answer, code):
    file = upload("仕様書.docx", docx("本文"))
    refused = pytest.raises(ValidationError, match="受け付けられません")
    with speaking(answer) as (settings.CLAMAV_SOCKET, _), refused as caught:
        UploadField().clean(file)
    assert caught.value.code == code


def test_a_harmless_file_can_be_read_again(settings):
    with speaking(b"stream: OK\0") as (settings.CLAMAV_SOCKET, _):
        checked = UploadField().clean(upload("仕様書.docx", docx("本文")))
    assert checked.file.read(2) == b"PK"
