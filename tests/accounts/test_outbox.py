"""The outbox: one mail per event and recipient, whatever dies on the way."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import OutboxMail
from accounts.notification_events import NotificationEvent, _events, register
from tests.factories import OutboxMailFactory, UserFactory

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


class Answering(BaseEmailBackend):
    """A mail server whose answers are set by the test."""

    on_open: Exception | None = None
    on_send: Exception | None = None

    def open(self):
        if self.on_open:
            raise self.on_open

    def send_messages(self, messages):
        if self.on_send:
            raise self.on_send
        return len(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Answering"
    yield Answering
    Answering.on_open = Answering.on_send = None


def _queue(**changes):
    outbox.queue_mail(
        **{
            "event": "test_event",
            "instance_key": "1",
            "to": "a@town.example",
            "subject": "件名",
            "body": "本文\n",
            "now": NOW,
            **changes,
        }
    )


def _jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' ORDER BY id",
            [outbox.DELIVER],
        )
        return [row[0] for row in cursor.fetchall()]


def _take_the_jobs():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


@pytest.mark.django_db
def test_a_double_submit_makes_one_row_and_one_job():
    _queue()
    _queue(subject="別の件名")
    _queue(to="b@town.example")
    assert list(OutboxMail.objects.order_by("pk").values_list("to", "subject")) == [
        ("a@town.example", "件名"),
        ("b@town.example", "件名"),
    ]
    assert len(_jobs()) == 2


@pytest.mark.django_db
def test_a_rolled_back_action_mails_nobody():
    with transaction.atomic():
        _queue()
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()
    assert not _jobs()


@pytest.mark.django_db
def test_a_subject_cannot_smuggle_a_header():
    _queue(subject="件名\r\nBcc: x@evil.example\n" + "長" * 300)
    subject = OutboxMail.objects.get().subject
    assert "\n" not in subject
    assert "\r" not in subject
    assert len(subject) == 200


@pytest.mark.django_db
def test_a_mail_is_sent_once_and_says_which_row_it_was():
    mail = OutboxMailFactory()
    for _ in range(2):
        outbox.deliver(mail_id=mail.pk, now=NOW)
    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([mail.to], mail.subject, mail.body)
    assert sent.extra_headers["Message-ID"].startswith(f"<outbox-{mail.pk}@")
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.finished_at) == (MailStatus.SENT, 1, NOW)
    assert mail.body


@pytest.mark.django_db
def test_a_body_with_a_code_is_erased_once_sent():
    mail = OutboxMailFactory(is_sensitive=True, body="確認コード ABC-123")
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert (mail.status, mail.body) == (MailStatus.SENT, "")
    assert "ABC-123" in django_mail.outbox[0].body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer",
    [
        {"on_open": ConnectionRefusedError()},
        {"on_open": TimeoutError()},
        {"on_open": smtplib.SMTPConnectError(421, b"busy")},
        {"on_send": smtplib.SMTPRecipientsRefused({"a@town.example": (450, b"greylisted")})},
        {"on_send": smtplib.SMTPDataError(452, b"full")},
    ],
)
def test_a_refusal_that_may_pass_is_tried_again_later(server, answer):
    mail = OutboxMailFactory()
    for name, error in answer.items():
        setattr(server, name, error)
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.PENDING, 1)
    assert mail.last_error
    (planned,) = _jobs()
    assert planned is not None


@pytest.mark.django_db
def test_a_server_that_keeps_refusing_fails_the_mail_after_a_day(server):
    mail = OutboxMailFactory()
    server.on_open = ConnectionRefusedError()
    waits = []
    for _ in range(len(outbox.WAITS) + 1):
        outbox.deliver(mail_id=mail.pk, now=NOW)
        waits += [timedelta(minutes=round((at - timezone.now()).total_seconds() / 60)) for at in _jobs()]
        _take_the_jobs()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.FAILED, len(outbox.WAITS) + 1)
    assert tuple(waits) == outbox.WAITS


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [smtplib.SMTPRecipientsRefused({"a@town.example": (550, b"no such user")}), smtplib.SMTPDataError(554, b"spam")],
)
def test_a_final_refusal_is_final_at_once(server, error):
    mail = OutboxMailFactory()
    server.on_send = error
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.FAILED
    assert not _jobs()


@pytest.mark.django_db
@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected(), TimeoutError(), ConnectionResetError()])
def test_a_connection_lost_while_sending_is_never_sent_again(server, error):
    mail = OutboxMailFactory()
    server.on_send = error
    for _ in range(2):
        outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.UNKNOWN, 1)
    assert not _jobs()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    mail = OutboxMailFactory()
    barrier = Barrier(8)

    def work():
        barrier.wait()
        outbox.deliver(mail_id=mail.pk, now=NOW)
        connections.close_all()

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(django_mail.outbox) == 1
    assert OutboxMail.objects.get().attempts == 1


@pytest.mark.django_db
def test_a_mail_left_sending_becomes_unknown_and_is_left_alone():
    lost = OutboxMailFactory(status=MailStatus.SENDING, claimed_at=NOW - timedelta(minutes=16))
    busy = OutboxMailFactory(status=MailStatus.SENDING, claimed_at=NOW - timedelta(minutes=14))
    assert outbox.mark_lost_mails(now=NOW) == 1
    for mail in (lost, busy):
        outbox.deliver(mail_id=mail.pk, now=NOW)
        mail.refresh_from_db()
    assert (lost.status, busy.status) == (MailStatus.UNKNOWN, MailStatus.SENDING)
    assert not django_mail.outbox


@pytest.mark.django_db
def test_codes_that_could_not_be_sent_are_erased_after_a_day():
    states = [MailStatus.PENDING, MailStatus.FAILED, MailStatus.UNKNOWN]
    for state in states:
        OutboxMailFactory(status=state, is_sensitive=True, created_at=NOW - timedelta(hours=25))
    OutboxMailFactory(is_sensitive=True, created_at=NOW - timedelta(hours=23))
    OutboxMailFactory(created_at=NOW - timedelta(hours=25))
    outbox.erase_old_secrets(now=NOW)
    assert list(OutboxMail.objects.order_by("pk").values_list("status", "body")) == [
        (MailStatus.WITHHELD, ""),
        (MailStatus.FAILED, ""),
        (MailStatus.UNKNOWN, ""),
        (MailStatus.PENDING, "本文\n"),
        (MailStatus.PENDING, "本文\n"),
    ]


@pytest.mark.django_db
def test_a_waiting_mail_whose_job_was_lost_is_queued_once():
    forgotten = OutboxMailFactory(created_at=NOW - timedelta(hours=2))
    OutboxMailFactory(created_at=NOW)
    OutboxMailFactory(created_at=NOW - timedelta(hours=2), status=MailStatus.SENT)
    for _ in range(2):
        assert outbox.queue_forgotten_mails(now=NOW) == 1
    assert len(_jobs()) == 1
    outbox.deliver(mail_id=forgotten.pk, now=NOW)
    assert outbox.queue_forgotten_mails(now=NOW) == 0


@pytest.fixture
def allowed():
    """An event whose audience is this set of (person, target)."""
    members: set[tuple[int, str]] = set()
    register(
        NotificationEvent(
            key="test_event",
            label="試験",
            audience=lambda user, keys: [key for key in keys if (user.pk, key) in members],
        )
    )
    yield members
    del _events["test_event"]


@pytest.mark.django_db
def test_whoever_lost_access_since_is_not_told(allowed):
    kept, lost = UserFactory(), UserFactory()
    mails = [OutboxMailFactory(user=user, to=user.email, target_key="7") for user in (kept, lost)]
    allowed.add((kept.pk, "7"))
    for mail in mails:
        outbox.deliver(mail_id=mail.pk, now=NOW)
        mail.refresh_from_db()
    assert [mail.status for mail in mails] == [MailStatus.SENT, MailStatus.WITHHELD]
    assert [sent.to for sent in django_mail.outbox] == [[kept.email]]


@pytest.mark.django_db
def test_a_deactivated_person_gets_no_mail():
    mail = OutboxMailFactory(user=UserFactory(is_active=False))
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.WITHHELD


def test_transitions_name_every_state():
    assert set(OutboxMail.TRANSITIONS) == set(MailStatus)
