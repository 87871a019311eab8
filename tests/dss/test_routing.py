"""Which database answers: with a real streaming replica, where Debian's PostgreSQL 15 is installed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from accounts.models import Municipality
from dss import routing
from dss.drills.postgres import Server, wait_until_caught_up
from dss.drills.processes import POSTGRES_BIN

pytestmark = pytest.mark.skipif(not POSTGRES_BIN.is_dir(), reason="Debian's postgresql-15 is not installed")
ROUTER = routing.ReplicaRouter()


@pytest.fixture(scope="module")
def servers():
    """A primary with one table, and the replica that follows it."""
    folder = Path(tempfile.mkdtemp(prefix="dss-routing-"))
    folder.chmod(0o755)
    started = []
    try:
        primary = Server(folder / "primary", "fsync=off")
        primary.create()
        started.append(primary)
        primary.ask("CREATE TABLE things (id int)")
        replica = primary.create_replica(folder / "replica", "fsync=off")
        started.append(replica)
        yield primary, replica
    finally:
        for server in reversed(started):
            if server.is_running():
                server.stop("immediate")
        shutil.rmtree(folder)


@pytest.fixture
def pair(servers, monkeypatch, django_db_blocker):
    """The two as this process's databases, with nothing known about the replica yet."""
    primary, replica = servers
    handler = type(connections)(
        {
            alias: {"ENGINE": "django.db.backends.postgresql", "NAME": "dss", "USER": "postgres", "HOST": "127.0.0.1"}
            | {"PORT": server.port, "OPTIONS": {"connect_timeout": 2}}
            for alias, server in (("default", primary), ("replica", replica))
        }
    )
    monkeypatch.setattr(routing, "connections", handler)
    monkeypatch.setattr("django.contrib.postgres.signals.connections", handler)  # asks each new connection for types
    monkeypatch.setattr(routing, "replica", routing.Replica())
    if not replica.is_running():
        replica.start()
    wait_until_caught_up(primary, replica)
    with django_db_blocker.unblock():
        yield primary, replica
        handler.close_all()
    if replica.is_running():
        replica.ask("SELECT pg_wal_replay_resume()")


def _read() -> str:
    """Which server a read of this request goes to."""
    return ROUTER.db_for_read(Municipality)


def _opened(rf, *reads, cookies=None, method="get", path="/services/"):
    """The databases that the view of one request read from."""
    seen = []

    def view(request):
        seen.extend(read() for read in reads or (_read,))
        return HttpResponse()

    request = getattr(rf, method)(path)
    request.COOKIES = cookies or {}
    routing.ReplicaMiddleware(view)(request)
    return seen


@pytest.fixture
def signed_in(settings):
    return {settings.SESSION_COOKIE_NAME: "k" * 32}


def test_pages_read_from_a_replica_that_has_everything(pair, rf, signed_in):
    assert _opened(rf) == _opened(rf, cookies=signed_in) == ["replica"]


def test_nothing_else_does(pair, rf, signed_in):
    assert _read() == "default"
    assert _opened(rf, method="post") == _opened(rf, path="/admin/accounts/user/", cookies=signed_in) == ["default"]


def test_what_was_committed_before_the_page_is_seen_however_far_the_replica_is_behind(pair, rf, signed_in):
    primary, replica = pair
    replica.ask("SELECT pg_wal_replay_pause()")
    primary.ask("INSERT INTO things VALUES (1)")
    assert _opened(rf, cookies=signed_in) == ["default"]
    replica.ask("SELECT pg_wal_replay_resume()")
    wait_until_caught_up(primary, replica)
    assert _opened(rf, cookies=signed_in) == ["replica"]


def test_a_visitor_reads_what_is_a_second_old_and_nothing_older(pair, rf, monkeypatch):
    primary, replica = pair
    assert _opened(rf) == ["replica"]
    replica.ask("SELECT pg_wal_replay_pause()")
    primary.ask("INSERT INTO things VALUES (1)")
    assert _opened(rf) == ["replica"]
    monkeypatch.setattr(routing, "VISITORS_SECONDS", 0.0)
    routing.replica._known_until = 0.0  # the second is over
    assert _opened(rf) == ["default"]


