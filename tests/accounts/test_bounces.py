"""Mails that did not arrive: who may say so, what follows, and how an address comes back."""

from __future__ import annotations

import email
import hashlib
import hmac
import io
import json
import mailbox
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.actions.bounces import LIVES, ToldBefore, UnknownMail, lift_suspension, record_bounce
from accounts.delivery_reports import bounce_in
from accounts.enums import BounceKind, MailStatus
from accounts.mail_references import envelope_sender, mail_named_by, reference_of
from accounts.models import AuditEvent, MailBounce, NotificationPreference, OutboxMail, SuspendedAddress
from dss.access import DomainError, PolicyRefused
from tests.factories import EmailAddressFactory, OperatorFactory, OutboxMailFactory, UserFactory
from tests.races import all_at_once

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
HOOK = "/hooks/mail/bounces/"
SECRET = "s" * 40
pytestmark = pytest.mark.django_db


def _sent(user=None, now=NOW, **facts):
    user = user or UserFactory()
    facts = {"status": MailStatus.SENT, "claimed_at": now, "finished_at": now, "event": "report_resolved", **facts}
    return OutboxMailFactory(**{"user": user, "to": user.email, **facts})


def _bounced(mail, kind=BounceKind.HARD, now=NOW, recipient=None):
    record_bounce(
        mail_id=mail.pk, recipient=mail.to if recipient is None else recipient, kind=kind, detail="550", now=now
    )


def _is_suspended(address):
    return SuspendedAddress.objects.filter(address=address, lifted_at=None).exists()


# --- What follows ---------------------------------------------------------------------------------------------------


def test_a_hard_bounce_suspends_the_address_and_codes_still_go_out():
    user = UserFactory()
    _bounced(_sent(user))
    assert _is_suspended(user.email)
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"record_bounce", "suspend_address"}
    notice = OutboxMailFactory(user=user, to=user.email, event="report_resolved")
    code = OutboxMailFactory(user=user, to=user.email, event="membership_code", is_sensitive=True)
    fixed = OutboxMailFactory(user=user, to=user.email, event="confirmation_reminder")
    for mail in (notice, code, fixed):
        outbox.deliver(mail_id=mail.pk, now=NOW)
        mail.refresh_from_db()
    assert [mail.status for mail in (notice, code, fixed)] == ["withheld", "sent", "withheld"]


def test_five_soft_ones_within_a_week_suspend():
    user = UserFactory()
    for day in range(4):
        _bounced(_sent(user), BounceKind.SOFT, NOW + timedelta(days=day))
    _bounced(_sent(user), BounceKind.SOFT, NOW + timedelta(days=7, hours=1))
    assert not _is_suspended(user.email), "the first is forgotten"
    _bounced(_sent(user), BounceKind.SOFT, NOW + timedelta(days=7, hours=2))
    assert _is_suspended(user.email)
    suspension = SuspendedAddress.objects.get()
    lift_suspension(
        suspension=suspension, reason="電話で確認", actor=OperatorFactory(), now=NOW + timedelta(days=7, hours=3)
    )
    _bounced(_sent(user), BounceKind.SOFT, NOW + timedelta(days=7, hours=4))
    assert not _is_suspended(user.email), "counted anew"


def test_a_complaint_turns_its_kind_off_and_suspends_nothing():
    user = UserFactory()
    _bounced(_sent(user), BounceKind.COMPLAINT)
    assert NotificationPreference.objects.get(user=user).way == "site"
    _bounced(_sent(user, event="confirmation_reminder"), BounceKind.COMPLAINT)
    assert NotificationPreference.objects.count() == 1
    assert not SuspendedAddress.objects.exists()


