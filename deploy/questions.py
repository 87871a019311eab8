"""What deploy/check asks of a running installation, as browsers, strangers and Prometheus would."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

HOST = "dss.example"
HELD = Path("/tmp/questions.json")  # noqa: S108 - a /tmp of our own, see deploy/check
SECRETS = ("himitsu-query", "himitsu-token", "himitsu-cookie", "himitsu-referrer")
PATIENCE = 120.0


def prepare() -> None:
    """In the application: a member of staff who is logged in, and a document of their body."""
    from django.test import Client

    from tests.factories import DocumentVersionFactory, MembershipFactory, SharedDocumentFactory

    membership = MembershipFactory()
    document = SharedDocumentFactory(municipality=membership.municipality, created_by=membership.user)
    version = DocumentVersionFactory(document=document)
    client = Client(headers={"host": HOST})
    client.force_login(membership.user)
    HELD.write_text(
        json.dumps(
            {
                "session": client.cookies["dss_session"].value,
                "path": f"/documents/{document.pk}/versions/{version.number}/download/",
                "file": version.file.name,
                "text": version.file.read().decode(),
            }
        )
    )


class Answer:
    """Status, headers and body of one answer."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def header(self, name: str) -> str | None:
        found = self.headers.get_all(name) or []
        assert len(found) <= 1, f"{name} is said {len(found)} times"
        return found[0] if found else None


def ask(path: str, *, method: str = "GET", body: bytes | None = None, port: int = 443, **headers: str) -> Answer:
    """Through the proxy; with another `port` without TLS, straight at whoever listens there."""
    if port == 443:
        trust = ssl.create_default_context(cafile="/etc/dss/tls/fullchain.pem")
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(HOST, 443, context=trust, timeout=180)
        plain = socket.create_connection(("127.0.0.1", 443), timeout=180)
        connection.sock = trust.wrap_socket(plain, server_hostname=HOST)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    sent = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connection):
        connection.request(method, path, body, sent)
        return Answer(connection.getresponse())


def until_it_answers() -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if ask("/healthz").status == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < deadline, "nobody answers"
        time.sleep(0.2)


def pages(held: dict[str, str]) -> None:
    """HTTPS alone, said once; the request's number is the proxy's own; pages come compressed."""
    plain = ask("/services/?q=x", port=80)
    assert (plain.status, plain.header("Location")) == (308, f"https://{HOST}/services/?q=x")
    home = ask("/", X_Request_ID="client-made-this-0001", Accept_Encoding="gzip")
    assert home.status == 200
    assert "max-age=31536000" in (home.header("Strict-Transport-Security") or "")
    assert (home.header("X-Request-ID") or "client") != "client-made-this-0001"
    assert home.header("Content-Encoding") == "gzip"
    assert "script-src 'self'" in (home.header("Content-Security-Policy") or "")
    assert "nginx/" not in (home.header("Server") or "")
    assert ask("/", Host="evil.example").status == 400


def files(held: dict[str, str]) -> None:
    """The view decides, nginx sends, and what guards a download is said again by nginx."""
    cookie = f"dss_session={held['session']}"
    direct = ask(held["path"], port=8000, Cookie=cookie, X_Forwarded_Proto="https")
    assert (direct.status, direct.body) == (200, b""), (direct.status, direct.body[:300])
    assert direct.header("X-Accel-Redirect") == f"/_files/{held['file']}"
    sent = ask(held["path"], Cookie=cookie)
    assert (sent.status, sent.body.decode()) == (200, held["text"])
    assert sent.header("X-Accel-Redirect") is None
    assert (sent.header("Content-Disposition") or "").startswith("attachment;")
    assert sent.header("Content-Security-Policy") == "default-src 'none'; sandbox"
    assert sent.header("X-Content-Type-Options") == "nosniff"
    assert sent.header("Cache-Control") == "private, no-store"
    assert sent.header("Strict-Transport-Security")
    part = ask(held["path"], Cookie=cookie, Range="bytes=2-5")
    assert (part.status, part.body) == (206, held["text"].encode()[2:6])
    assert ask(held["path"]).status == 302
    for path in (
        f"/_files/{held['file']}",
        f"/%5ffiles/{held['file']}",
        f"//_files/{held['file']}",
        "/_pages/503.html",
    ):
        assert ask(path, Cookie=cookie).status == 404, path


