"""Liveness without the database, readiness with it."""

from __future__ import annotations

import pytest
from django.db import connection


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
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts' AND name = '0002_cache_table'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["pending_migrations"] >= 1


def test_readyz_is_not_ready_without_a_database(client, no_database):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "down")


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
