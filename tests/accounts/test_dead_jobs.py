"""Jobs that are stuck: what counts, running them once more, giving them up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import connection
from django.utils import timezone

from accounts.actions.dead_jobs import cancel_dead_job, retry_dead_job
from accounts.models import AuditEvent, DeadJob
from dss import jobs
from dss.access import DomainError, PolicyRefused
from tests.factories import OperatorFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _job(status="failed", **ids):
    """A job that got into this state an hour ago."""
    jobs.enqueue("accounts.jobs.deliver_mail", **(ids or {"mail_id": 1}))
    key = DeadJob.objects.order_by("-pk").values_list("pk", flat=True)[0]
    if status in {"failed", "doing"}:
        _sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", key)
    if status == "failed":
        _sql("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", key)
    _sql("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", timezone.now() - HOUR, key)
    return DeadJob.objects.get(pk=key)


def _status(job):
    return DeadJob.objects.values_list("status", flat=True).get(pk=job.pk)


def _worker(silent_for=timedelta(0)):
    at = timezone.now() - silent_for
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [at])
        return cursor.fetchone()[0]


def test_what_is_stuck():
    _worker()
    stuck = [_job(), _job("doing"), _job("todo")]
    assert list(DeadJob.objects.dead(timezone.now()).order_by("pk")) == stuck
    assert not DeadJob.objects.unattended(timezone.now()).exists()
    assert not DeadJob.objects.dead(timezone.now() - HOUR).exclude(status="failed").exclude(status="doing").exists()


def test_what_waits_because_no_worker_is_there_is_not_stuck_but_unattended():
    failed, waiting = _job(), _job("todo")
    for silent in (False, True):
        if silent:
            _worker(silent_for=timedelta(minutes=2))
        assert list(DeadJob.objects.dead(timezone.now())) == [failed]
        assert list(DeadJob.objects.unattended(timezone.now())) == [waiting]
    _worker()
    assert not DeadJob.objects.unattended(timezone.now()).exists()


def test_nothing_is_unattended_before_a_quarter_of_an_hour():
    job = _job("todo")
    for minutes, waits in ((14, False), (16, True)):
        at = timezone.now() - timedelta(minutes=minutes)
        _sql("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", at, job.pk)
        assert DeadJob.objects.unattended(timezone.now()).exists() is waits


def test_what_a_live_worker_has_or_is_due_later_is_not():
    running, later = _job("doing"), _job("todo")
    _sql("UPDATE procrastinate_jobs SET worker_id = %s WHERE id = %s", _worker(), running.pk)
    _sql("UPDATE procrastinate_jobs SET scheduled_at = %s WHERE id = %s", timezone.now() + HOUR, later.pk)
    assert not DeadJob.objects.dead(timezone.now()).exists()


def test_once_more_with_a_reason_on_record():
    job, operator = _job(), OperatorFactory()
    retry_dead_job(job=job, reason="設定を直した", actor=operator, now=timezone.now())
    assert _status(job) == "todo"
    assert AuditEvent.objects.get(verb="retry_job").data == {"job": "accounts.jobs.deliver_mail"}
    with pytest.raises(DomainError):
        retry_dead_job(job=job, reason="もう一度", actor=operator, now=timezone.now())


def test_not_while_its_twin_waits():
    job = _job()
    _sql("UPDATE procrastinate_jobs SET queueing_lock = 'twin' WHERE id = %s", job.pk)
    jobs.enqueue("accounts.jobs.deliver_mail", mail_id=2)
    _sql("UPDATE procrastinate_jobs SET queueing_lock = 'twin' WHERE status = 'todo'")
    with pytest.raises(DomainError, match="同じ内容"):
        retry_dead_job(job=job, reason="もう一度", actor=OperatorFactory(), now=timezone.now())
    assert _status(job) == "failed"


@pytest.mark.parametrize("status", ["failed", "todo"])
def test_given_up_for_good(status):
    job = _job(status)
    cancel_dead_job(job=job, reason="宛先がもうない", actor=OperatorFactory(), now=timezone.now())
    assert _status(job) == "cancelled"
    assert not DeadJob.objects.dead(timezone.now()).exists()


def test_never_what_a_worker_may_be_at():
    job = _job("doing")
    with pytest.raises(DomainError):
        cancel_dead_job(job=job, reason="x", actor=OperatorFactory(), now=timezone.now())
    assert _status(job) == "doing"


def test_operators_alone():
    job = _job()
    for act in (retry_dead_job, cancel_dead_job):
        with pytest.raises(PolicyRefused):
            act(job=job, reason="x", actor=UserFactory(), now=timezone.now())
    assert _status(job) == "failed"


def test_on_their_screen(client, settings):
    settings.OPERATOR_MFA = False
    client.force_login(OperatorFactory())
    rows = [_job(mail_id=7), _job(mail_id=8)]
    page = client.get("/admin/accounts/deadjob/").content.decode()
    assert "deliver_mail" in page
    assert "失敗（再試行も終わり）" in page
    assert "mail_id=7" in client.get(f"/admin/accounts/deadjob/{rows[0].pk}/change/").content.decode()
    data = {"action": "retry", ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    assert "理由" in client.post("/admin/accounts/deadjob/", data).content.decode()
    client.post("/admin/accounts/deadjob/", {**data, "reason": "直した"})
    assert {_status(row) for row in rows} == {"todo"}