def test_one_request_reads_from_one_database(pair, rf, signed_in):
    primary, _ = pair

    def falls_behind():
        primary.ask("INSERT INTO things VALUES (1)")
        return "behind"

    assert _opened(rf, _read, falls_behind, _read, cookies=signed_in) == ["replica", "behind", "replica"]


def test_after_a_write_and_inside_a_transaction_the_primary_answers(pair, rf, signed_in):
    def write():
        return ROUTER.db_for_write(Municipality)

    routing.connections["default"].in_atomic_block = True
    assert _opened(rf, cookies=signed_in) == ["default"]
    routing.connections["default"].in_atomic_block = False
    assert _opened(rf, _read, write, _read, cookies=signed_in) == ["replica", "default", "default"]


def test_rows_of_both_go_together_and_only_the_primary_is_migrated():
    one, other = Municipality(), Municipality()
    one._state.db, other._state.db = "default", "replica"
    assert ROUTER.allow_relation(one, other)
    assert (ROUTER.allow_migrate("default", "accounts"), ROUTER.allow_migrate("replica", "accounts")) == (True, False)


def test_a_dead_replica_is_said_once_and_asked_again_later(pair, rf, signed_in, caplog, monkeypatch):
    primary, replica = pair
    assert _opened(rf, cookies=signed_in) == ["replica"]
    replica.stop("immediate")
    assert [_opened(rf, cookies=signed_in) for _ in range(3)] == [["default"]] * 3
    monkeypatch.setattr(routing, "AWAY_SECONDS", 0.0)
    routing.replica._away_until = 0.0
    assert _opened(rf, cookies=signed_in) == ["default"]
    assert [record.levelname for record in caplog.records if record.name == "dss.routing"] == ["ERROR"]
    replica.start()
    wait_until_caught_up(primary, replica)
    assert _opened(rf, cookies=signed_in) == ["replica"]


def test_a_page_whose_replica_dies_meanwhile_is_made_once_more(pair, rf, signed_in):
    seen = []

    def view(request):
        seen.append((_read(), getattr(request, "mark", "")))
        request.mark = "of the first try"
        return HttpResponse(status=503 if seen[-1][0] == "replica" else 200)

    request = rf.get("/")
    request.COOKIES = signed_in
    response = routing.ReplicaMiddleware(view)(request)
    assert (response.status_code, seen) == (200, [("replica", ""), ("default", "")])
    assert _opened(rf, cookies=signed_in) == ["default"]  # left alone for some seconds


def test_a_primary_that_never_was_a_replica_is_not_read_as_one(pair, rf, signed_in, monkeypatch, caplog):
    primary, _ = pair
    routing.connections["replica"].settings_dict["PORT"] = primary.port
    assert _opened(rf, cookies=signed_in) == ["default"]
    assert "it is no replica" in caplog.text


def test_without_the_primary_nothing_is_answered_from_the_replica(pair, rf, signed_in):
    routing.connections["default"].settings_dict["PORT"] = 1
    with pytest.raises(OperationalError):
        _opened(rf, cookies=signed_in)


def test_a_streamed_answer_stays_with_its_database_and_files_stay_files(pair, rf, tmp_path):
    primary, replica = pair
    answer = routing.ReplicaMiddleware(lambda request: StreamingHttpResponse(_read() for _ in range(2)))(rf.get("/"))
    pieces = iter(answer)
    first = next(pieces)
    assert (first, _read()) == (b"replica", "default")
    replica.ask("SELECT pg_wal_replay_pause()")
    primary.ask("INSERT INTO things VALUES (1)")
    assert list(pieces) == [b"replica"]
    path = tmp_path / "file"
    path.write_bytes(b"bytes")
    sent = routing.ReplicaMiddleware(lambda request: FileResponse(path.open("rb")))(rf.get("/"))
    assert sent.file_to_stream is not None
    sent.close()
