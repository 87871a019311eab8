"""What operators decide about a job that does not get on by itself: once more, or no more."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from dss.access import DomainError

_TAKEN = "このジョブは、すでに動いているか、終わっています。"


@transaction.atomic
def retry_failed_job(job_id: int, now: datetime) -> str:
    """Put a failed job back into the queue and return its name. DomainError: it is not failed, or its twin waits."""
    name, twin_waits = _lock(job_id, ("failed",))
    if twin_waits:
        raise DomainError("同じ内容のジョブがすでに待っています。こちらは取り下げてください。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_retry_job_v2(%s, %s, NULL, NULL, NULL)", [job_id, now])
    return name


@transaction.atomic
def cancel_job(job_id: int) -> str:
    """Give a failed or waiting job up for good and return its name. DomainError: a worker has it, or it is done."""
    name, _ = _lock(job_id, ("failed", "todo"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s", [job_id])
    return name


def _lock(job_id: int, states: tuple[str, ...]) -> tuple[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, EXISTS (SELECT 1 FROM procrastinate_jobs t WHERE t.id <> j.id"
            " AND t.queueing_lock = j.queueing_lock AND t.status = 'todo')"
            " FROM procrastinate_jobs j WHERE j.id = %s AND j.status::text = ANY(%s) FOR UPDATE",
            [job_id, list(states)],
        )
        row = cursor.fetchone()
    if row is None:
        raise DomainError(_TAKEN)
    return str(row[0]), bool(row[1])
