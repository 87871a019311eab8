"""Queueing: with the caller's transaction, once where asked, and rescued after a death."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.jobs import Job
from procrastinate.testing import InMemoryConnector

from dss import jobs
from dss.logs import RequestIdFilter, job_id, request_id

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
DELIVER = "accounts.jobs.deliver_mail"


@pytest.fixture
def unique_job():
    """A job of this test alone, of which at most one waits per argument."""

    def tidy(*, number: int) -> None: ...

    tidy.__name__ = f"tidy_{uuid.uuid4().hex}"
    task = jobs.job(tidy, unique=True)
    yield task
    del jobs.app.tasks[task.name]


def _rows(columns="task_name, status, args"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM procrastinate_jobs ORDER BY id" % columns)  # noqa: S608, UP031 - our own words
        return cursor.fetchall()


def _start(job_id, heartbeat=None):
    """As a worker does: take the job, and then fall silent at `heartbeat`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (COALESCE(%s, clock_timestamp())) RETURNING id",
            [heartbeat],
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job_id])


@pytest.mark.django_db
def test_a_job_is_queued_with_the_transaction_and_lost_with_it():
    jobs.enqueue(DELIVER, mail_id=1)
    with transaction.atomic():
        jobs.enqueue(DELIVER, mail_id=2)
        transaction.set_rollback(True)
    assert [row[0] for row in _rows("args->>'mail_id'")] == ["1"]


@pytest.mark.django_db
def test_a_delay_is_kept():
    jobs.enqueue(DELIVER, delay=timedelta(hours=1), mail_id=1)
    ((later,),) = _rows("scheduled_at > now() + interval '59 minutes'")
    assert later


@pytest.mark.parametrize("argument", ["x" * 121, {"a": 1}, 1.5, None, b"x"])
@pytest.mark.django_db
def test_only_ids_are_arguments(argument):
    with pytest.raises(TypeError, match="mail_id"):
        jobs.enqueue(DELIVER, mail_id=argument)


@pytest.mark.django_db
def test_an_unknown_name_is_found_at_once():
    with pytest.raises(jobs.UnknownJob, match="no_such_job"):
        jobs.enqueue("accounts.jobs.no_such_job", mail_id=1)


@pytest.mark.django_db
def test_a_unique_job_waits_once_per_argument(unique_job):
    for number in (1, 1, 2):
        jobs.enqueue(unique_job, number=number)
    assert [row[0] for row in _rows("args->>'number'")] == ["1", "2"]
    jobs.enqueue(unique_job, number=2)  # the transaction survived


@pytest.mark.django_db
def test_a_unique_job_is_queued_again_once_it_runs(unique_job):
    jobs.enqueue(unique_job, number=1)
    _start(_rows("id")[0][0])
    jobs.enqueue(unique_job, number=1)
    assert [row[0] for row in _rows("status")] == ["doing", "todo"]


@pytest.mark.django_db(transaction=True)
def test_a_waiting_twin_is_kept_from_workers_until_the_second_commit(unique_job, second_connection):
    """Otherwise it would run on the rows as they were before the second change."""
    jobs.enqueue(unique_job, number=1)
    take = "SELECT id FROM procrastinate_jobs WHERE status = 'todo' FOR UPDATE SKIP LOCKED"
    with transaction.atomic():
        jobs.enqueue(unique_job, number=1)
        assert second_connection.execute(take).fetchall() == []
    assert len(second_connection.execute(take).fetchall()) == 1


def test_now_is_given_to_those_who_ask():
    seen = []

    def asks(*, number: int, now: datetime) -> None:
        seen.append((number, now))

    run = jobs._with_now(asks)
    run(number=1, now=NOW)
    run(timestamp=1, number=2)
    assert seen[0] == (1, NOW)
    assert seen[1][1].tzinfo is not None


def test_waits_double_and_end():
    waits = []
    for attempts in range(jobs.MAX_ATTEMPTS):
        job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
        decision = jobs.Backoff().get_retry_decision(exception=OSError(), job=job)
        if decision is not None:
            waits.append(round((decision.retry_at - datetime.now(UTC)).total_seconds()))
    assert waits == [20, 40, 80, 160, 320, 640, 1280]


@pytest.mark.django_db
def test_the_job_of_a_silent_worker_is_queued_again():
    jobs.enqueue(DELIVER, mail_id=1)
    jobs.enqueue(DELIVER, mail_id=2)
    silent, alive = (row[0] for row in _rows("id"))
    _start(silent, heartbeat=datetime.now(UTC) - timedelta(minutes=2))
    _start(alive)
    assert jobs.rescue_jobs(silent_for=timedelta(seconds=45), now=NOW) == 1
    assert _rows("status, attempts") == [("todo", 1), ("doing", 0)]


@pytest.mark.django_db
def test_a_job_that_keeps_killing_its_worker_is_given_up():
    jobs.enqueue(DELIVER, mail_id=1)
    for _ in range(jobs.MAX_ATTEMPTS):
        _start(_rows("id")[0][0], heartbeat=datetime.now(UTC) - timedelta(minutes=2))
        jobs.rescue_jobs(silent_for=timedelta(seconds=45), now=NOW)
    assert _rows("status, attempts") == [("failed", jobs.MAX_ATTEMPTS)]


@pytest.mark.django_db
def test_a_dead_unique_job_leaves_the_work_to_its_waiting_twin(unique_job):
    jobs.enqueue(unique_job, number=1)
    _start(_rows("id")[0][0], heartbeat=datetime.now(UTC) - timedelta(minutes=2))
    jobs.enqueue(unique_job, number=1)
    assert jobs.rescue_jobs(silent_for=timedelta(seconds=45), now=NOW) == 0
    assert [row[0] for row in _rows("status")] == ["aborted", "todo"]


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_failed_ones_later():
    for number, status in enumerate(["succeeded", "succeeded", "failed", "todo"]):
        jobs.enqueue(DELIVER, mail_id=number)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s WHERE args->>'mail_id' = %s", [status, str(number)]
            )
            age = timedelta(days=0 if number == 0 else 8)
            cursor.execute(
                "UPDATE procrastinate_events e SET at = now() - %s FROM procrastinate_jobs j"
                " WHERE j.id = e.job_id AND j.args->>'mail_id' = %s",
                [age, str(number)],
            )
    jobs.delete_finished_jobs(now=datetime.now(UTC))
    assert [row[0] for row in _rows("args->>'mail_id'")] == ["0", "2", "3"]
    jobs.delete_finished_jobs(now=datetime.now(UTC) + timedelta(days=90))
    assert [row[0] for row in _rows("args->>'mail_id'")] == ["3"]


@pytest.mark.django_db
def test_the_log_leads_from_a_request_to_its_job_and_into_it(caplog):
    token = request_id.set("request-0003")
    caplog.handler.addFilter(RequestIdFilter())
    try:
        with caplog.at_level(logging.INFO):
            jobs.enqueue(DELIVER, mail_id=1)
    finally:
        request_id.reset(token)
    ((number,),) = _rows("id")
    (line,) = [record for record in caplog.records if record.message == "queued"]
    assert (line.request_id, line.task, line.queued_job_id) == ("request-0003", DELIVER, number)


def test_what_a_job_writes_names_the_job():
    seen = []

    def work(*, number: int) -> None:
        seen.append(job_id.get())

    work.__name__ = f"work_{uuid.uuid4().hex}"
    task = jobs.job(work)
    connector = InMemoryConnector()
    with jobs.app.replace_connector(connector) as app:
        app.tasks[task.name].defer(number=1)
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    del jobs.app.tasks[task.name]
    assert seen == [1]
    assert job_id.get() is None
