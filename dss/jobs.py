"""Background jobs: how one is declared, queued, retried and rescued. Below every room, like `dss.access`.

    @job                                          # <app>/jobs.py, found by itself at start-up
    def deliver_mail(*, mail_id: int, now: datetime) -> None: ...

    enqueue("accounts.jobs.deliver_mail", mail_id=mail.pk)     # in an action, inside its transaction

Actions name a job by its dotted path, because jobs stand above actions. A job may run twice (its worker can die after
the work and before the acknowledgement), so it must be idempotent. Arguments are ids only: rows of finished jobs lie
about, and no personal data or code may lie about with them. A job that declares `now` is given the present moment:
that is the only place where jobs read the clock.
"""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, overload

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from procrastinate.worker import Worker

from dss import logs

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LONGEST_WAIT = timedelta(hours=6)
LONGEST_ARGUMENT = 120

type_of_job = Task[Any, Any, Any]


class UnknownJob(LookupError):
    """No app declares a job of this name: a typing error, found by the first test that queues it."""


class Backoff(BaseRetryStrategy):
    """Try again after 20 s, 40 s, 80 s … (at most `LONGEST_WAIT`), `MAX_ATTEMPTS` runs in all."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        # The signature is procrastinate's: every exception is worth another try.
        if job.attempts + 1 >= MAX_ATTEMPTS:
            return None
        wait = min(timedelta(seconds=20 * 2**job.attempts), LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


def manager() -> JobManager:
    """The queue through Django's own connection, so that queueing commits or rolls back with the caller's rows.

    procrastinate's `task.defer()` would use a connection of its own when it is called inside a worker.
    """
    return JobManager(DjangoConnector(alias="default"))


def _named_in_logs(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Every line of the log that is written meanwhile names the job. The signature is procrastinate's."""
    token = logs.job_id.set(context.job.id)
    try:
        return call_next()
    finally:
        logs.job_id.reset(token)


def _give_way_to_twin(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """A `unique` job that fails while its twin waits leaves the work to the twin.

    Its own retry would collide with the twin's queueing lock. The signature is procrastinate's.
    """
    try:
        return call_next()
    except Exception:
        if context.job.queueing_lock and _waiting(context.job.queueing_lock):
            logger.warning("job %s failed; its twin in the queue does the work", context.job.id, exc_info=True)
            return None
        raise


def _waiting(queueing_lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [queueing_lock])
        return cursor.fetchone() is not None


def _with_now(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `now` to a job that declares it; take procrastinate's `timestamp` of a periodic run away."""
    wants_now = "now" in inspect.signature(function).parameters

    @functools.wraps(function)
    def run(timestamp: int | None = None, **arguments: Any) -> Any:
        if wants_now:
            arguments.setdefault("now", timezone.now())
        return function(**arguments)

    return run


@overload
def job(function: Callable[..., Any]) -> type_of_job: ...


@overload
def job(*, unique: bool) -> Callable[[Callable[..., Any]], type_of_job]: ...


def job(function: Callable[..., Any] | None = None, *, unique: bool = False) -> Any:
    """Declare a job. `unique`: while one waits, queueing it again with the same arguments changes nothing."""

    def declare(target: Callable[..., Any]) -> type_of_job:
        task: type_of_job = app.task(
            name=f"{target.__module__}.{target.__name__}",
            retry=Backoff(),
            task_middleware=[_named_in_logs, _give_way_to_twin],
        )(_with_now(target))
        task.unique = unique  # type: ignore[attr-defined]
        return task

    return declare if function is None else declare(function)


def periodic_job(cron: str) -> Callable[[Callable[..., Any]], type_of_job]:
    """Declare a job that runs by the clock. `cron` is in UTC: 18:00 there is 03:00 in Tokyo.

    It is not retried (the next run is the retry) and two never wait at once. However many workers run, one of them
    queues it.
    """

    def declare(target: Callable[..., Any]) -> type_of_job:
        name = f"{target.__module__}.{target.__name__}"
        task: type_of_job = app.periodic(cron=cron)(
            app.task(name=name, queueing_lock=name, task_middleware=[_named_in_logs])(_with_now(target))
        )
        task.unique = True  # type: ignore[attr-defined]
        return task

    return declare


def enqueue(task: type_of_job | str, *, delay: timedelta | None = None, **ids: int | str) -> None:
    """Queue a job inside the caller's transaction: it runs after the commit, and never if that rolls back."""
    declared = _find(task)
    _refuse_content(declared.name, ids)
    waiting_job = Job(
        id=None,
        queue=declared.queue,
        lock=None,
        queueing_lock=_unique_key(declared, ids),
        task_name=declared.name,
        priority=declared.priority,
        task_kwargs=dict(ids),
        scheduled_at=timezone.now() + delay if delay else None,
    )
    if waiting_job.queueing_lock is None:
        _defer(waiting_job)
    else:
        _enqueue_unique(waiting_job, waiting_job.queueing_lock)


def _defer(waiting_job: Job) -> None:
    """The line of the log leads from a request to its job: both numbers stand in it."""
    queued = manager().defer_job(waiting_job)
    logger.info("queued", extra={"task": queued.task_name, "queued_job_id": queued.id})


def _find(task: type_of_job | str) -> type_of_job:
    if not isinstance(task, str):
        return task
    try:
        return app.tasks[task]
    except KeyError:
        raise UnknownJob(task) from None


def _refuse_content(name: str, ids: dict[str, int | str]) -> None:
    for key, value in ids.items():
        is_id = isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST_ARGUMENT)
        if not is_id:
            raise TypeError(f"{name}: the argument {key} is no id")


def _unique_key(task: type_of_job, ids: dict[str, int | str]) -> str | None:
    if not getattr(task, "unique", False):
        return None
    parts = [f"{key}={value}" for key, value in sorted(ids.items())]
    return ":".join([task.name, *parts])


def _enqueue_unique(waiting_job: Job, queueing_lock: str) -> None:
    """Queue unless a twin waits; then hold the twin until our commit.

    A worker that picked the twin up before our commit would work on the rows as they were before our change. It skips
    locked rows, so the share lock keeps it away exactly that long.
    """
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' FOR SHARE",
                    [queueing_lock],
                )
                if cursor.fetchone() is not None:
                    return
            try:
                with transaction.atomic():
                    _defer(waiting_job)
            except AlreadyEnqueued:
                continue
            return


