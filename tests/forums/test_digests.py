"""広場のまとめ: what is new for one person, once a period, and nothing they may not know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.notifications import turn_off_mails
from accounts.digests import DIGEST, due_on, rhythms_on
from accounts.enums import DigestChoice, MailStatus
from accounts.models import DigestSetting, MunicipalMembership, NotificationPreference, OutboxMail, User, WorkExperience
from accounts.outbox import deliver
from catalog.models import Service
from documents.enums import DocumentStatus
from forums import actions, jobs
from forums.digests import digest_for
from forums.enums import ShownAs, TopicKind, WatchLevel, WatchScope
from forums.models import BoardWatch, ReadingLine, TopicReading, TopicWatch
from tests.factories import (
    BoardFactory,
    CategoryFactory,
    EventFactory,
    MembershipFactory,
    MunicipalityFactory,
    NotificationFactory,
    OutboxMailFactory,
    PostFactory,
    PublishedServiceFactory,
    SharedDocumentFactory,
    TopicFactory,
    UserFactory,
)
from tests.races import all_at_once

MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 29, 23, tzinfo=UTC)  # Monday, 08:00 in Tokyo
pytestmark = pytest.mark.django_db


def _staff(*codes: str) -> User:
    user = MembershipFactory(user=UserFactory(name="受取 花子")).user
    for code in codes:
        WorkExperience.objects.create(user=user, work_code=code, years=3)
    return user


def _watch(user, board, level=WatchLevel.SITE):
    return BoardWatch.objects.create(user=user, board=board, scope=WatchScope.TOPICS, level=level)


@pytest.fixture
def board():
    return BoardFactory(name="架空の調達課")


@pytest.fixture
def cross():
    """The operators' board for the cross-cutting fields, X01 and so on."""
    return BoardFactory(slug="cross-cutting", name="横断・共通のツール", is_default=True)


def _said(person, now=NOW, days=7) -> dict[str, list[str]]:
    digest = digest_for(person, now - timedelta(days=days), now)
    return {section.heading: [line.title for line in section.lines] for section in digest.sections}


def _titles(person, **span) -> list[str]:
    return [title for titles in _said(person, **span).values() for title in titles]


def _service(facet):
    service = PublishedServiceFactory()
    Service.objects.filter(pk=service.pk).update(facets=[facet])
    return service


def _opened(board, title, **facts):
    return TopicFactory(board=board, title=title, **{"created_at": NOW - timedelta(days=2), **facts})


# --- What stands in it ----------------------------------------------------------------------------------------------


def test_new_topics_of_watched_boards_alone(board):
    person = _staff()
    _watch(person, board)
    _opened(board, "新しい話")
    _opened(board, "前回までの話", created_at=NOW - timedelta(days=8))
    _opened(BoardFactory(), "見ていない課の話")
    _opened(board, "自分の話", author=person)
    _opened(board, "次の回の話", created_at=NOW + timedelta(seconds=1))
    assert _said(person) == {"通知を受け取っている課の新しいトピック": ["新しい話"]}


def test_boards_and_topics_turned_off_stay_out(board):
    person = _staff()
    _watch(person, board, WatchLevel.OFF)
    _opened(board, "切った課の話")
    other = BoardFactory()
    _watch(person, other)
    TopicWatch.objects.create(topic=_opened(other, "切った話"), user=person, level=WatchLevel.OFF)
    assert _said(person) == {}


def test_new_posts_of_others_in_topics_one_follows(board):
    person = _staff()
    old = {"created_at": NOW - timedelta(days=20)}
    moved, mine, gone = (_opened(board, title, **old) for title in ("動いた", "自分だけ", "消えた"))
    for topic in (moved, mine, gone):
        TopicWatch.objects.create(topic=topic, user=person, level=WatchLevel.SITE)
    PostFactory(topic=moved, created_at=NOW - timedelta(days=1))
    PostFactory(topic=mine, author=person, created_at=NOW - timedelta(days=1))
    PostFactory(topic=gone, created_at=NOW - timedelta(days=1), removed_at=NOW, removed_by="author")
    assert _said(person) == {"新しい投稿のあったトピック": ["動いた"]}


