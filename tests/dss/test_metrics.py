"""/metrics: for who shows the token, with numbers alone; several processes add up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import MembershipRequest
from dss import jobs
from tests.factories import MunicipalityFactory, OutboxMailFactory, UserFactory

TOKEN = "a-token-of-the-tests"


@pytest.fixture
def scraper(client, settings):
    """Asks for /metrics with the right token and returns the numbers by their full names."""
    settings.METRICS_TOKEN = TOKEN

    def scrape() -> dict[str, float]:
        response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, "text/plain")
        lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}

    return scrape


@pytest.mark.django_db
@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "Bearer \udce3"])
def test_without_the_token_there_is_no_such_page(client, settings, given):
    settings.METRICS_TOKEN = TOKEN
    headers = {} if given is None else {"Authorization": given}
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_an_installation_without_a_token_has_no_such_page(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_requests_are_counted_by_route_method_and_status(client, scraper):
    name = 'dss_requests_total{method="GET",route="healthz",status="200"}'
    before = scraper().get(name, 0)
    client.get("/healthz")
    client.get("/healthz?q=深谷市")
    after = scraper()
    assert after[name] == before + 2
    assert after['dss_request_seconds_count{route="healthz"}'] >= 2


@pytest.mark.django_db
def test_what_strangers_send_makes_no_new_rows(client, scraper):
    """Methods, paths and ids that nobody declared fall into one row each."""
    scraper()
    rows = len(scraper())
    for number in range(30):
        client.generic(f"X{number}", "/healthz")
        client.get(f"/nowhere/{number}/")
    assert len(scraper()) - rows < 30
    assert scraper()['dss_requests_total{method="other",route="healthz",status="405"}'] >= 30


@pytest.mark.django_db
def test_no_number_tells_of_a_person_or_a_search(client, scraper):
    client.get("/search/?q=himitsu", headers={"X-Forwarded-For": "203.0.113.7"})
    assert not [name for name in scraper() if re.search(r"himitsu|203\.0\.113", name)]


@pytest.mark.django_db
def test_what_waits_is_told_with_its_age(scraper):
    now = timezone.now()
    MembershipRequest.objects.create(
        user=UserFactory(),
        email_address_pk=1,
        email="a@example.jp",
        municipality=MunicipalityFactory(),
        department="情報政策課",
        telephone="000",
        rule="unknown",
        created_at=now - timedelta(days=3),
    )
    for status in (MailStatus.FAILED, MailStatus.UNKNOWN, MailStatus.SENT):
        OutboxMailFactory(status=status)
    with transaction.atomic():
        jobs.enqueue(outbox.DELIVER, mail_id=OutboxMailFactory().pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '10 minutes'")
    numbers = scraper()
    assert numbers['dss_jobs{state="todo"}'] == 1
    assert 600 <= numbers["dss_jobs_oldest_seconds"] < 900
    assert (numbers['dss_mails{state="failed"}'], numbers['dss_mails{state="unknown"}']) == (1, 1)
    assert not [name for name in numbers if "sent" in name]
    assert numbers["dss_membership_requests"] == 1
    assert numbers["dss_membership_requests_oldest_seconds"] >= timedelta(days=3).total_seconds()
    assert numbers["dss_workers"] == 0
    assert numbers["dss_database_up"] == 1


@pytest.mark.django_db
def test_a_job_for_later_is_not_late(scraper):
    with transaction.atomic():
        jobs.enqueue(outbox.DELIVER, delay=timedelta(hours=1), mail_id=1)
    numbers = scraper()
    assert (numbers['dss_jobs{state="todo"}'], numbers["dss_jobs_oldest_seconds"]) == (1, 0)


def test_without_a_database_it_says_so(scraper, no_database):
    numbers = scraper()
    assert numbers["dss_database_up"] == 0
    assert "dss_workers" not in numbers


PROCESS = """
import os, sys
sys.path.insert(0, os.getcwd())
from dss.metrics.instruments import POOL, REQUESTS
REQUESTS.labels("healthz", "GET", 200).inc(int(sys.argv[1]))
POOL.labels("connections").set(4)
"""
ASK = """
from pathlib import Path
import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "dss.settings"
django.setup()
from prometheus_client import generate_latest
from dss.metrics.views import _counted
print(generate_latest(_counted()).decode())
"""


def test_processes_add_up_and_the_dead_hold_no_connections(tmp_path):
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"), "DEBUG": "on"}
    env["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"

    def run(*arguments: str) -> str:
        command = [sys.executable, "-c", *arguments]
        done = subprocess.run(command, env=env, cwd=django_settings.BASE_DIR, check=True, capture_output=True)
        return done.stdout.decode()

    run(PROCESS, "2")
    run(PROCESS, "3")
    told = run(ASK)
    assert 'dss_requests_total{method="GET",route="healthz",status="200"} 5.0' in told
    assert 'dss_db_pool{what="connections"} 4.0' not in told
    assert 'dss_db_pool{what="connections"} 8.0' not in told