@periodic_job("* * * * *")
def rescue_jobs_of_dead_workers(*, now: datetime) -> None:
    """Every minute: put back what a killed worker left half done."""
    rescue_jobs(silent_for=timedelta(seconds=45), now=now)


@periodic_job("20 18 * * *")  # 03:20 in Tokyo
def delete_finished_jobs(*, now: datetime) -> None:
    """Every night: forget jobs finished a week ago; failed ones after 90 days, for somebody may still ask."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE"
            " (j.status = 'succeeded' AND NOT EXISTS (SELECT 1 FROM procrastinate_events e"
            " WHERE e.job_id = j.id AND e.at >= %(week)s))"
            " OR (j.status IN ('failed', 'cancelled', 'aborted') AND NOT EXISTS"
            " (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %(quarter)s))",
            {"week": now - timedelta(days=7), "quarter": now - timedelta(days=90)},
        )


def rescue_jobs(*, silent_for: timedelta, now: datetime) -> int:
    """Re-queue the running jobs whose worker gave no sign of life for `silent_for`; return how many.

    A job that keeps killing its worker ends as failed after `MAX_ATTEMPTS`. One whose twin already waits ends as
    aborted: the twin does the work.
    """
    rescued = 0
    for job_id in _stalled(silent_for):
        with transaction.atomic():
            rescued += _rescue_one(job_id, now)
    return rescued


def _stalled(silent_for: timedelta) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND (w.id IS NULL"
            " OR w.last_heartbeat < clock_timestamp() - make_interval(secs => %s)) ORDER BY j.id",
            [silent_for.total_seconds()],
        )
        return [row[0] for row in cursor.fetchall()]


def _rescue_one(job_id: int, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.attempts, EXISTS (SELECT 1 FROM procrastinate_jobs t WHERE t.queueing_lock = j.queueing_lock"
            " AND t.status = 'todo') FROM procrastinate_jobs j WHERE j.id = %s AND j.status = 'doing' FOR UPDATE",
            [job_id],
        )
        row = cursor.fetchone()
        if row is None:
            return 0
        attempts, twin_waits = row
        if twin_waits:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', false)", [job_id])
            return 0
        if attempts + 1 >= MAX_ATTEMPTS:
            logger.error("job %s killed its worker %s times and is given up", job_id, attempts + 1)
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
            return 0
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, now])
    logger.warning("job %s was left by a dead worker and is queued again", job_id)
    return 1
