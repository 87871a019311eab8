"""Every failure has its page in Japanese, and every line of the log its request."""

from __future__ import annotations

import errno
import json
import logging
import logging.config
import sys
from datetime import datetime, timedelta

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.urls import path

from dss.access import DomainError, PolicyRefused, refuse
from dss.faults import status_of
from dss.logs import RequestIdFilter, logging_config, request_id
from dss.urls import urlpatterns as own_patterns

FAILURES = {
    "refused": lambda: refuse("所属が確認できていません。").or_refuse(),
    "conflict": lambda: _raise(DomainError("この見積依頼はすでに締め切られています。")),
    "full": lambda: _raise(OSError(errno.ENOSPC, "No space left on device")),
    "database": lambda: _raise(OperationalError("connection refused")),
    "broken": lambda: _raise(ZeroDivisionError("a mistake of ours")),
}


def _raise(error):
    raise error


def _view(failure):
    @login_not_required
    def view(request):
        FAILURES[failure]()

    return view


urlpatterns = [*own_patterns, *(path(f"fail/{name}/", _view(name)) for name in FAILURES)]
handler500 = "dss.faults.server_error"


@pytest.fixture
def failing(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("refused", 403, "所属が確認できていません。"),
        ("conflict", 409, "この見積依頼はすでに締め切られています。"),
        ("full", 507, "空きが足りない"),
        ("database", 503, "ただいま利用できません"),
        ("broken", 500, "エラーが起きました"),
    ],
)
def test_each_failure_has_its_page(failing, name, status, words):
    response = failing.get(f"/fail/{name}/")
    assert response.status_code == status
    assert words in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
def test_an_unavailable_page_says_when_to_come_back(failing):
    assert failing.get("/fail/database/")["Retry-After"] == "30"


def test_without_a_database_a_person_reads_503(client, no_database):
    """The session cannot be loaded: the failure comes from a middleware, before any view."""
    client.raise_request_exception = False
    client.cookies["dss_session"] = "a" * 32
    response = client.get("/me/notifications/")
    assert response.status_code == 503
    assert "ただいま利用できません" in response.content.decode()


def test_a_full_disk_of_the_database_is_told_from_its_absence():
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    assert (status_of(error), status_of(OperationalError("gone")), status_of(KeyError("x"))) == (507, 503, 500)


def test_policy_refusal_carries_its_reason():
    with pytest.raises(PolicyRefused, match="理由"):
        refuse("理由").or_refuse()


@pytest.mark.parametrize(
    ("sent", "kept"), [("abcd-1234-EFGH", True), ("x\ny", False), ("short", False), ("あ" * 9, False)]
)
def test_the_request_id_of_a_proxy_is_kept_only_if_plain(client, sent, kept):
    answered = client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (answered == sent) is kept
    assert len(answered) >= 8


def test_the_log_names_the_route_and_not_the_address(client, caplog):
    with caplog.at_level(logging.INFO, logger="dss.requests"):
        response = client.get("/healthz?code=123456", headers={"X-Request-ID": "request-0001"})
    (record,) = [record for record in caplog.records if record.name == "dss.requests"]
    assert (record.route, record.status, record.method) == ("healthz", response.status_code, "GET")
    assert "123456" not in str(record.__dict__)


def test_production_logs_are_json_with_the_request(capsys):
    config = logging_config(as_json=True)
    formatter = logging.config.DictConfigurator(config).configure_formatter(config["formatters"]["json"])
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    handler.addFilter(RequestIdFilter())
    token = request_id.set("request-0002")
    try:
        handler.handle(logging.LogRecord("dss", logging.WARNING, __file__, 1, "保存 %s", ("済み",), None))
    finally:
        request_id.reset(token)
    line = json.loads(capsys.readouterr().out)
    assert datetime.fromisoformat(line["time"]).utcoffset() == timedelta(0)
    assert (line["message"], line["level"], line["request_id"]) == ("保存 済み", "WARNING", "request-0002")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/services/999999/"])
@pytest.mark.parametrize("debug", [True, False])
def test_what_is_not_there_has_our_page_in_development_too(client, settings, path, debug):
    settings.DEBUG = debug
    response = client.get(path)
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()
    assert "urlpatterns" not in response.content.decode()


@pytest.mark.parametrize("path", ["/nowhere/himitsu-token", "/fail/broken/"])
def test_no_line_of_the_log_holds_a_query_or_a_token(failing, capsys, path):
    """Django hangs the request on its own lines, whose text is the whole address, and names the path in the message."""
    config = logging_config(as_json=True)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.config.DictConfigurator(config).configure_formatter(config["formatters"]["json"]))
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)
    try:
        failing.get(f"{path}?q=himitsu-query", headers={"Referer": "https://x/?q=himitsu"})
    finally:
        logging.getLogger().removeHandler(handler)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert "django.request" in {line["logger"] for line in lines}
    assert not [line for line in lines if "himitsu" in str(line)]