def test_questions_that_wait_in_ones_own_field(cross):
    person = _staff("X07")
    service = _service("work:X07")
    _opened(cross, "分野の相談")
    linked = _opened(BoardFactory(), "製品の相談")
    linked.services.set([service])
    PostFactory(topic=_opened(cross, "答えのある相談"))
    _opened(cross, "議論", kind=TopicKind.DISCUSSION)
    _opened(BoardFactory(slug="internal-work", is_default=True), "ほかの分野の相談")
    _opened(cross, "古い相談", created_at=NOW - timedelta(days=15))
    waiting = _said(person)["あなたの経験業務で、回答を待っている相談"]
    assert sorted(waiting) == sorted(["分野の相談", "製品の相談"])
    assert _said(_staff("I01"))["あなたの経験業務で、回答を待っている相談"] == ["ほかの分野の相談"]
    assert _said(_staff()) == {}


def test_a_question_that_only_waits_longer_is_no_reason_for_a_mail(cross):
    person = _staff("X07")
    _opened(cross, "前からの相談", created_at=NOW - timedelta(days=5))
    assert digest_for(person, NOW - timedelta(days=7), NOW).says_something
    later = digest_for(person, NOW - timedelta(days=1), NOW)
    assert [line.title for section in later.sections for line in section.lines] == ["前からの相談"]
    assert not later.says_something


def test_topics_documents_and_sessions_of_ones_fields(cross):
    person = _staff("X07")
    sharing = _opened(BoardFactory(), "製品の話", kind=TopicKind.SHARING)
    sharing.services.set([_service("work:X07")])
    field, other = CategoryFactory(code="X07"), CategoryFactory(code="X08")
    for title, category in (("議事録の仕様書", field), ("生成AIの仕様書", other)):
        document = SharedDocumentFactory(title=title, published_at=NOW - timedelta(days=1))
        document.categories.set([category])
    hidden = SharedDocumentFactory(title="下書きの仕様書", status=DocumentStatus.DRAFT, published_at=None)
    hidden.categories.set([field])
    EventFactory(title="新しい座談会", created_at=NOW - timedelta(days=1), starts_at=NOW + timedelta(days=9))
    assert _said(person) == {
        "あなたの経験業務のサービスについての、新しいトピック": ["製品の話"],
        "あなたの経験業務の新しい共有文書": ["議事録の仕様書"],
        "新しく案内を始めた座談会": ["新しい座談会"],
    }


def test_each_topic_stands_in_it_once(cross):
    person = _staff("X07")
    _watch(person, cross)
    topic = _opened(cross, "相談")
    topic.services.set([_service("work:X07")])
    assert _titles(person) == ["相談"]


def test_what_was_mailed_at_once_is_not_said_again(board):
    person = _staff()
    _watch(person, board)
    told, untold = _opened(board, "メール済み"), _opened(board, "まだ")
    mail = {"event": "topic_replied", "target_key": str(told.pk), "created_at": NOW - timedelta(days=1)}
    OutboxMailFactory(user=person, **mail)
    OutboxMailFactory(user=UserFactory(), **(mail | {"target_key": str(untold.pk)}))
    assert _titles(person) == ["まだ"]


def test_what_the_person_has_read_is_not_said(board):
    person, other = _staff(), _staff()
    read, half, quiet = BoardFactory(), BoardFactory(), board
    for place in (read, half, quiet):
        _watch(person, place)
    whole, partly = _opened(read, "読んだ"), _opened(half, "途中まで読んだ")
    PostFactory(topic=partly, created_at=NOW - timedelta(days=1))
    for topic in (whole, partly):
        TopicReading.objects.create(topic=topic, user=person, last_read_number=1)
    _opened(quiet, "既読にした課の話")
    ReadingLine.objects.create(user=person, board=quiet, read_until=NOW)
    assert _titles(person) == ["途中まで読んだ"]
    _watch(other, read)
    assert _titles(other) == ["読んだ"], "what others have read is their matter"
    ReadingLine.objects.create(user=person, board=None, read_until=NOW)
    assert _titles(person) == []


def test_five_of_a_kind_and_that_there_are_more(board):
    person = _staff()
    _watch(person, board)
    for number in range(6):
        _opened(board, f"話{number}", created_at=NOW - timedelta(hours=number + 1))
    section = digest_for(person, NOW - timedelta(days=7), NOW).sections[0]
    assert [line.title for line in section.lines] == [f"話{number}" for number in range(5)]
    assert section.has_more


