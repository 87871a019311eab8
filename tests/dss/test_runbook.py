"""What the pages on running it tell people to type is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.db import connection, transaction

from accounts import outbox
from dss import jobs

DOCS = sorted((settings.BASE_DIR / "docs").glob("*.md"))
TEXT = "\n".join(path.read_text() for path in [*DOCS, settings.BASE_DIR / "README.md"])


def test_every_command_of_the_documents_exists():
    named = set(re.findall(r"(?:manage\.py|run --rm \w+) ([a-z]\w+)", TEXT))
    assert {"restore", "end_sessions", "reset_operator_mfa", "create_operator"} <= named
    assert named - get_commands().keys() == set()


def test_every_file_of_deploy_that_is_named_exists():
    named = set(re.findall(r"deploy/[a-z][\w./-]*[a-z]", TEXT))
    own_to_write = {"deploy/env", "deploy/secrets"}
    assert [name for name in sorted(named - own_to_write) if not (settings.BASE_DIR / name).exists()] == []


def test_every_file_that_the_compose_file_mounts_exists():
    folder = settings.BASE_DIR / "deploy"
    mounted = set(re.findall(r"- \./([\w./-]+):", (folder / "compose.yaml").read_text()))
    assert "nginx/dss.conf" in mounted
    assert [name for name in sorted(mounted - {"tls"}) if not (folder / name).exists()] == []


def test_every_unit_that_is_named_exists():
    units = {path.name.partition(".")[0].rstrip("@") for path in (settings.BASE_DIR / "deploy/systemd").iterdir()}
    named = set(re.findall(r"\b(dss-(?:web|worker|migrate|backup)\w*)", TEXT))
    assert named <= units


def test_every_option_that_is_shown_is_understood():
    """As typed in the runbook: argparse would end the process."""
    for words in (
        ["end_sessions", "a@dss.example", "--by", "b@dss.example", "--reason", "x"],
        ["sweep_files", "--dry-run"],
        ["check_files", "--most", "1"],
        ["reindex_services", "--stale"],
    ):
        command = load_command_class(get_commands()[words[0]], words[0])
        command.create_parser("manage.py", words[0]).parse_args(words[1:])


@pytest.mark.django_db(transaction=True)
def test_a_job_that_failed_for_good_is_queued_again(capsys):
    with transaction.atomic():
        jobs.enqueue(outbox.DELIVER, mail_id=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' RETURNING id")
        number = cursor.fetchone()[0]
    call_command("procrastinate", "shell", "list_jobs", "status=failed")
    assert str(number) in capsys.readouterr().out
    call_command("procrastinate", "shell", "retry", str(number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [number])
        assert cursor.fetchone()[0] == "todo"


@pytest.mark.parametrize(("given", "missing"), [({}, "SECRET_KEY"), ({"SECRET_KEY": "x"}, "DATABASE_URL")])
def test_the_start_script_says_what_is_missing_and_starts_no_database_of_its_own(given, missing):
    env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", **given}
    started = subprocess.run(
        [settings.BASE_DIR / "deploy/start", "check"], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True
    )
    assert started.returncode != 0
    assert f"ImproperlyConfigured: {missing}" in started.stderr