def test_the_same_answer_twice_changes_nothing():
    mail = _sent()
    _bounced(mail)
    with pytest.raises(ToldBefore):
        _bounced(mail)
    assert (MailBounce.objects.count(), SuspendedAddress.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_answers_at_once_make_one_suspension():
    user = UserFactory()
    mails = [_sent(user) for _ in range(4)]
    all_at_once([lambda mail=mail: _bounced(mail) for mail in mails * 2])
    assert (MailBounce.objects.count(), SuspendedAddress.objects.count()) == (4, 1)


@pytest.mark.parametrize(
    "facts",
    [
        {"status": MailStatus.PENDING},
        {"status": MailStatus.WITHHELD},
        {"status": MailStatus.FAILED},
        {"claimed_at": NOW - LIVES - timedelta(days=1)},
    ],
)
def test_only_mails_that_went_out_lately_are_answered(facts):
    with pytest.raises(UnknownMail):
        _bounced(_sent(**facts))
    assert not MailBounce.objects.exists()


def test_another_recipient_than_ours_is_refused():
    with pytest.raises(UnknownMail):
        _bounced(_sent(), recipient="victim@town.example")
    assert not SuspendedAddress.objects.exists()


# --- Coming back ----------------------------------------------------------------------------------------------------


def test_operators_lift_it_with_a_reason_and_nobody_else():
    user = UserFactory()
    _bounced(_sent(user))
    suspension = SuspendedAddress.objects.get()
    with pytest.raises(PolicyRefused):
        lift_suspension(suspension=suspension, reason="私です", actor=user, now=NOW)
    operator = OperatorFactory()
    lift_suspension(suspension=suspension, reason="電話で確認した", actor=operator, now=NOW)
    assert AuditEvent.objects.get(verb="lift_suspension").reason == "電話で確認した"
    with pytest.raises(DomainError):
        lift_suspension(suspension=suspension, reason="もう一度", actor=operator, now=NOW)
    assert not _is_suspended(user.email)


def test_the_person_is_told_and_resumes_by_a_code(client):
    user = EmailAddressFactory().user
    client.force_login(user)
    assert reverse("accounts:mail_suspension") not in client.get("/me/").content.decode()
    _bounced(_sent(user))
    assert reverse("accounts:mail_suspension") in client.get("/me/").content.decode()
    assert user.email in client.get("/me/mail/").content.decode()
    assert client.post("/me/mail/send/", {"address": user.email}).status_code == 302
    mail = OutboxMail.objects.get(event="mail_restart_code")
    outbox.deliver(mail_id=mail.pk, now=timezone.now())
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", django_mail.outbox[-1].body)[0]
    mail.refresh_from_db()
    assert (mail.status, mail.body) == (MailStatus.SENT, "")
    assert client.post("/me/mail/code/", {"code": "BCDF-GHJK"}).status_code == 200
    assert _is_suspended(user.email)
    assert client.post("/me/mail/code/", {"code": code}).status_code == 302
    assert not _is_suspended(user.email)
    assert reverse("accounts:mail_suspension") not in client.get("/me/").content.decode()


@pytest.mark.parametrize("address", ["", "\0", "victim@town.example", "a" * 5000])
def test_no_code_goes_to_somebody_elses_address(client, address):
    victim = EmailAddressFactory(user=UserFactory(email="victim@town.example")).user
    _bounced(_sent(victim))
    client.force_login(EmailAddressFactory().user)
    assert client.post("/me/mail/send/", {"address": address}).status_code == 404
    assert not OutboxMail.objects.filter(event="mail_restart_code").exists()


# --- The hook -------------------------------------------------------------------------------------------------------


@pytest.fixture
def hook(client, settings):
    settings.MAIL_HOOK_SECRET = SECRET

    def post(said, *, at=None, secret=SECRET, signature=None):
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        seconds = int((at or timezone.now()).timestamp())
        digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
        header = signature if signature is not None else f"t={seconds},v1={digest}"
        return client.post(HOOK, body, content_type="application/json", headers={"X-Bounce-Signature": header})

    return post


def _event(mail, **facts):
    event = {"kind": "hard", "message_id": f"<outbox-{mail.pk}@dss.example>", "recipient": mail.to}
    return {"events": [event | facts]}


def test_a_signed_event_suspends_and_its_replay_is_refused(hook):
    mail = _sent(now=timezone.now())
    assert hook(_event(mail, detail="550 5.1.1\r\nno such user")).status_code == 200
    assert SuspendedAddress.objects.get().detail == "550 5.1.1 no such user"
    assert hook(_event(mail)).status_code == 409
    assert MailBounce.objects.count() == 1


def test_who_did_not_sign_now_changes_nothing(hook, client):
    mail = _sent(now=timezone.now())
    late = timezone.now() - timedelta(minutes=6)
    for response in (
        hook(_event(mail), secret="x" * 40),
        hook(_event(mail), at=late),
        hook(_event(mail), at=timezone.now() + timedelta(minutes=6)),
        hook(_event(mail), signature=""),
        hook(_event(mail), signature="t=1,v1=0"),
        hook(_event(mail), signature="t=" + "9" * 5000),
        client.post(HOOK),
    ):
        assert response.status_code == 403
    assert client.get(HOOK).status_code == 405
    assert not MailBounce.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff",
        b"[" * 5000,
        b"[]",
        b'{"events": []}',
        b'{"events": [1]}',
        b'{"events": [{"kind": "loud", "message_id": "<outbox-1@x>", "recipient": "a@b.example"}]}',
        b'{"events": [{"kind": "hard", "message_id": 5, "recipient": "a@b.example"}]}',
        b'{"events": [{"kind": "hard", "message_id": "<other@x>", "recipient": "a@b.example"}]}',
        b'{"events": [{"kind": "hard", "message_id": "<outbox-999999999999999999@x>", "recipient": "a@b.example"}]}',
        b'{"events": [{"kind": ["hard"], "message_id": "<outbox-1@x>", "recipient": "a@b.example"}]}',
        b'{"events": [{"kind": "hard", "message_id": "<outbox-1@x>", "recipient": "\\u0000\\ud800"}]}',
    ],
)
def test_what_is_signed_and_makes_no_sense_is_422(hook, body):
    assert hook(body).status_code == 422
    assert not MailBounce.objects.exists()


