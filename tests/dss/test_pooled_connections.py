"""A PgBouncer in transaction mode gives each transaction another connection: nothing may be left on one."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection

from dss.management.commands.run_worker import warn_of_a_small_pool

#: What outlives a transaction in PostgreSQL.
LEFT_BEHIND = re.compile(
    r"""pg_(try_)?advisory_lock(_shared)?\(   # locks of the session; those of the transaction are pg_advisory_xact_…
      | ["'(]\s*(LISTEN|UNLISTEN|PREPARE|DEALLOCATE|DISCARD|DECLARE)\s
      | ["'(]SET\s+(?!LOCAL\b|CONSTRAINTS\b)\w+\s*(=|TO\b)
      | set_config\([^)]*,\s*false\)
      | \bCREATE\s+(TEMP|TEMPORARY)\b
      | \bWITH\s+HOLD\b
    """,
    re.VERBOSE,
)
ROOMS = ("accounts", "catalog", "documents", "dss", "forums", "procurement")


def _sources():
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            if "drills" not in path.parts:
                yield path


def test_no_code_leaves_state_on_a_connection():
    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {match.group()}"
        for path in _sources()
        for match in LEFT_BEHIND.finditer(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "statement",
    [
        '"SELECT pg_advisory_lock(1)"',
        '"LISTEN jobs"',
        '"SET search_path = a"',
        '"SET work_mem TO x"',
        "set_config('a', 'b', false)",
        '"CREATE TEMP TABLE x"',
    ],
)
def test_what_would_be_left_is_recognised(statement):
    assert LEFT_BEHIND.search(statement)


@pytest.mark.parametrize("statement", ['"SET LOCAL work_mem = 1"', '"SELECT pg_advisory_xact_lock(1)"', '"SET NULL"'])
def test_what_ends_with_the_transaction_may_be(statement):
    assert not LEFT_BEHIND.search(statement)


def test_neither_cursors_nor_prepared_statements_stay_on_the_server():
    assert connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert connection.get_connection_params()["prepare_threshold"] is None


@pytest.mark.parametrize(("concurrency", "warnings"), [(4, 0), (5, 1)])
def test_a_worker_says_when_its_jobs_will_wait_for_connections(monkeypatch, caplog, concurrency, warnings):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 4})
    warn_of_a_small_pool(concurrency)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * warnings


def test_a_worker_without_a_pool_has_nothing_to_wait_for(monkeypatch, caplog):
    monkeypatch.delitem(connection.settings_dict["OPTIONS"], "pool", raising=False)
    warn_of_a_small_pool(100)
    assert caplog.records == []
