"""Log records know the request they belong to; in production they are JSON lines on standard output."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[int | None] = ContextVar("job_id", default=None)


class RequestIdFilter(logging.Filter):
    """Adds `request_id` and `job_id` to every record, and takes out the request that Django hangs on its own.

    Its text is the address with the query string; the path, which Django puts into the message, may hold a token. The
    route tells as much as anybody needs.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        record.job_id = job_id.get()
        request = record.__dict__.pop("request", None)
        if hasattr(request, "resolver_match"):
            match = request.resolver_match
            record.route = match.route if match else None
            record.msg, record.args = _without_path(record, request), None
        return True


def _without_path(record: logging.LogRecord, request: Any) -> str:
    message = record.getMessage()
    for address in (request.get_full_path(), request.path):
        message = message.replace(address, "(path)") if len(address) > 1 else message
    return message


def logging_config(*, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING. Query strings and form values never go into it: they may hold names and codes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "dss.logs.RequestIdFilter"}},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "{levelname}{name}{message}{request_id}{job_id}",
                "style": "{",
                "rename_fields": {"levelname": "level", "name": "logger"},
                "timestamp": "time",  # ISO 8601 in UTC
                "json_ensure_ascii": False,
            },
            "plain": {"format": "{levelname} {name} {message}", "style": "{"},
        },
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "filters": ["request_id"],
                "formatter": "json" if as_json else "plain",
            }
        },
        "root": {"handlers": ["stdout"], "level": "INFO" if as_json else "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "INFO" if as_json else "WARNING"},
            "procrastinate.blueprints": {"level": "WARNING"},  # every process would list every job at its start
            "procrastinate.periodic": {"level": "WARNING"},
        },
    }
