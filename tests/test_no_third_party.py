"""No page makes a browser ask anybody but us, whoever reads it: pages are read behind LGWAN gateways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from tests.access.expectations import EXPECTATIONS
from tests.access.world import PERSONAS, World

pytestmark = pytest.mark.django_db
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object|track|use|image|input)\b[^>]*?\s"""
    r"""(?:src|srcset|data|poster|href|xlink:href)=["']([^"']*)["']"""
)
LINKED = re.compile(r"<link\b[^>]*>")
SENT = re.compile(r"""<(?:form|button|input)\b[^>]*?\s(?:action|formaction|hx-(?:get|post)|ping)=["']([^"']*)["']""")
NOT_FETCHED = {"alternate", "canonical", "next", "prev", "license"}


def is_own(address: str) -> bool:
    return not re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE)


def fetched_by(page: str) -> set[str]:
    """Every address the browser asks by itself, and every one a form sends to."""
    found = set(FETCHED.findall(page)) | set(SENT.findall(page))
    for link in LINKED.findall(page):
        kind = re.search(r"""rel=["']([^"']*)""", link)
        href = re.search(r"""href=["']([^"']*)""", link)
        if href and not (kind and set(kind[1].split()) <= NOT_FETCHED):
            found.add(href[1])
    return found


def test_what_the_search_looks_for():
    page = (
        '<script src="https://a.example/x.js"></script><img alt="" src="//b.example/y"><a href="https://c.example">c</a>'
        '<link rel="stylesheet" href="/static/x.css"><link rel="canonical" href="https://d.example/">'
        '<form method="post" action="https://e.example/">'
    )
    foreign = {address for address in fetched_by(page) if not is_own(address)}
    assert foreign == {"https://a.example/x.js", "//b.example/y", "https://e.example/"}


@pytest.mark.parametrize("persona", PERSONAS)
@override_settings(ANNOUNCEMENT_SECONDS=0.0)
def test_every_page_asks_nobody_else(persona):
    world = World.build()
    client = world.client(persona)
    foreign, pages = set(), 0
    for name, expectation in EXPECTATIONS.items():
        if name == "account_logout":
            continue
        response = client.get(expectation.url(world))
        if response.streaming:
            b"".join(response)
            continue
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        pages += 1
        assert "default-src 'self'" in response.headers["Content-Security-Policy"], name
        foreign |= {(name, address) for address in fetched_by(response.content.decode()) if not is_own(address)}
    assert pages > 20
    assert foreign == set()


def test_style_sheets_and_scripts_name_no_other_address():
    files = [*Path(settings.BASE_DIR, "static").rglob("*.css"), *Path(settings.BASE_DIR, "static").rglob("*.js")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"""url\(["']?(?:https?:)?//""", text) == [], file
        assert re.findall(r"""(?:fetch|open|import)\(\s*["'`](?:https?:)?//""", text) == [], file


def test_no_log_holds_what_was_searched():
    """The application's line names the route (tests/dss/test_middleware.py); here: the proxy's and the server's."""
    proxy = Path(settings.BASE_DIR, "deploy/nginx/dss.conf").read_text(encoding="utf-8")
    written = re.findall(r"log_format[^;]*;", proxy)
    assert written
    for line in written:
        assert not re.search(r"\$(request|request_uri|args|query_string|uri|http_referer|http_cookie)\b", line)
    assert set(re.findall(r"access_log ([^;]*);", proxy)) <= {"off", "/var/log/nginx/access.log dss"}
    assert "--access-log" not in Path(settings.BASE_DIR, "deploy/start").read_text(encoding="utf-8")