def test_all_events_or_none(hook):
    mail = _sent(now=timezone.now())
    wrong = SimpleNamespace(pk=mail.pk, to="victim@town.example")
    said = {"events": _event(mail)["events"] + _event(wrong)["events"]}
    assert hook(said).status_code == 422
    assert not MailBounce.objects.exists()


def test_a_huge_body_is_not_read(hook):
    assert hook(b"x" * (64 * 1024 + 1)).status_code == 413


def test_without_a_secret_there_is_no_hook(client, settings):
    settings.MAIL_HOOK_SECRET = ""
    assert client.post(HOOK).status_code == 404


# --- Reports that come as mails -------------------------------------------------------------------------------------


REPORT = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

could not be delivered
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; a@town.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--B
Content-Type: text/rfc822-headers

{headers}

--B--
"""


def _report(mail=None, *, to="bounces@dss.example", action="failed", status="5.1.1", headers=None):
    headers = f"X-Outbox-Reference: {reference_of(mail.pk)}" if headers is None else headers
    return REPORT.format(to=to, action=action, status=status, headers=headers)


def _read(text):
    return bounce_in(email.message_from_string(text))


def test_reports_name_the_mail_by_its_headers_or_by_whom_they_came_to(settings):
    settings.BOUNCE_ADDRESS = "bounces@dss.example"
    mail = _sent()
    by_headers, by_address = _read(_report(mail)), _read(_report(to=envelope_sender(mail.pk), headers="Subject: x"))
    assert by_headers.mail_id == by_address.mail_id == mail.pk
    assert by_headers.kind == BounceKind.HARD
    assert _read(_report(mail, action="delayed", status="4.4.1")).kind == BounceKind.SOFT
    assert _read(_report(mail, action="failed", status="4.4.7")).kind == BounceKind.SOFT
    assert _read(_report(mail, action="delivered", status="2.0.0")) is None


def test_a_report_without_our_signature_is_nobodys(settings):
    mail = _sent()
    forged = f"Message-ID: <outbox-{mail.pk}@dss.example>\nX-Outbox-Reference: {mail.pk}.{'0' * 20}"
    assert _read(_report(headers=forged)) is None
    assert _read(_report(to=f"bounces+{mail.pk}.{'0' * 20}@dss.example", headers="Subject: x")) is None
    assert _read("Subject: hello\n\nbuy this") is None
    assert mail_named_by(reference_of(mail.pk).replace(".", "1.")) is None
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    old = reference_of(mail.pk)
    settings.SECRET_KEY = "another key, as long as the first one was before it was changed"
    assert mail_named_by(old) == mail.pk


def test_the_command_reads_one_or_a_maildir(tmp_path, monkeypatch):
    first, second = _sent(now=timezone.now()), _sent(now=timezone.now())
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(_report(first).encode())))
    call_command("process_bounces", stdout=io.StringIO())
    assert _is_suspended(first.to)
    box = mailbox.Maildir(tmp_path / "box")
    box.add(_report(second))
    box.add("Subject: spam\n\nhello")
    for _ in range(2):
        call_command("process_bounces", maildir=str(tmp_path / "box"), stdout=io.StringIO())
    assert _is_suspended(second.to)
    assert MailBounce.objects.count() == 2
    assert not list((tmp_path / "box" / "new").iterdir())
    assert len(list((tmp_path / "box" / "cur").iterdir())) == 2


def test_the_envelope_carries_the_reference_and_the_from_stays(settings):
    settings.BOUNCE_ADDRESS = "bounces@dss.example"
    settings.DEFAULT_FROM_EMAIL = "広場 <no-reply@dss.example>"
    mail = OutboxMailFactory()
    outbox.deliver(mail_id=mail.pk, now=NOW)
    (sent,) = django_mail.outbox
    assert sent.from_email == f"bounces+{reference_of(mail.pk)}@dss.example"
    assert "no-reply@dss.example" in sent.message()["From"]
    assert sent.message()["Content-Language"] == "ja"
    assert sent.message()["List-Id"] == "<notices.dss.example>"
