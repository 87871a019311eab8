"""No input makes a 500: every URL and every form of the URL conf is fed with bad values."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from tests.access.expectations import EXPECTATIONS
from tests.access.routes import all_routes
from tests.access.world import World
from tests.bad_values import IDS, LONG_TEXT, NUL, QUERY_NAMES, SURROGATE_BYTES, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]

BOUNDARY = "frontier"


class FieldNames(HTMLParser):
    """The names of a page's form fields, and which of them are files."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        name = values.get("name")
        if tag in {"input", "select", "textarea"} and name and name != "csrfmiddlewaretoken":
            self.names[name] = values.get("type") or tag


def field_names(response) -> dict[str, str]:
    parser = FieldNames()
    parser.feed(response.content.decode())
    return parser.names


class Failures:
    """Collects every 500, so that one run names them all."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def ask(self, what: str, call, *args, **kwargs):
        response = call(*args, **kwargs)
        if response.streaming:
            b"".join(response)
        if response.status_code >= 500:
            self.found.append(
                f"{response.status_code} {what}: {getattr(response, 'exc_info', None) and response.exc_info[1]!r}"
            )
        return response


@pytest.fixture
def failures():
    collected = Failures()
    yield collected
    assert not collected.found, "\n".join(collected.found)


@pytest.fixture
def world():
    return World.build()


# Those whose pages differ: the others see a subset of theirs.
each_persona = pytest.mark.parametrize("persona", ["anonymous", "member", "staff_a", "vendor_x", "operator"])
each_writer = pytest.mark.parametrize("persona", ["anonymous", "staff_a", "vendor_x"])


def client_of(world: World, persona: str):
    client = world.client(persona)
    client.raise_request_exception = False
    return client


def own_routes():
    return [route for route in all_routes() if not route.name.startswith("admin:")]


@each_persona
def test_every_id(world, failures, persona):
    routes = [route for route in own_routes() if route.parameters]
    assert routes
    client = client_of(world, persona)
    for route in routes:
        for value in IDS:
            kwargs = {name: value if kind == "IntConverter" else value[:100] for name, kind in route.parameters}
            try:
                url = reverse(route.name, kwargs=kwargs)
            except NoReverseMatch:
                continue
            failures.ask(f"{persona} GET {url[:80]}", client.get, url)
            failures.ask(f"{persona} POST {url[:80]}", client.post, url)


@each_writer
def test_every_query_string(world, failures, persona):
    """Every page gets every parameter at once, a bad value at a time."""
    client = client_of(world, persona)
    for name, expectation in EXPECTATIONS.items():
        url = expectation.url(world)
        if expectation.get[persona] != 200:
            continue
        for value in (NUL, TEXTS[3], TEXTS[6], "-1"):
            failures.ask(f"{persona} {name} {value[:9]!r}", client.get, url, dict.fromkeys(QUERY_NAMES, value))
        failures.ask(f"{persona} {name} raw bytes", client.get, url, QUERY_STRING="q=%ED%A0%80&page=%00&%00=1")


@pytest.mark.parametrize("value", [*TEXTS, *IDS], ids=range(len(TEXTS) + len(IDS)))
def test_search_and_paging(world, failures, value):
    """The catalogue, parameter by parameter."""
    client = client_of(world, "anonymous")
    for parameter in QUERY_NAMES:
        failures.ask(f"?{parameter}", client.get, reverse("catalog:service_list"), {parameter: value[:20_000]})


@each_persona
def test_every_form(world, failures, persona):
    """Each persona's forms, found by reading the page, get every bad text in every field at once."""
    client = client_of(world, persona)
    seen = 0
    for name, expectation in EXPECTATIONS.items():
        if expectation.get[persona] != 200:
            continue
        url = expectation.url(world)
        page = failures.ask(f"{persona} GET {name}", client.get, url)
        if page.streaming or page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
            continue
        fields = field_names(page)
        seen += len(fields)
        for value in (NUL, LONG_TEXT, TEXTS[3], "-1"):
            data = {field: value for field, kind in fields.items() if kind != "file"}
            with transaction.atomic():  # a form that was accepted changes nothing for the next one
                failures.ask(f"{persona} POST {name} {value[:10]!r}", client.post, url, data)
                transaction.set_rollback(True)
    assert seen > 50


@each_writer
def test_every_body(world, failures, persona):
    """Wrong content types, truncated multipart, bytes that are no text."""
    bodies = [
        ("application/json", b'{"a": '),
        ("text/plain", SURROGATE_BYTES),
        ("application/x-www-form-urlencoded", b"a=%ED%A0%80&b=%00&name=" + SURROGATE_BYTES),
        (
            f"multipart/form-data; boundary={BOUNDARY}",
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a'.encode(),
        ),
        ("multipart/form-data", b"no boundary"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(3_000))),
        ("application/x-www-form-urlencoded", b"text=" + b"a" * 3_000_000),
    ]
    client = client_of(world, persona)
    for name, expectation in EXPECTATIONS.items():
        if expectation.post[persona] == 405:
            continue
        for kind, body in bodies:
            failures.ask(f"{persona} {name} {kind}", client.generic, "POST", expectation.url(world), body, kind)


@pytest.mark.parametrize("persona", ["anonymous", "staff_a"])
def test_every_method(world, failures, persona):
    client = client_of(world, persona)
    for name, expectation in EXPECTATIONS.items():
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"):
            failures.ask(f"{persona} {method} {name}", client.generic, method, expectation.url(world))
