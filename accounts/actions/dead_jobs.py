"""Operators and the queue of background jobs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import DeadJob, User
from accounts.policies.jobs import can_manage_jobs
from dss.dead_jobs import cancel_job, retry_failed_job


@transaction.atomic
def retry_dead_job(*, job: DeadJob, reason: str, actor: User, now: datetime) -> None:
    """Run a failed job once more. Jobs are idempotent: what it did before is not done twice."""
    can_manage_jobs(actor).or_refuse()
    name = retry_failed_job(job.pk, now)
    record(actor=actor, verb="retry_job", obj=job, now=now, reason=reason, data={"job": name})


@transaction.atomic
def cancel_dead_job(*, job: DeadJob, reason: str, actor: User, now: datetime) -> None:
    """Never run it: what it was for happened otherwise or is wanted no more, as `reason` says."""
    can_manage_jobs(actor).or_refuse()
    name = cancel_job(job.pk)
    record(actor=actor, verb="cancel_job", obj=job, now=now, reason=reason, data={"job": name})
