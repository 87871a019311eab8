"""Invitations go out once each, although a real worker is killed in the middle of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import OutboxMail
from dss import jobs
from dss.management.commands.demo import database_url
from procurement import actions
from tests.factories import PublishedServiceFactory, VendorMembershipFactory

PATIENCE = 90.0
VENDORS = 12
pytestmark = pytest.mark.django_db(transaction=True)


def worker(folder, *arguments):
    url = database_url(connection.settings_dict)
    environment = {**os.environ, "DEBUG": "on", "DATABASE_URL": url, "EMAIL_URL": f"filemail:///{folder}"}
    command = [sys.executable, "manage.py", "run_worker", *arguments]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)


def sent():
    return OutboxMail.objects.filter(event="quote_invited", status=MailStatus.SENT).count()


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


def test_a_killed_worker_neither_loses_nor_repeats_an_invitation(market, draft, tmp_path):
    """Killed after some of the mails: the next worker sends the rest. One that was just being sent is of unknown fate
    and shown to the operators, never sent twice."""
    services = [PublishedServiceFactory() for _ in range(VENDORS)]
    people = [VendorMembershipFactory(vendor=service.vendor).user for service in services]
    request = draft()
    for service in services:
        actions.invite_quote_service(request=request, service=service, actor=market.asker, now=market.now)
    request.refresh_from_db()
    actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    mails = OutboxMail.objects.filter(event="quote_invited")
    everybody = mails.count()
    assert everybody == VENDORS + 3
    killed = worker(tmp_path, "--concurrency", "1")
    try:
        until(lambda: sent() >= 3)
        killed.send_signal(signal.SIGKILL)
    finally:
        killed.kill()
        killed.wait()
    assert 3 <= sent() < everybody
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    jobs.rescue_jobs(silent_for=timedelta(seconds=45), now=datetime.now(UTC))
    assert worker(tmp_path, "--until-idle").wait(timeout=PATIENCE) == 0
    lost = outbox.mark_lost_mails(now=datetime.now(UTC) + timedelta(minutes=20))
    assert lost <= 1
    assert sent() == everybody - lost
    assert set(mails.values_list("attempts", flat=True)) == {1}
    letters = "".join(path.read_text() for path in tmp_path.iterdir())
    counts = [letters.count(f"To: {person.email}") for person in [*people, market.x, market.x2, market.y]]
    assert max(counts) == 1
    assert counts.count(0) <= lost
