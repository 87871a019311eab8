"""広場のまとめ: when it comes, once, to whom, and where a person chooses it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.notifications import turn_off_mails
from accounts.digests import DIGEST, due_on, rhythms_on
from accounts.enums import DigestChoice, MailStatus
from accounts.models import DigestSetting, NotificationPreference, OutboxMail, User
from accounts.outbox import deliver
from forums import actions, jobs
from forums.enums import ShownAs
from tests.factories import (
    BoardFactory,
    EventFactory,
    NotificationFactory,
    TopicFactory,
    UserFactory,
)
from tests.forums.digesting import MONDAY, NOW, a_reader, opened_topic, watches_board
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(name="架空の調達課")


# --- When ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "rhythms"),
    [
        (date(2026, 11, 30), {"weekly", "daily"}),
        (date(2026, 12, 1), {"daily"}),
        (date(2026, 11, 28), set()),
        (date(2026, 11, 23), {"weekly"}),  # 勤労感謝の日, a Monday
        (date(2026, 12, 29), set()),
    ],
)
def test_weekly_on_mondays_and_daily_on_working_days(day, rhythms):
    assert rhythms_on(day) == rhythms


def test_staff_get_it_weekly_unless_they_say_otherwise():
    unsaid, daily, none, former = a_reader(), a_reader(), a_reader(), UserFactory()
    User.objects.update(joined_at=NOW)
    DigestSetting.objects.create(user=daily, rhythm=DigestChoice.DAILY)
    turn_off_mails(event=DIGEST, actor=none, now=NOW)
    assert set(due_on(MONDAY, NOW)) == {unsaid, daily}
    assert set(due_on(MONDAY + timedelta(days=1), NOW)) == {daily}
    assert former not in due_on(MONDAY, NOW)


def test_a_monday_on_which_nothing_ran_is_caught_up():
    told, missed, new = a_reader(), a_reader(), a_reader()
    User.objects.exclude(pk=new.pk).update(joined_at=NOW - timedelta(days=90))
    User.objects.filter(pk=new.pk).update(joined_at=NOW + timedelta(hours=30))
    week_before = {"issued_on": MONDAY - timedelta(days=7), "covered_until": NOW - timedelta(days=7)}
    DigestSetting.objects.create(user=missed, **week_before)
    actions.issue_digest(person=told, day=MONDAY, now=NOW)
    wednesday = MONDAY + timedelta(days=2)
    assert list(due_on(wednesday, NOW + timedelta(days=2))) == [missed]
    actions.issue_digest(person=missed, day=wednesday, now=NOW + timedelta(days=2))
    assert not due_on(wednesday + timedelta(days=1), NOW + timedelta(days=3)).exists()
    assert set(due_on(MONDAY + timedelta(days=7), NOW + timedelta(days=7))) == {told, missed, new}


def test_nothing_to_say_makes_no_mail_and_is_not_asked_again():
    person = a_reader()
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    assert not OutboxMail.objects.exists()
    assert not due_on(MONDAY, NOW).exists()


def test_the_next_issue_begins_where_the_last_ended(board):
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "先週の話")
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    opened_topic(board, "今週の話", created_at=NOW + timedelta(days=1))
    actions.issue_digest(person=person, day=MONDAY + timedelta(days=7), now=NOW + timedelta(days=7))
    first, second = OutboxMail.objects.filter(event=DIGEST).order_by("pk")
    assert "先週の話" in first.body
    assert "今週の話" in second.body
    assert "先週の話" not in second.body


# --- Once, and nobody skipped ----------------------------------------------------------------------------------------


def _waiting_jobs() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'user_id')::int, args->>'day' FROM procrastinate_jobs"
            " WHERE task_name = %s AND status = 'todo' ORDER BY 1",
            [actions.digests.ISSUE],
        )
        return cursor.fetchall()


def test_everybody_who_is_due_is_queued_once_however_often_it_runs():
    people = sorted(a_reader().pk for _ in range(3))
    for _ in range(2):
        jobs.queue_digests(now=NOW)
    assert _waiting_jobs() == [(pk, "2026-11-30") for pk in people]


def test_killed_between_two_batches_the_next_run_queues_the_rest(monkeypatch):
    people = sorted(a_reader().pk for _ in range(4))
    monkeypatch.setattr(actions.digests, "BATCH", 2)
    real, count = actions.digests.enqueue, iter(range(10))

    def dies_at_the_fourth(*args, **kwargs):
        if next(count) == 3:
            raise KeyboardInterrupt
        real(*args, **kwargs)

    monkeypatch.setattr(actions.digests, "enqueue", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        jobs.queue_digests(now=NOW)
    assert [pk for pk, _ in _waiting_jobs()] == people[:2], "a batch comes whole or not at all"
    monkeypatch.setattr(actions.digests, "enqueue", real)
    jobs.issue_digest(user_id=people[0], day="2026-11-30", now=NOW)
    jobs.queue_digests(now=NOW + timedelta(hours=1))
    assert [pk for pk, _ in _waiting_jobs()] == people


def test_killed_while_writing_nothing_is_noted_and_the_next_try_sends(board, monkeypatch):
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "話")

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions.digests, "send_digest", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.issue_digest(person=person, day=MONDAY, now=NOW)
    assert not DigestSetting.objects.filter(issued_on__isnull=False).exists()
    for _ in range(2):
        jobs.issue_digest(user_id=person.pk, day="2026-11-30", now=NOW)
    assert OutboxMail.objects.filter(event=DIGEST).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_make_one_mail(board):
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "話")
    all_at_once([lambda: actions.issue_digest(person=person, day=MONDAY, now=NOW)] * 10)
    assert OutboxMail.objects.filter(event=DIGEST).count() == 1


def test_a_job_that_was_late_counts_for_its_own_day():
    person = a_reader()
    DigestSetting.objects.create(user=person, rhythm=DigestChoice.DAILY)
    jobs.issue_digest(user_id=person.pk, day="2026-12-01", now=NOW + timedelta(days=1))
    jobs.issue_digest(user_id=person.pk, day="2026-11-30", now=NOW + timedelta(days=1))
    assert DigestSetting.objects.get(user=person).issued_on == date(2026, 12, 1)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_the_preview_says_what_would_come_and_changes_nothing(client, board):
    person = a_reader()
    watches_board(person, board)
    TopicFactory(board=board, title="新しい話")
    client.force_login(person)
    page = client.get("/me/digest/").content.decode()
    assert "新しい話" in page
    assert "経験業務を登録すると" in page
    assert not DigestSetting.objects.exists()


def test_the_preview_of_nothing_says_that_no_mail_comes(client):
    client.force_login(a_reader())
    assert "このままなら、メールは送りません" in client.get("/me/digest/").content.decode()


def test_the_rhythm_is_chosen_in_the_preferences(client):
    person = a_reader()
    client.force_login(person)
    page = client.get("/me/preferences/").content.decode()
    assert 'value="weekly"' in page
    for choice in ("daily", "none", "weekly"):
        client.post("/me/preferences/", {"digest": choice})
        assert client.get("/me/preferences/").context["form"]["digest"].initial == choice
        assert due_on(MONDAY, NOW).filter(pk=person.pk).exists() == (choice != "none")
    client.post("/me/preferences/", {})
    assert client.get("/me/preferences/").context["form"]["digest"].initial == "weekly"


def test_an_unknown_rhythm_is_refused_beside_the_field(client):
    client.force_login(a_reader())
    response = client.post("/me/preferences/", {"digest": "hourly"})
    assert response.status_code == 422
    assert "digest" in response.context["form"].errors
    assert not DigestSetting.objects.exists()


def test_others_get_one_of_the_kinds_they_chose_alone(board):
    person, other = UserFactory(), UserFactory()
    NotificationPreference.objects.create(user=person, event="report_resolved", way="digest")
    for user in (person, other):
        NotificationFactory(user=user, title="通報の結果", created_at=NOW - timedelta(days=1))
    NotificationFactory(user=person, title="読んだ結果", created_at=NOW - timedelta(days=1), read_at=NOW)
    EventFactory(title="新しい座談会", created_at=NOW - timedelta(days=1), starts_at=NOW + timedelta(days=9))
    assert list(due_on(MONDAY, NOW)) == [person]
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    mail = OutboxMail.objects.get(event=DIGEST)
    assert "・通報の結果\n" in mail.body
    assert "読んだ結果" not in mail.body
    assert "新しい座談会" not in mail.body
    deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENT


def test_staff_get_their_chosen_kinds_in_the_same_mail(board):
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "新しい話")
    NotificationPreference.objects.create(user=person, event="report_resolved", way="digest")
    NotificationFactory(user=person, title="通報の結果", created_at=NOW - timedelta(days=1))
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    body = OutboxMail.objects.get(event=DIGEST).body
    assert body.index("通報の結果") < body.index("新しい話")


def test_what_usually_comes_gathered_needs_no_word_from_anybody(board):
    """Staff get it with theirs, everybody else when they were told of something; who wants it at once does not."""
    staff, guest, at_once, reader = a_reader(), UserFactory(), UserFactory(), UserFactory()
    NotificationPreference.objects.create(user=at_once, event="event_report_published", way="now")
    for user in (guest, at_once):
        _told(user, "開催報告が公開されました")
    _told(reader, "読んだ報告", read_at=NOW)
    ended = BoardFactory(name="終わった課")
    _told(staff, "課が終わりました", event="board_ended", target_key=str(ended.pk))
    assert set(due_on(MONDAY, NOW)) == {staff, guest}
    actions.issue_digest(person=staff, day=MONDAY, now=NOW)
    assert "・課が終わりました\n" in OutboxMail.objects.get(event=DIGEST).body


def _told(user, title, **facts):
    facts = {"event": "event_report_published", "created_at": NOW - timedelta(days=1), **facts}
    NotificationFactory(user=user, title=title, **facts)


def test_one_click_under_it_chooses_none(client, board, settings):
    settings.SITE_URL = "https://dss.example"
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "話")
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    body = OutboxMail.objects.get(event=DIGEST).body
    address = next(line for line in body.splitlines() if "/unsubscribe/" in line)
    client.post(address.removeprefix("https://dss.example"))
    assert not due_on(MONDAY + timedelta(days=7), NOW).exists()
    client.force_login(person)
    assert client.get("/me/preferences/").context["form"]["digest"].initial == "none"
    assert not NotificationPreference.objects.exclude(way="none").exists()


def test_the_mail_reads_well(board, settings):
    settings.SITE_URL = "https://dss.example"
    person = a_reader()
    watches_board(person, board)
    topic = opened_topic(board, "A&Bの話", shown_as=ShownAs.BODY, municipality__name="架空")
    opened_topic(board, "もうひとつの話", created_at=NOW - timedelta(days=3))
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    mail = OutboxMail.objects.get(event=DIGEST)
    assert mail.subject == "広場のまとめ（2026年11月30日(月)）：A&Bの話ほか"
    assert f"・A&Bの話\n　架空の調達課／{topic.municipality.full_name}の職員／2026年11月28日(土)\n" in mail.body
    assert f"　https://dss.example{topic.get_absolute_url()}\n" in mail.body
    assert "\n\n\n" not in mail.body
    assert timezone.localdate(NOW) == MONDAY
