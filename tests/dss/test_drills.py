"""The drills judge rightly, and what they put around the product behaves as its counterpart does."""

from __future__ import annotations

import smtplib
import threading
from collections import Counter
from io import BytesIO

import pytest

from dss.antivirus import AntivirusUnavailable, scanned
from dss.drills.judging import Finding, judge_answers, judge_mails, judge_rows, report
from dss.drills.outside import MailServer, Manner, Scanner
from dss.drills.people import Answer
from dss.drills.processes import DrillError, program_of_debian

PAGE = '<html lang="ja"><p>ただいまご利用いただけません</p></html>'


def _answer(status: int, text: str = PAGE) -> Answer:
    return Answer(status, text, "", 0.1)


@pytest.fixture
def finding():
    return Finding("訓練")


@pytest.mark.parametrize(
    ("stored", "faults"),
    [({"a": 1, "b": 1}, 0), ({"a": 1, "b": 1, "written, answer lost": 1}, 0), ({"a": 1}, 1), ({"a": 2, "b": 1}, 1)],
)
def test_an_acknowledged_row_must_be_there_once(finding, stored, faults):
    judge_rows(finding, ["a", "b"], stored)
    assert len(finding.faults) == faults


@pytest.mark.parametrize(
    ("received", "unknown", "faults"),
    [
        ({"a": 1, "b": 1}, 0, 0),
        ({"a": 1}, 1, 0),
        ({"a": 1, "b": 1}, 1, 0),  # sent, and the worker died before it could write so
        ({"a": 1}, 0, 1),
        ({"a": 2, "b": 1}, 0, 1),
        ({"a": 2, "b": 1}, 2, 1),  # being shown excuses no second copy
    ],
)
def test_a_mail_comes_once_or_is_shown(finding, received, unknown, faults):
    judge_mails(finding, 2, Counter(received), unknown=unknown)
    assert len(finding.faults) == faults


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ([_answer(302, ""), _answer(503)], 0),
        ([_answer(500)], 1),
        ([_answer(503, "Service Unavailable")], 1),
        ([_answer(0, "ConnectionResetError")], 1),
    ],
)
def test_only_expected_answers_in_japanese_pass(finding, answers, faults):
    judge_answers(finding, answers, 302, 503)
    assert len(finding.faults) == faults


def test_a_fault_ends_with_1_and_stands_in_the_line(capsys):
    good, bad = Finding("一つ目"), Finding("二つ目")
    bad.demand(False, "失われた")
    assert (report([good]), report([bad, good])) == (0, 1)
    assert "[不可] 二つ目：★失われた" in capsys.readouterr().out


def test_a_missing_package_is_named(tmp_path):
    with pytest.raises(DrillError, match="apt-get install nothing-such"):
        program_of_debian(tmp_path / "no-such-program", "nothing-such")


@pytest.fixture
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.behave(Manner.WELL)
    server.stop()


def _send(port: int, subject: str, seconds: float = 10) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=seconds) as line:
        line.sendmail("a@dss.example", ["b@dss.example"], f"Subject: {subject}\r\n\r\nbody\r\n.dot\r\n")


def test_the_mail_server_counts_what_it_got(mail_server):
    for subject in ("one", "two", "two"):
        _send(mail_server.port, subject)
    assert mail_server.received() == {"one": 1, "two": 2}


def test_a_deaf_mail_server_speaks_later(mail_server):
    mail_server.behave(Manner.DEAF)
    sending = threading.Thread(target=_send, args=[mail_server.port, "late"])
    sending.start()
    sending.join(0.3)
    assert (sending.is_alive(), mail_server.received()) == (True, {})
    mail_server.behave(Manner.WELL)
    sending.join()
    assert mail_server.received() == {"late": 1}


def test_a_mail_taken_in_silence_counts(mail_server):
    mail_server.behave(Manner.SILENT)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(mail_server.port, "unsaid", seconds=0.5)
    assert mail_server.received() == {"unsaid": 1}


def test_the_scanner_speaks_the_protocol_and_can_be_away():
    scanner = Scanner()
    scanner.start()
    assert scanned(BytesIO(b"harmless"), scanner.url, seconds=5) == ""
    assert scanned(BytesIO(Scanner.HARMFUL), scanner.url, seconds=5) == "Drill"
    scanner.stop()
    with pytest.raises(AntivirusUnavailable):
        scanned(BytesIO(b"harmless"), scanner.url, seconds=5)
    scanner.start()
    assert scanned(BytesIO(b"harmless"), scanner.url, seconds=5) == ""
    scanner.stop()