def limits(held: dict[str, str]) -> None:
    """Too much is refused in Japanese; 60 MB of documents pass the proxy; slow senders hold nobody up."""
    form = {"Content_Type": "multipart/form-data; boundary=x"}
    refused = ask("/accounts/login/", method="POST", body=b"0" * 36_000_000, **form)
    assert (refused.status, "大きすぎます" in refused.body.decode()) == (413, True)
    passed = ask("/documents/upload/", method="POST", body=b"--x--" + b"0" * 60_000_000, **form)
    assert passed.status in {302, 403}, passed.status
    trust = ssl.create_default_context(cafile="/etc/dss/tls/fullchain.pem")
    with ExitStack() as stack:
        for _ in range(40):
            plain = stack.enter_context(socket.create_connection(("127.0.0.1", 443)))
            slow = stack.enter_context(trust.wrap_socket(plain, server_hostname=HOST))
            slow.sendall(f"POST /accounts/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 5000\r\n\r\nx".encode())
        assert ask("/").status == 200
    for _ in range(150):  # a town behind one address
        assert ask("/healthz").status == 200


def numbers(held: dict[str, str]) -> None:
    """/metrics and /readyz are for the inside; the numbers are those of all processes."""
    token = Path(os.environ["METRICS_TOKEN_FILE"]).read_text().strip()
    allowed = {"Authorization": f"Bearer {token}"}
    for path in ("/metrics", "/readyz", "//metrics", "/%6detrics", "/./metrics"):
        assert ask(path, **allowed).status == 404, path
    assert ask("/metrics", port=8000).status == 404
    assert ask("/readyz", port=8000).status == 200

    def counted() -> float:
        told = ask("/metrics", port=8000, **allowed)
        assert told.status == 200
        name = 'dss_requests_total{method="GET",route="healthz",status="200"} '
        lines = [line for line in told.body.decode().splitlines() if line.startswith(name)]
        assert "dss_database_up 1.0" in told.body.decode()
        return float(lines[0].removeprefix(name))

    before = counted()
    for _ in range(40):  # new connections: both processes answer some
        assert ask("/healthz", port=8000).status == 200
    assert counted() == before + 40


def logs(held: dict[str, str], folder: Path) -> None:
    """A line for each request, of which nobody reads what was searched for or shown as a secret."""
    query, token, cookie, referrer = SECRETS
    ask(f"/search/?q={query}", Cookie=f"dss_session={cookie}", Referer=f"https://{HOST}/?q={referrer}")
    ask(f"/unsubscribe/{token}/")
    ask(f"/{token}?q={query}")
    time.sleep(0.5)
    proxy = Path("/var/log/nginx/access.log")
    lines = [json.loads(line) for line in proxy.read_text().splitlines()]
    assert {"/search", "/unsubscribe"} <= {line["area"] for line in lines}
    assert {413, 206, 404} <= {line["status"] for line in lines}
    served = [json.loads(line) for line in (folder / "web").read_text().splitlines() if line.startswith("{")]
    passed_on = {line["request_id"] for line in lines if line["upstream_seconds"] and line["status"] < 500}
    assert len(passed_on) >= 10, "the proxy's log says too little of what it passed on"
    unknown = passed_on - {line["request_id"] for line in served}
    assert not unknown, f"proxy and application do not name requests alike: {unknown} of {passed_on}"
    for kept in (proxy, *folder.iterdir()):
        text = kept.read_text()
        for secret in SECRETS if kept != proxy else (query, cookie, referrer):  # an area may have any name
            assert secret not in text, f"{secret} stands in the log {kept.name}"


def outage(held: dict[str, str], web: int) -> None:
    """While the application is away visitors read so in Japanese, and style sheets still come."""
    page = ask("/").body.decode()
    static = page.partition('href="/static/')[2].partition('"')[0]
    first = ask(f"/static/{static}")
    assert (first.status, "immutable" in (first.header("Cache-Control") or "")) == (200, True)
    os.kill(web, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while (away := ask("/")).status == 200:
        assert time.monotonic() < deadline, "the application does not end"
        time.sleep(0.2)
    assert (away.status, away.header("Retry-After")) == (503, "30")
    assert "ただいま利用できません" in away.body.decode()
    assert ask(f"/static/{static}").body == first.body


def main(folder: Path, web: int) -> None:
    held = json.loads(HELD.read_text())
    until_it_answers()
    for look in (pages, files, limits, numbers):
        look(held)
        print(f"ok: {look.__doc__}")
    logs(held, folder)
    print(f"ok: {logs.__doc__}")
    outage(held, web)
    print(f"ok: {outage.__doc__}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
