"""Liveness without the database, readiness with it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg_pool import ConnectionPool

from dss import health


def test_healthz_asks_nothing_of_the_database(client):
    """Without the `db` mark any query would fail this test."""
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_is_ready_when_all_is_migrated(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["pending_migrations"] == 0


@pytest.mark.django_db
def test_readyz_is_not_ready_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts' AND name = '0002_first_rows'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["pending_migrations"] >= 1


def test_readyz_is_not_ready_without_a_database(client, no_database):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "down")


def test_readyz_waits_once_and_not_as_long_as_pages_do(client, monkeypatch, django_db_blocker):
    """A pool in front of a database that is away: nothing listens at port 1."""
    options = {"pool": {"min_size": 1, "max_size": 1, "timeout": 60}}
    away = DatabaseWrapper(
        {**connection.settings_dict, "HOST": "127.0.0.1", "PORT": "1", "OPTIONS": options}, alias="away"
    )
    waits = []
    ask_pool = ConnectionPool.getconn

    def record(pool, timeout=None):
        waits.append(timeout)
        return ask_pool(pool, timeout)

    monkeypatch.setattr(ConnectionPool, "getconn", record)
    monkeypatch.setattr(health, "connection", away)
    monkeypatch.setattr(health, "READY_SECONDS", 0.2)
    try:
        with django_db_blocker.unblock():
            response = client.get("/readyz")
    finally:
        away.close_pool()
    assert (response.status_code, response.json()["database"]) == (503, "down")
    assert waits == [0.2]


def test_health_takes_no_posts(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_readyz_does_not_mind_what_a_newer_version_applied(client):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_newer', now())")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_costs_no_more_than_its_question(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(2):
        client.get("/readyz")


def test_a_process_has_read_every_view_before_its_first_request():
    """Else the first answer of /readyz takes that much longer than the database may."""
    program = "import sys, dss.wsgi; print('procurement.views' in sys.modules, 'dss.health' in sys.modules)"
    environment = {**os.environ, "DEBUG": "on", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "True"]
