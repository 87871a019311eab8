"""The command: one line per address, whatever the address holds."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fukaya(db):
    return MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")


def run(*addresses: str) -> list[str]:
    out = io.StringIO()
    call_command("identify_municipality", *addresses, stdout=out)
    return out.getvalue().split("\n")[:-1]


def run_on_input(content: bytes, monkeypatch) -> list[str]:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        return run()


def test_arguments():
    assert run("Taro@city.fukaya.saitama.jp", "x@jhs.city.fukaya.saitama.jp", "x@city.fukaya.lg.jp.") == [
        "Taro@city.fukaya.saitama.jp\tgranted\t112186\tgeographic",
        "x@jhs.city.fukaya.saitama.jp\tmanual\t\tsub-domain",
        "x@city.fukaya.lg.jp.\trefused\t\ttrailing-dot",
    ]


def test_standard_input(monkeypatch):
    lines = [
        b'"x@city.fukaya.lg.jp"',
        b'"a\\tb\\nc@city.fukaya.lg.jp"',
        b'"\\ud800@city.fukaya.lg.jp"',
        b'"x\\u2028@city.fukaya.lg.jp"',
        '"深谷@city.fukaya.lg.jp"'.encode(),
        b'""',
        b"",
        b"x@city.fukaya.lg.jp",
        b'["x@city.fukaya.lg.jp"]',
        b"12",
        b"\xff\xfe",
        b"[" * 100_000,
    ]
    found = run_on_input(b"\r\n".join(lines) + b"\n", monkeypatch)
    assert found[:-1] == [
        "x@city.fukaya.lg.jp\tgranted\t112186\tlg-jp",
        "a\\tb\\nc@city.fukaya.lg.jp\trefused\t\tspace-or-control",
        "\\ud800@city.fukaya.lg.jp\trefused\t\tnot-ascii",
        "x\\u2028@city.fukaya.lg.jp\trefused\t\tnot-ascii",
        "深谷@city.fukaya.lg.jp\trefused\t\tnot-ascii",
        "\trefused\t\tempty",
        "\trefused\t\tnot-json",
        "x@city.fukaya.lg.jp\trefused\t\tnot-json",
        '["x@city.fukaya.lg.jp"]\trefused\t\tnot-json',
        "12\trefused\t\tnot-json",
        "\\xff\\xfe\trefused\t\tnot-json",
    ]
    assert found[-1].endswith("\trefused\t\tnot-json")


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters()), min_size=1, max_size=5))
def test_every_input_line_gives_one_line_of_four_fields(texts, monkeypatch):
    content = "\n".join(json.dumps(text) for text in texts).encode()
    lines = run_on_input(content, monkeypatch)
    assert len(lines) == len(texts)
    assert all(len(line.split("\t")) == 4 and len(line.splitlines()) <= 1 for line in lines)


def test_output_that_carries_ascii_only():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    call_command("identify_municipality", "深谷@city.fukaya.lg.jp", stdout=out)
    out.seek(0)
    assert out.read() == "\\u6df1\\u8c37@city.fukaya.lg.jp\trefused\t\tnot-ascii\n"


def test_empty_list_of_bodies_is_said(fukaya):
    fukaya.delete()
    errors = io.StringIO()
    call_command("identify_municipality", "x@city.fukaya.lg.jp", stdout=io.StringIO(), stderr=errors)
    assert "load_municipalities" in errors.getvalue()
