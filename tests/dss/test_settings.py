"""What the environment decides."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.utils.module_loading import import_string

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


def _databases(**environment: str) -> list[str]:
    """What a process with these variables knows of databases, the router and the middleware."""
    code = (
        "from dss import settings; print(*settings.DATABASES, len(getattr(settings, 'DATABASE_ROUTERS', [])),"
        " 'dss.routing.ReplicaMiddleware' in settings.MIDDLEWARE)"
    )
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}
    env |= {"DEBUG": "on", "DATABASE_URL": "postgresql://one@127.0.0.1:1/dss", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE
    )
    return done.stdout.decode().split()


def test_a_replica_is_used_only_where_one_is_named():
    assert _databases(DATABASE_REPLICA_URL="") == ["default", "0", "False"]
    named = _databases(DATABASE_REPLICA_URL="postgresql://two@127.0.0.1:2/dss", DATABASE_POOL="on")
    assert named == ["default", "replica", "1", "True"]


@pytest.mark.parametrize("scheme", ["rediscache", "rediss"])
def test_a_shared_cache_needs_nothing_but_its_address(scheme):
    """The client of Redis and Valkey is installed; it connects at the first use only."""
    config = settings.env.cache_url_config(f"{scheme}://cache.example:6379/0")
    backend = import_string(config["BACKEND"])(config["LOCATION"], config)
    assert backend._cache.get_client() is not None
