"""What waits in the database, asked each time Prometheus asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from accounts.enums import MailStatus, RequestStatus
from accounts.models import MembershipRequest, OutboxMail
from dss.release import code_digest

#: Succeeded jobs and sent mails are many and tell nothing.
JOB_STATES = ("todo", "doing", "failed", "aborted")
MAIL_STATES = (MailStatus.PENDING, MailStatus.SENDING, MailStatus.FAILED, MailStatus.UNKNOWN)
WORKER_SECONDS = 60


class State(Collector):
    """Gauges of the whole installation, whichever process is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """While the database is away, that alone is told."""
        build = GaugeMetricFamily("dss_build_info", "The version of the code", labels=["digest"])
        build.add_metric([code_digest()], 1)
        yield build
        try:
            found = [*_jobs(), *_mails(), *_requests(timezone.now())]
        except (DatabaseError, InterfaceError):
            found = []
        yield GaugeMetricFamily("dss_database_up", "Whether the database answered", value=bool(found))
        yield from found


def _jobs() -> Iterator[GaugeMetricFamily]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status::text = ANY(%s) GROUP BY 1",
            [list(JOB_STATES)],
        )
        numbers = dict(cursor.fetchall())
        cursor.execute(
            "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - greatest(j.scheduled_at, e.at))), 0)"
            " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= clock_timestamp())"
        )
        oldest = float(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)",
            [WORKER_SECONDS],
        )
        workers = cursor.fetchone()[0]
    yield _by_state("dss_jobs", "Background jobs", {state: numbers.get(state, 0) for state in JOB_STATES})
    yield GaugeMetricFamily("dss_jobs_oldest_seconds", "How long the oldest job that is due has waited", value=oldest)
    yield GaugeMetricFamily("dss_workers", "Workers that gave a sign of life", value=workers)


def _mails() -> Iterator[GaugeMetricFamily]:
    rows = OutboxMail.objects.filter(status__in=MAIL_STATES).order_by().values_list("status").annotate(Count("pk"))
    numbers = {str(status): number for status, number in rows}
    yield _by_state(
        "dss_mails", "Mails not sent yet", {state.value: numbers.get(state.value, 0) for state in MAIL_STATES}
    )


def _requests(now: datetime) -> Iterator[GaugeMetricFamily]:
    waiting = MembershipRequest.objects.filter(status=RequestStatus.PENDING).aggregate(
        number=Count("pk"), oldest=Min("created_at")
    )
    age = (now - waiting["oldest"]).total_seconds() if waiting["oldest"] else 0
    yield GaugeMetricFamily("dss_membership_requests", "Memberships that wait for operators", value=waiting["number"])
    yield GaugeMetricFamily("dss_membership_requests_oldest_seconds", "The age of the oldest of them", value=age)


def _by_state(name: str, about: str, numbers: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=["state"])
    for state, number in numbers.items():
        family.add_metric([state], number)
    return family