# --- Who may know ---------------------------------------------------------------------------------------------------


def test_topics_among_other_bodies_and_withdrawn_ones_stay_out(board):
    person, other = _staff(), MunicipalityFactory()
    _watch(person, board)
    _opened(board, "他団体だけの話", readers=[other.pk])
    _opened(board, "取り下げた話", status="withdrawn", withdrawn_at=NOW)
    assert _said(person) == {}


def test_an_anonymous_asker_leaves_no_trace(cross):
    person = _staff("X07")
    asker = MembershipFactory(user=UserFactory(name="伏見鶴亀"), municipality__name="かなりや市")
    _opened(cross, "名乗れない相談", author=asker.user, municipality=asker.municipality, shown_as=ShownAs.ANONYMOUS)
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    mail = OutboxMail.objects.get(event=DIGEST)
    assert "名乗れない相談" in mail.body
    assert "匿名の職員" in mail.body
    for secret in ("伏見", "鶴亀", "かなりや", asker.user.email, str(asker.user.key)):
        assert secret not in mail.body + mail.subject


def test_an_answer_under_another_name_does_not_tell_that_it_is_the_askers(cross):
    """Otherwise the list of unanswered questions would link the two posts."""
    person, asker = _staff("X07"), MembershipFactory()
    own = {"author": asker.user, "author_key": asker.user.key, "municipality": asker.municipality}
    named, linked = (_opened(cross, title, shown_as=ShownAs.ANONYMOUS, **own) for title in ("名乗る補足", "匿名の補足"))
    PostFactory(topic=named, shown_as=ShownAs.NAME_BODY, **own)
    PostFactory(topic=linked, shown_as=ShownAs.ANONYMOUS, **own)
    assert _titles(person) == ["匿名の補足"]


def test_who_left_the_staff_before_the_mail_goes_out_gets_none(board, transactional_db):
    person = _staff()
    _watch(person, board)
    _opened(board, "話")
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    MunicipalMembership.objects.filter(user=person).update(expires_on=date(2026, 5, 31))
    mail = OutboxMail.objects.get(event=DIGEST)
    deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.WITHHELD


# --- When -----------------------------------------------------------------------------------------------------------


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
    unsaid, daily, none, former = _staff(), _staff(), _staff(), UserFactory()
    User.objects.update(joined_at=NOW)
    DigestSetting.objects.create(user=daily, rhythm=DigestChoice.DAILY)
    turn_off_mails(event=DIGEST, actor=none, now=NOW)
    assert set(due_on(MONDAY, NOW)) == {unsaid, daily}
    assert set(due_on(MONDAY + timedelta(days=1), NOW)) == {daily}
    assert former not in due_on(MONDAY, NOW)


def test_a_monday_on_which_nothing_ran_is_caught_up():
    told, missed, new = _staff(), _staff(), _staff()
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
    person = _staff()
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    assert not OutboxMail.objects.exists()
    assert not due_on(MONDAY, NOW).exists()


def test_the_next_issue_begins_where_the_last_ended(board):
    person = _staff()
    _watch(person, board)
    _opened(board, "先週の話")
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    _opened(board, "今週の話", created_at=NOW + timedelta(days=1))
    actions.issue_digest(person=person, day=MONDAY + timedelta(days=7), now=NOW + timedelta(days=7))
    first, second = OutboxMail.objects.filter(event=DIGEST).order_by("pk")
    assert "先週の話" in first.body
    assert "今週の話" in second.body
    assert "先週の話" not in second.body


# --- Once, and nobody skipped ---------------------------------------------------------------------------------------


def _waiting_jobs() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'user_id')::int, args->>'day' FROM procrastinate_jobs"
            " WHERE task_name = %s AND status = 'todo' ORDER BY 1",
            [actions.digests.ISSUE],
        )
        return cursor.fetchall()


def test_everybody_who_is_due_is_queued_once_however_often_it_runs():
    people = sorted(_staff().pk for _ in range(3))
    for _ in range(2):
        jobs.queue_digests(now=NOW)
    assert _waiting_jobs() == [(pk, "2026-11-30") for pk in people]


