"""広場のまとめ: what is new for one person, and nothing they may not know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.digests import DIGEST
from accounts.enums import MailStatus
from accounts.models import MunicipalMembership, OutboxMail
from accounts.outbox import deliver
from catalog.models import Service
from documents.enums import DocumentStatus
from forums import actions
from forums.digests import digest_for
from forums.enums import ShownAs, TopicKind, WatchLevel
from forums.models import ReadingLine, TopicReading, TopicWatch
from tests.factories import (
    BoardFactory,
    CategoryFactory,
    EventFactory,
    MembershipFactory,
    MunicipalityFactory,
    OutboxMailFactory,
    PostFactory,
    PublishedServiceFactory,
    SharedDocumentFactory,
    UserFactory,
)
from tests.forums.digesting import MONDAY, NOW, a_reader, opened_topic, watches_board

pytestmark = pytest.mark.django_db


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


# --- What stands in it -----------------------------------------------------------------------------------------------


def test_new_topics_of_watched_boards_alone(board):
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "新しい話")
    opened_topic(board, "前回までの話", created_at=NOW - timedelta(days=8))
    opened_topic(BoardFactory(), "見ていない課の話")
    opened_topic(board, "自分の話", author=person)
    opened_topic(board, "次の回の話", created_at=NOW + timedelta(seconds=1))
    assert _said(person) == {"通知を受け取っている課の新しいトピック": ["新しい話"]}


def test_boards_and_topics_turned_off_stay_out(board):
    person = a_reader()
    watches_board(person, board, WatchLevel.OFF)
    opened_topic(board, "切った課の話")
    other = BoardFactory()
    watches_board(person, other)
    TopicWatch.objects.create(topic=opened_topic(other, "切った話"), user=person, level=WatchLevel.OFF)
    assert _said(person) == {}


def test_new_posts_of_others_in_topics_one_follows(board):
    person = a_reader()
    old = {"created_at": NOW - timedelta(days=20)}
    moved, mine, gone = (opened_topic(board, title, **old) for title in ("動いた", "自分だけ", "消えた"))
    for topic in (moved, mine, gone):
        TopicWatch.objects.create(topic=topic, user=person, level=WatchLevel.SITE)
    PostFactory(topic=moved, created_at=NOW - timedelta(days=1))
    PostFactory(topic=mine, author=person, created_at=NOW - timedelta(days=1))
    PostFactory(topic=gone, created_at=NOW - timedelta(days=1), removed_at=NOW, removed_by="author")
    assert _said(person) == {"新しい投稿のあったトピック": ["動いた"]}


def test_questions_that_wait_in_ones_own_field(cross):
    person = a_reader("X07")
    service = _service("work:X07")
    opened_topic(cross, "分野の相談")
    linked = opened_topic(BoardFactory(), "製品の相談")
    linked.services.set([service])
    PostFactory(topic=opened_topic(cross, "答えのある相談"))
    opened_topic(cross, "議論", kind=TopicKind.DISCUSSION)
    opened_topic(BoardFactory(slug="internal-work", is_default=True), "ほかの分野の相談")
    opened_topic(cross, "古い相談", created_at=NOW - timedelta(days=15))
    waiting = _said(person)["あなたの経験業務で、回答を待っている相談"]
    assert sorted(waiting) == sorted(["分野の相談", "製品の相談"])
    assert _said(a_reader("I01"))["あなたの経験業務で、回答を待っている相談"] == ["ほかの分野の相談"]
    assert _said(a_reader()) == {}


def test_a_question_that_only_waits_longer_is_no_reason_for_a_mail(cross):
    person = a_reader("X07")
    opened_topic(cross, "前からの相談", created_at=NOW - timedelta(days=5))
    assert digest_for(person, NOW - timedelta(days=7), NOW).says_something
    later = digest_for(person, NOW - timedelta(days=1), NOW)
    assert [line.title for section in later.sections for line in section.lines] == ["前からの相談"]
    assert not later.says_something


def test_topics_documents_and_sessions_of_ones_fields(cross):
    person = a_reader("X07")
    sharing = opened_topic(BoardFactory(), "製品の話", kind=TopicKind.SHARING)
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
    person = a_reader("X07")
    watches_board(person, cross)
    topic = opened_topic(cross, "相談")
    topic.services.set([_service("work:X07")])
    assert _titles(person) == ["相談"]


def test_what_was_mailed_at_once_is_not_said_again(board):
    person = a_reader()
    watches_board(person, board)
    told, untold = opened_topic(board, "メール済み"), opened_topic(board, "まだ")
    mail = {"event": "topic_replied", "target_key": str(told.pk), "created_at": NOW - timedelta(days=1)}
    OutboxMailFactory(user=person, **mail)
    OutboxMailFactory(user=UserFactory(), **(mail | {"target_key": str(untold.pk)}))
    assert _titles(person) == ["まだ"]


def test_what_the_person_has_read_is_not_said(board):
    person, other = a_reader(), a_reader()
    read, half, quiet = BoardFactory(), BoardFactory(), board
    for place in (read, half, quiet):
        watches_board(person, place)
    whole, partly = opened_topic(read, "読んだ"), opened_topic(half, "途中まで読んだ")
    PostFactory(topic=partly, created_at=NOW - timedelta(days=1))
    for topic in (whole, partly):
        TopicReading.objects.create(topic=topic, user=person, last_read_number=1)
    opened_topic(quiet, "既読にした課の話")
    ReadingLine.objects.create(user=person, board=quiet, read_until=NOW)
    assert _titles(person) == ["途中まで読んだ"]
    watches_board(other, read)
    assert _titles(other) == ["読んだ"], "what others have read is their matter"
    ReadingLine.objects.create(user=person, board=None, read_until=NOW)
    assert _titles(person) == []


def test_five_of_a_kind_and_that_there_are_more(board):
    person = a_reader()
    watches_board(person, board)
    for number in range(6):
        opened_topic(board, f"話{number}", created_at=NOW - timedelta(hours=number + 1))
    section = digest_for(person, NOW - timedelta(days=7), NOW).sections[0]
    assert [line.title for line in section.lines] == [f"話{number}" for number in range(5)]
    assert section.has_more


# --- Who may know ----------------------------------------------------------------------------------------------------


def test_topics_among_other_bodies_and_withdrawn_ones_stay_out(board):
    person, other = a_reader(), MunicipalityFactory()
    watches_board(person, board)
    opened_topic(board, "他団体だけの話", readers=[other.pk])
    opened_topic(board, "取り下げた話", status="withdrawn", withdrawn_at=NOW)
    assert _said(person) == {}


def test_an_anonymous_asker_leaves_no_trace(cross):
    person = a_reader("X07")
    asker = MembershipFactory(user=UserFactory(name="伏見鶴亀"), municipality__name="かなりや市")
    opened_topic(
        cross, "名乗れない相談", author=asker.user, municipality=asker.municipality, shown_as=ShownAs.ANONYMOUS
    )
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    mail = OutboxMail.objects.get(event=DIGEST)
    assert "名乗れない相談" in mail.body
    assert "匿名の職員" in mail.body
    for secret in ("伏見", "鶴亀", "かなりや", asker.user.email, str(asker.user.key)):
        assert secret not in mail.body + mail.subject


def test_an_answer_under_another_name_does_not_tell_that_it_is_the_askers(cross):
    """Otherwise the list of unanswered questions would link the two posts."""
    person, asker = a_reader("X07"), MembershipFactory()
    own = {"author": asker.user, "author_key": asker.user.key, "municipality": asker.municipality}
    named, linked = (
        opened_topic(cross, title, shown_as=ShownAs.ANONYMOUS, **own) for title in ("名乗る補足", "匿名の補足")
    )
    PostFactory(topic=named, shown_as=ShownAs.NAME_BODY, **own)
    PostFactory(topic=linked, shown_as=ShownAs.ANONYMOUS, **own)
    assert _titles(person) == ["匿名の補足"]


def test_who_left_the_staff_before_the_mail_goes_out_gets_none(board, transactional_db):
    person = a_reader()
    watches_board(person, board)
    opened_topic(board, "話")
    actions.issue_digest(person=person, day=MONDAY, now=NOW)
    MunicipalMembership.objects.filter(user=person).update(expires_on=date(2026, 5, 31))
    mail = OutboxMail.objects.get(event=DIGEST)
    deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.WITHHELD


# --- What it costs ---------------------------------------------------------------------------------------------------


def _full(person, board, cross, rows):
    service, field = _service("work:X07"), CategoryFactory(code="X07")
    for number in range(rows):
        for place in (board, cross, BoardFactory()):
            opened_topic(place, f"{place.slug} {number}").services.set([service])
        moved = opened_topic(board, f"前の話 {number}", created_at=NOW - timedelta(days=20))
        PostFactory(topic=moved, created_at=NOW - timedelta(days=1))
        SharedDocumentFactory(published_at=NOW - timedelta(days=1)).categories.set([field])
        EventFactory(created_at=NOW - timedelta(days=1), starts_at=NOW + timedelta(days=9))


@pytest.mark.parametrize("rows", [1, 4])
def test_the_number_of_queries_is_the_same_for_little_and_for_much(board, cross, rows, django_assert_num_queries):
    person = a_reader("X07")
    watches_board(person, board)
    _full(person, board, cross, rows)
    with django_assert_num_queries(6):
        digest = digest_for(person, NOW - timedelta(days=7), NOW)
    assert len(digest.sections) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_keeps_the_bound(client, board, cross, rows, django_assert_num_queries):
    person = a_reader("X07")
    watches_board(person, board)
    _full(person, board, cross, rows)
    client.force_login(person)
    with django_assert_num_queries(8):
        client.get("/me/digest/")
