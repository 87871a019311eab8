"""What the environment decides."""

from __future__ import annotations

import sys

import pytest

from dss import settings


@pytest.mark.parametrize(
    ("command", "direct", "variable"),
    [
        ("run_worker", "postgresql://direct", "DATABASE_DIRECT_URL"),
        ("migrate", "postgresql://direct", "DATABASE_DIRECT_URL"),
        ("shell", "postgresql://direct", "DATABASE_URL"),
        ("run_worker", "", "DATABASE_URL"),
    ],
)
def test_workers_and_migrations_go_past_the_pooler(monkeypatch, command, direct, variable):
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    monkeypatch.setenv("DATABASE_DIRECT_URL", direct)
    assert settings._database_variable() == variable