def test_killed_between_two_batches_the_next_run_queues_the_rest(monkeypatch):
    people = sorted(_staff().pk for _ in range(4))
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
    person = _staff()
    _watch(person, board)
    _opened(board, "話")

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
    person = _staff()
    _watch(person, board)
    _opened(board, "話")
    all_at_once([lambda: actions.issue_digest(person=person, day=MONDAY, now=NOW)] * 10)
    assert OutboxMail.objects.filter(event=DIGEST).count() == 1


def test_a_job_that_was_late_counts_for_its_own_day():
    person = _staff()
    DigestSetting.objects.create(user=person, rhythm=DigestChoice.DAILY)
    jobs.issue_digest(user_id=person.pk, day="2026-12-01", now=NOW + timedelta(days=1))
    jobs.issue_digest(user_id=person.pk, day="2026-11-30", now=NOW + timedelta(days=1))
    assert DigestSetting.objects.get(user=person).issued_on == date(2026, 12, 1)


# --- What it costs --------------------------------------------------------------------------------------------------


def _full(person, board, cross, rows):
    service, field = _service("work:X07"), CategoryFactory(code="X07")
    for number in range(rows):
        for place in (board, cross, BoardFactory()):
            _opened(place, f"{place.slug} {number}").services.set([service])
        moved = _opened(board, f"前の話 {number}", created_at=NOW - timedelta(days=20))
        PostFactory(topic=moved, created_at=NOW - timedelta(days=1))
        SharedDocumentFactory(published_at=NOW - timedelta(days=1)).categories.set([field])
        EventFactory(created_at=NOW - timedelta(days=1), starts_at=NOW + timedelta(days=9))


@pytest.mark.parametrize("rows", [1, 4])
def test_the_number_of_queries_is_the_same_for_little_and_for_much(board, cross, rows, django_assert_num_queries):
    person = _staff("X07")
    _watch(person, board)
    _full(person, board, cross, rows)
    with django_assert_num_queries(6):
        digest = digest_for(person, NOW - timedelta(days=7), NOW)
    assert len(digest.sections) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_keeps_the_bound(client, board, cross, rows, django_assert_num_queries):
    person = _staff("X07")
    _watch(person, board)
    _full(person, board, cross, rows)
    client.force_login(person)
    with django_assert_num_queries(8):
        client.get("/me/digest/")


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_the_preview_says_what_would_come_and_changes_nothing(client, board):
    person = _staff()
    _watch(person, board)
    TopicFactory(board=board, title="新しい話")
    client.force_login(person)
    page = client.get("/me/digest/").content.decode()
    assert "新しい話" in page
    assert "経験業務を登録すると" in page
    assert not DigestSetting.objects.exists()


def test_the_preview_of_nothing_says_that_no_mail_comes(client):
    client.force_login(_staff())
    assert "このままなら、メールは送りません" in client.get("/me/digest/").content.decode()


def test_the_rhythm_is_chosen_in_the_preferences(client):
    person = _staff()
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
    client.force_login(_staff())
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
    person = _staff()
    _watch(person, board)
    _opened(board, "新しい話")
    NotificationPreference.objects.create(user=person, event="report_resolved", way="digest")
    NotificationFactory(user=person, title="通報の結果", created_at=NOW - timedelta(days=1))
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    body = OutboxMail.objects.get(event=DIGEST).body
    assert body.index("通報の結果") < body.index("新しい話")


def test_what_usually_comes_gathered_needs_no_word_from_anybody(board):
    """Staff get it with theirs, everybody else when they were told of something; who wants it at once does not."""
    staff, guest, at_once, reader = _staff(), UserFactory(), UserFactory(), UserFactory()
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
    person = _staff()
    _watch(person, board)
    _opened(board, "話")
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
    person = _staff()
    _watch(person, board)
    topic = _opened(board, "A&Bの話", shown_as=ShownAs.BODY, municipality__name="架空")
    _opened(board, "もうひとつの話", created_at=NOW - timedelta(days=3))
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    mail = OutboxMail.objects.get(event=DIGEST)
    assert mail.subject == "広場のまとめ（2026年11月30日(月)）：A&Bの話ほか"
    assert f"・A&Bの話\n　架空の調達課／{topic.municipality.full_name}の職員／2026年11月28日(土)\n" in mail.body
    assert f"　https://dss.example{topic.get_absolute_url()}\n" in mail.body
    assert "\n\n\n" not in mail.body
    assert timezone.localdate(NOW) == MONDAY
