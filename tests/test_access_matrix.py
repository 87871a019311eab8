"""Who gets what from every URL. A URL that is not declared in `tests/access/expectations.py` fails the suite."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client

from tests.access.expectations import ADMIN_ONLY, EXPECTATIONS
from tests.access.routes import all_routes
from tests.access.world import PERSONAS, World

pytestmark = pytest.mark.django_db

UNPROTECTED = {"sessions.Session"}
REFUSALS = {403, 404, 405}
LOG_INS = {"/admin/login/", "/accounts/login/"}


def test_every_url_is_declared():
    names = {route.name for route in all_routes() if not route.name.startswith("admin:")}
    assert names - set(EXPECTATIONS) == set(), "URLs that nobody declared"
    assert set(EXPECTATIONS) - names == set(), "declared URLs that do not exist"


@pytest.mark.parametrize("persona", PERSONAS)
def test_reading(persona):
    world = World.build()
    client = world.client(persona)
    wrong = []
    for name, expectation in EXPECTATIONS.items():
        response = client.get(expectation.url(world))
        if response.streaming:
            b"".join(response)
        status = response.status_code
        if status != expectation.get[persona]:
            wrong.append(f"GET {name} as {persona}: {status} instead of {expectation.get[persona]}")
    assert not wrong, "\n".join(wrong)


def fingerprint() -> dict[str, str]:
    """The content of every table that belongs to the product, as one digest each."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label not in UNPROTECTED
    ]
    digests = [
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"  # noqa: S608
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digests))
        return dict(cursor.fetchall())


def writes() -> int:
    """How many rows this transaction has written, those it took back included; far cheaper than the content."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
            " WHERE relname <> 'django_session'"
        )
        return cursor.fetchone()[0]


def again(client: Client) -> Client:
    """The same log-in with nothing else in its cookies, whatever the last request did to the session."""
    caches["default"].clear()
    fresh = Client()
    if settings.SESSION_COOKIE_NAME in client.cookies:
        fresh.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return fresh


@pytest.mark.parametrize("persona", PERSONAS)
def test_writing(persona):
    """An empty POST gets the declared answer; where that is a refusal, nothing in the database has changed."""
    world = World.build()
    logged_in = world.client(persona)
    before = fingerprint()
    wrong = []
    for name, expectation in EXPECTATIONS.items():
        client, refused = again(logged_in), expectation.post[persona] in REFUSALS
        with transaction.atomic():
            written = writes()
            status = client.post(expectation.url(world)).status_code
            changed = refused and writes() != written and fingerprint() != before
            transaction.set_rollback(True)  # the next URL meets the same world
        if status != expectation.post[persona]:
            wrong.append(f"POST {name} as {persona}: {status} instead of {expectation.post[persona]}")
        if changed:
            wrong.append(f"POST {name} as {persona}: refused, and yet something changed")
    assert not wrong, "\n".join(wrong)


def test_a_change_would_be_noticed():
    """What `test_writing` looks at moves with a row that is written, and back with the roll-back."""
    world = World.build()
    before, written = fingerprint(), writes()
    with transaction.atomic():
        world.things["service"].save(update_fields=["vendor"])
        assert writes() > written
        assert fingerprint() == before
        type(world.users["member"]).objects.filter(pk=world.users["member"].pk).update(name="別の名前")
        assert fingerprint() != before
        transaction.set_rollback(True)
    assert fingerprint() == before


@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona != "operator"])
def test_admin_is_closed(persona):
    client = World.build().client(persona)
    for route in all_routes():
        if not route.name.startswith("admin:") or route.name in ADMIN_ONLY.exempt:
            continue
        response = client.get(ADMIN_ONLY.path(route))
        assert response.status_code in {302, 403, 404}, route.name
        if response.status_code == 302:
            assert response.headers["Location"].split("?")[0] in LOG_INS, route.name


@pytest.mark.parametrize("missing", ["999999999", "1"])
def test_anonymous_learns_nothing_from_ids(missing):
    """The same 302 for every id of a protected page, existing or not."""
    world = World.build()
    client = world.client("anonymous")
    for expectation in EXPECTATIONS.values():
        if expectation.get["anonymous"] != 302 or not expectation.has_id:
            continue
        real = client.get(expectation.url(world))
        other = client.get(expectation.url_with_id(world, missing))
        assert (real.status_code, other.status_code) == (302, 302)
        assert real.headers["Location"].split("?")[0] == other.headers["Location"].split("?")[0]
