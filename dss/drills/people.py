"""People of the demonstration with a browser: cookies, forms and files over plain HTTP."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import cycle
from urllib.parse import urlencode, urlsplit

PASSWORD = "dss-demo-2026"  # noqa: S105 (published, as in accounts.demo)
STAFF = (
    "staff-fukaya@city.fukaya.saitama.jp",
    "staff-shiojiri@city.shiojiri.lg.jp",
    "fuyuki-shiojiri@city.shiojiri.lg.jp",
    "staff-kaga@city.kaga.lg.jp",
    "staff-hioki@city.hioki.lg.jp",
    "staff-kamishihoro@town.kamishihoro.lg.jp",
)
TIMEOUT = 180.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Status 0: no answer, the connection broke."""

    status: int
    text: str
    location: str
    seconds: float

    @property
    def is_japanese(self) -> bool:
        """Whether it is a page for people, not a bare error."""
        return 'lang="ja"' in self.text


class Person:
    """Somebody who asks the given web processes in turn."""

    def __init__(self, *ports: int) -> None:
        self._ports = cycle(ports)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(
        self, path: str, fields: Mapping[str, str], *, files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Send a form, with the token that the cookie holds."""
        fields = {**fields, "csrfmiddlewaretoken": self._cookies.get("csrftoken", "")}
        if files is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        else:
            boundary = uuid.uuid4().hex
            kind, body = f"multipart/form-data; boundary={boundary}", _multipart(boundary, fields, files)
        return self._ask("POST", path, body, {"Content-Type": kind})

    def log_in(self, address: str) -> Answer:
        """302 is success."""
        self.get("/accounts/login/")
        return self.post("/accounts/login/", {"login": address, "password": PASSWORD})

    def reply(
        self, topic: int, text: str, token: str, *, files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Answer in a topic; the same token twice is one post."""
        fields = {"body": text, "shown_as": "name_body", "client_token": token}
        if files:
            fields["attachments_alt_0"] = "訓練の画像"
        return self.post(f"/topics/{topic}/reply/", fields, files=files or {})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        started = time.monotonic()
        connection = HTTPConnection("127.0.0.1", next(self._ports), timeout=TIMEOUT)
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except OSError as error:
            return Answer(0, repr(error), "", time.monotonic() - started)
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        location = urlsplit(response.headers.get("Location", "")).path
        return Answer(response.status, text, location, time.monotonic() - started)


def logged_in(address: str, *ports: int) -> Person:
    """A person behind the log-in."""
    person = Person(*ports)
    answer = person.log_in(address)
    if answer.status != 302:
        raise AssertionError(f"{address} could not log in: {answer.status}")
    return person


def staff(count: int, *ports: int) -> list[Person]:
    return [logged_in(address, *ports) for address in STAFF[:count]]


def _multipart(boundary: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    parts: Sequence[tuple[str, bytes]] = [
        *((f'name="{name}"', value.encode()) for name, value in fields.items()),
        *((f'name="{name}"; filename="{file}"', content) for name, (file, content) in files.items()),
    ]
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return body + f"--{boundary}--\r\n".encode()
