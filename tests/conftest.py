"""Shared fixtures. Every test runs on a real PostgreSQL."""

from __future__ import annotations

from importlib import import_module

import pgtrigger
import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from accounts.consents import forget_versions

# Machines are shared and noisy: examples are judged by what they show, not by how long they took.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_triggers():
    """Transactional tests end with a TRUNCATE of everything, which the append-only tables refuse."""
    original = TransactionTestCase._fixture_teardown
    first_terms = import_module("accounts.migrations.0003_first_terms")

    def teardown(self):
        with pgtrigger.ignore():
            original(self)
        with connection.cursor() as cursor:  # Django does not know these tables
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
        first_terms.add_first_versions(apps, None)  # what a migration put there belongs to every empty database

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True)
def _terms_of_this_test():
    """The versions in force are kept in memory for a day, which is longer than a test lasts."""
    forget_versions()
    yield
    forget_versions()


@pytest.fixture
def second_connection(transactional_db):
    """Another session of the same database, in a transaction of its own: the other person in a race."""
    parameters = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters) as session:
        yield session
        session.rollback()


@pytest.fixture
def no_database(django_db_blocker, monkeypatch):
    """A database that refuses every connection."""

    def refuse(_):
        raise psycopg.OperationalError("connection refused")

    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setattr(connection, "get_new_connection", refuse)
        yield
        connection.close()
