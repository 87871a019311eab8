"""Secrets may stand in files: `SECRET_KEY_FILE=/run/secrets/secret_key` instead of `SECRET_KEY=…`."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

SECRETS = (
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DATABASE_URL",
    "DATABASE_DIRECT_URL",
    "DATABASE_REPLICA_URL",
    "EMAIL_URL",
    "CACHE_URL",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
    "METRICS_TOKEN",
    "MAIL_HOOK_SECRET",
)


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Put the content of each named file into `environment`, without the end of its line.

    A variable that is set itself goes before its file. A file that cannot be read is an error: a server that starts
    without its secret would start as something else.
    """
    for name in SECRETS:
        path = environment.get(f"{name}_FILE", "")
        if path and name not in environment:
            environment[name] = Path(path).read_text(encoding="utf-8").strip()
