"""A real worker process, killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import OutboxMail
from dss import jobs
from dss.management.commands.demo import database_url
from tests.factories import OutboxMailFactory

PATIENCE = 120.0  # a loaded machine takes long to start a process
pytestmark = pytest.mark.django_db(transaction=True)


def _environment(**more: str) -> dict[str, str]:
    url = database_url(connection.settings_dict)
    return {**os.environ, "DEBUG": "on", "DATABASE_URL": url, **more}


@contextmanager
def _worker(**environment: str):
    command = [sys.executable, "manage.py", "run_worker", "--concurrency", "1"]
    process = subprocess.Popen(command, env=_environment(**environment), cwd=settings.BASE_DIR)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _work_off(**environment: str) -> None:
    command = [sys.executable, "manage.py", "run_worker", "--until-idle"]
    subprocess.run(command, env=_environment(**environment), cwd=settings.BASE_DIR, check=True, timeout=PATIENCE)


def _until(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.1)


def _status_of_the_job() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = %s", [outbox.DELIVER])
        return cursor.fetchone()[0]


def _forget_heartbeats() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")


def _mail() -> OutboxMail:
    with transaction.atomic():
        mail = OutboxMailFactory()
        jobs.enqueue(outbox.DELIVER, mail_id=mail.pk)
    return mail


@pytest.fixture
def mailbox(tmp_path):
    """A folder that stands for the mail server; the environment under which a worker mails into it."""
    return tmp_path, {"EMAIL_URL": f"filemail:///{tmp_path}"}


@pytest.fixture
def deaf_server():
    """A mail server that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"


def test_a_job_of_a_killed_worker_is_done_by_the_next_one(mailbox, second_connection):
    folder, environment = mailbox
    mail = _mail()
    second_connection.execute("SELECT 1 FROM accounts_outboxmail WHERE id = %s FOR UPDATE", [mail.pk])
    with _worker(**environment) as worker:
        _until(lambda: _status_of_the_job() == "doing")
        time.sleep(1)  # it now waits for the row we hold
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    second_connection.rollback()
    assert _status_of_the_job() == "doing"
    _forget_heartbeats()
    assert jobs.rescue_jobs(silent_for=timedelta(seconds=45), now=datetime.now(UTC)) == 1
    _work_off(**environment)
    assert (_status_of_the_job(), len(list(folder.iterdir()))) == ("succeeded", 1)
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.SENT, 1)


def test_a_mail_whose_worker_was_killed_while_sending_is_of_unknown_fate(mailbox, deaf_server):
    folder, environment = mailbox
    mail = _mail()
    with _worker(EMAIL_URL=deaf_server) as worker:
        _until(lambda: OutboxMail.objects.get().status == MailStatus.SENDING)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    _forget_heartbeats()
    now = datetime.now(UTC)
    assert jobs.rescue_jobs(silent_for=timedelta(seconds=45), now=now) == 1
    _work_off(**environment)
    assert _status_of_the_job() == "succeeded"
    assert list(folder.iterdir()) == []
    assert outbox.mark_lost_mails(now=now + timedelta(minutes=20)) == 1
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.UNKNOWN, 1)


def test_a_worker_told_to_stop_finishes_and_ends_cleanly():
    with _worker() as worker:
        _until(lambda: _workers() == 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE) == 0
    assert _workers() == 0


def test_a_worker_survives_the_loss_of_its_database_connections(mailbox):
    _, environment = mailbox
    with _worker(**environment):
        _until(lambda: _workers() == 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        mail = _mail()
        _until(lambda: OutboxMail.objects.get(pk=mail.pk).status == MailStatus.SENT)


def _workers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        return cursor.fetchone()[0]
