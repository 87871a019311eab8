"""Secrets out of files."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from dss.secret_files import SECRETS, read_secret_files


def test_a_secret_is_read_from_its_file_without_the_end_of_the_line(tmp_path):
    (tmp_path / "key").write_text("a key\n")
    environment = {"SECRET_KEY_FILE": str(tmp_path / "key")}
    read_secret_files(environment)
    assert environment["SECRET_KEY"] == "a key"


def test_the_variable_itself_goes_before_its_file(tmp_path):
    (tmp_path / "key").write_text("of the file")
    environment = {"SECRET_KEY_FILE": str(tmp_path / "key"), "SECRET_KEY": "set"}
    read_secret_files(environment)
    assert environment["SECRET_KEY"] == "set"


def test_a_file_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_secret_files({"SECRET_KEY_FILE": str(tmp_path / "none")})


def test_every_secret_that_may_stand_in_a_file_is_one_of_the_settings():
    files = [settings.BASE_DIR / "dss" / "settings.py", settings.BASE_DIR / "dss" / "storage" / "configuration.py"]
    source = "".join(path.read_text() for path in files)
    assert [name for name in SECRETS if f'"{name}"' not in source] == []


def test_only_secrets_come_from_files(tmp_path):
    (tmp_path / "any").write_text("x")
    environment = {"PATH_FILE": str(tmp_path / "any"), "DEBUG_FILE": str(tmp_path / "any")}
    read_secret_files(environment)
    assert environment.keys() == {"PATH_FILE", "DEBUG_FILE"}


def test_a_server_whose_database_stands_in_a_file_is_no_development(tmp_path):
    """manage.py turns DEBUG on for who names no database."""
    (tmp_path / "url").write_text("postgresql://dss@127.0.0.1:1/dss\n")
    kept = ("DEBUG", "DATABASE_URL", "PYTEST_VERSION")
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    environment |= {"DATABASE_URL_FILE": str(tmp_path / "url"), "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "dss.example"}
    code = "from django.conf import settings as s; print(s.DEBUG, s.DATABASES['default']['NAME'])"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True)
    assert done.stdout.decode().split() == ["False", "dss"]
