"""How many mails go out; what goes beyond comes in one mail, and nothing is lost or said twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection, connections

from accounts import outbox
from accounts.digests import SUMMARY
from accounts.enums import MailStatus
from accounts.models import OutboxMail
from accounts.notification_events import NotificationEvent, _events, register
from tests.factories import NotificationFactory, OutboxMailFactory, UserFactory
from tests.races import all_at_once

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    """An event whose audience is this set of targets."""
    targets: set[str] = set()
    register(NotificationEvent("test_event", "試験", lambda user, keys: [key for key in keys if key in targets]))
    yield targets
    del _events["test_event"]


def _mails(user, count, **facts):
    return [
        OutboxMailFactory(user=user, to=user.email, subject=f"知らせ{number}", target_key=str(number), **facts)
        for number in range(count)
    ]


def _deliver(mails, now=NOW):
    for mail in mails:
        outbox.deliver(mail_id=mail.pk, now=now)
        mail.refresh_from_db()
    return [mail.status for mail in mails]


def _waiting(task):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [task])
        return cursor.fetchone()[0]


def test_beyond_the_cap_one_mail_gathers_the_rest(settings):
    settings.MAILS_AN_HOUR_OF_PERSON = 2
    settings.SITE_URL = "https://dss.example"
    user, other = UserFactory(), UserFactory()
    mails = _mails(user, 5)
    NotificationFactory(user=user, event="test_event", instance_key=mails[2].instance_key, path="/boards/")
    held = MailStatus.HELD
    assert _deliver(mails) == [MailStatus.SENT, MailStatus.SENT, held, held, held]
    assert _deliver(_mails(other, 1)) == [MailStatus.SENT], "each person has a cap of their own"
    assert _waiting(outbox.SUM_UP) == 1
    for _ in range(2):
        outbox.sum_up(user=user, now=NOW + timedelta(hours=1))
    (summary,) = OutboxMail.objects.filter(event=SUMMARY)
    assert {mail.status for mail in OutboxMail.objects.filter(summary=summary)} == {MailStatus.SUMMED}
    django_mail.outbox.clear()
    for _ in range(2):
        outbox.deliver(mail_id=summary.pk, now=NOW + timedelta(hours=1))
    (sent,) = django_mail.outbox
    assert sent.subject == "届いたお知らせのまとめ：知らせ2など3件"
    assert "・知らせ2\n　https://dss.example/boards/\n" in sent.body
    assert "・知らせ4" in sent.body


def test_the_mail_that_gathers_leaves_out_what_was_lost_sight_of(settings, known):
    settings.MAILS_AN_HOUR_OF_PERSON = 0
    user = UserFactory()
    mails = _mails(user, 3)
    known |= {"0", "1", "2"}
    _deliver(mails)
    outbox.sum_up(user=user, now=NOW)
    known.discard("1")
    summary = OutboxMail.objects.get(event=SUMMARY)
    outbox.deliver(mail_id=summary.pk, now=NOW)
    assert "知らせ0" in django_mail.outbox[0].body
    assert "知らせ1" not in django_mail.outbox[0].body


def test_where_nothing_is_left_to_say_none_goes_out(settings, known):
    settings.MAILS_AN_HOUR_OF_PERSON = 0
    user = UserFactory()
    known.add("0")
    _deliver(_mails(user, 1))
    outbox.sum_up(user=user, now=NOW)
    known.clear()
    summary = OutboxMail.objects.get(event=SUMMARY)
    outbox.deliver(mail_id=summary.pk, now=NOW)
    summary.refresh_from_db()
    assert summary.status == MailStatus.WITHHELD
    assert not django_mail.outbox


def test_a_kind_has_a_cap_too_and_the_day_one(settings):
    settings.MAILS_AN_HOUR_OF_KIND = 1
    user = UserFactory()
    assert _deliver(_mails(user, 2)) == [MailStatus.SENT, MailStatus.HELD]
    assert _deliver(_mails(user, 1, event="report_resolved")) == [MailStatus.SENT]
    settings.MAILS_A_DAY_OF_PERSON = 2
    later = NOW + timedelta(hours=3)
    assert _deliver(_mails(user, 1), later) == [MailStatus.HELD]
    assert _deliver(_mails(user, 1), NOW + timedelta(hours=25)) == [MailStatus.SENT]


@pytest.mark.parametrize("facts", [{"event": "quote_deadline_soon"}, {"is_sensitive": True}, {"event": SUMMARY}])
def test_codes_deadlines_and_the_gathering_mail_are_not_held_back(settings, facts):
    settings.MAILS_AN_HOUR_OF_PERSON = 0
    user = UserFactory()
    (mail,) = _mails(user, 1, **facts)
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status != MailStatus.HELD


@pytest.mark.django_db(transaction=True)
def test_twelve_workers_at_once_keep_the_cap_and_lose_nothing(settings):
    settings.MAILS_AN_HOUR_OF_PERSON = 3
    user = UserFactory()
    mails = _mails(user, 12)

    def work(mail):
        outbox.deliver(mail_id=mail.pk, now=NOW)
        connections.close_all()

    all_at_once([lambda mail=mail: work(mail) for mail in mails])
    statuses = list(OutboxMail.objects.values_list("status", flat=True))
    assert (statuses.count(MailStatus.SENT), statuses.count(MailStatus.HELD)) == (3, 9)
    all_at_once([lambda: outbox.sum_up(user=user, now=NOW)] * 4)
    assert OutboxMail.objects.filter(event=SUMMARY).count() == 1
    assert OutboxMail.objects.get(event=SUMMARY).summed.count() == 9
    assert len(django_mail.outbox) == 3


def test_the_whole_site_waits_a_minute(settings):
    settings.MAILS_A_MINUTE = 2
    mails = [OutboxMailFactory() for _ in range(3)]
    assert _deliver(mails) == [MailStatus.SENT, MailStatus.SENT, MailStatus.PENDING]
    code = OutboxMailFactory(is_sensitive=True)
    assert _deliver([code]) == [MailStatus.SENT], "who waits at the screen does not wait for the others"
    assert _deliver(mails[2:], NOW + timedelta(minutes=2)) == [MailStatus.SENT]


def test_what_is_held_although_its_job_was_lost_is_summed_up_all_the_same():
    user = UserFactory()
    _mails(user, 2, status=MailStatus.HELD, created_at=NOW - timedelta(hours=3))
    assert outbox.sum_up_forgotten(now=NOW) == 1
    assert _waiting(outbox.SUM_UP) == 1
