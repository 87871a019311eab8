"""Questions nobody answered for three working days: who is asked, once, and what the asker is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.enums import Reach
from accounts.models import AuditEvent, Notification, OutboxMail, User, WorkExperience
from accounts.outbox import deliver
from catalog.models import Service
from forums import actions, jobs
from forums.calling import due_at, waiting_too_long
from forums.digests import digest_for
from forums.enums import BoardRole, JoinPolicy, ShownAs, TopicKind
from forums.models import AnswerCall, AnswerRequest, Topic
from tests.factories import (
    AdvisorFactory,
    BoardFactory,
    BoardMembershipFactory,
    MembershipFactory,
    MunicipalityFactory,
    PostFactory,
    ProfileFactory,
    PublishedServiceFactory,
    TopicFactory,
    UserFactory,
)
from tests.forums.conftest import confirmed
from tests.races import all_at_once

ASKED_AT = datetime(2026, 11, 20, 1, tzinfo=UTC)  # Friday, 10:00 in Tokyo; the Monday after is 勤労感謝の日
DUE_AT = datetime(2026, 11, 26, 1, tzinfo=UTC)  # Tuesday, Wednesday, Thursday
pytestmark = pytest.mark.django_db


def _staff(*codes: str, reach: str = Reach.ASKED, **facts) -> User:
    user = MembershipFactory(**facts).user
    ProfileFactory(user=user, reach=reach)
    for code in codes:
        WorkExperience.objects.create(user=user, work_code=code, years=3)
    return user


def _lead(board, role=BoardRole.LEADER) -> User:
    row = MembershipFactory()
    return BoardMembershipFactory(board=board, user=row.user, municipality=row.municipality, role=role).user


def _asked(now=DUE_AT) -> set[User]:
    jobs.call_for_answers(now=now)
    return {mail.user for mail in OutboxMail.objects.filter(event="answer_wanted").select_related("user")}


def _question(board, **facts) -> Topic:
    return TopicFactory(board=board, **{"created_at": ASKED_AT, "author": MembershipFactory().user, **facts})


@pytest.fixture
def cross():
    """The operators' board for the cross-cutting fields, X01 and so on."""
    return BoardFactory(slug="cross-cutting", name="横断・共通のツール", is_default=True)


@pytest.fixture
def founded():
    return BoardFactory(name="架空の研究会")


# --- When -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("created", "due"),
    [
        ("2026-11-20T10:00", "2026-11-26T10:00"),  # Friday; Monday is a holiday
        ("2026-11-30T16:30", "2026-12-03T16:30"),  # Monday to Thursday
        ("2026-11-28T09:00", "2026-12-02T09:00"),  # Saturday: Monday is the first day
        ("2026-12-25T09:00", "2027-01-05T09:00"),  # Friday; closed from the 29th to the 3rd: 28, 4, 5
    ],
)
def test_three_working_days_by_the_japanese_calendar(created, due):
    tokyo = "+09:00"
    assert due_at(datetime.fromisoformat(created + tokyo)) == datetime.fromisoformat(due + tokyo)


def test_not_a_minute_early_and_not_at_weekends(founded):
    leader = _lead(founded)
    _question(founded)
    assert _asked(DUE_AT - timedelta(minutes=1)) == set()
    assert _asked(datetime(2026, 11, 28, 3, tzinfo=UTC)) == set(), "a Saturday"
    assert _asked(datetime(2026, 11, 30, 3, tzinfo=UTC)) == {leader}


def test_questions_that_are_answered_closed_or_old_are_left_alone(founded):
    _lead(founded)
    PostFactory(topic=_question(founded))
    _question(founded, kind=TopicKind.DISCUSSION)
    _question(founded, status="withdrawn", withdrawn_at=DUE_AT)
    _question(founded, status="locked", locked_at=DUE_AT, lock_reason="確認中", locked_by="operators")
    _question(founded, created_at=DUE_AT - timedelta(days=31))
    _question(BoardFactory(archived_at=DUE_AT))
    _question(BoardFactory(ends_on=DUE_AT.date() - timedelta(days=1)))
    assert not waiting_too_long(DUE_AT).exists()
    assert _asked() == set()


def test_an_own_word_or_a_removed_answer_is_no_answer(founded):
    leader = _lead(founded)
    topic = _question(founded)
    own = {"author": topic.author, "author_key": topic.author_key}
    PostFactory(topic=topic, shown_as=topic.shown_as, **own)
    PostFactory(topic=topic, removed_at=DUE_AT, removed_by="author")
    assert _asked() == {leader}


def test_another_name_of_the_asker_counts_as_an_answer(founded):
    """Or the mail would tell that the post is the asker's."""
    _lead(founded)
    topic = _question(founded, shown_as=ShownAs.ANONYMOUS)
    PostFactory(topic=topic, author=topic.author, author_key=topic.author_key, shown_as=ShownAs.BODY)
    assert _asked() == set()


# --- Whom -----------------------------------------------------------------------------------------------------------


def test_leader_and_deputies_of_a_founded_board(founded):
    leader, deputy = _lead(founded), _lead(founded, BoardRole.DEPUTY)
    _lead(founded, BoardRole.MEMBER)
    _staff("X07")
    _question(founded)
    assert _asked() == {leader, deputy}
    told = Notification.objects.filter(event="answer_wanted", user=leader).get()
    assert told.title.startswith("3営業日たっても回答がついていない相談があります")


def test_never_the_asker_nor_who_left(founded):
    leader, deputy = _lead(founded), _lead(founded, BoardRole.DEPUTY)
    gone = _lead(founded, BoardRole.DEPUTY)
    gone.is_active = False
    gone.save()
    _question(founded, author=leader, shown_as=ShownAs.ANONYMOUS)
    assert _asked() == {deputy}


@pytest.mark.parametrize("way", [ShownAs.BODY, ShownAs.ANONYMOUS])
def test_that_the_leader_is_passed_over_tells_nobody_who_asks(founded, way):
    """Whoever has experience and is asked sees a board with a leader: it must not follow that the leader asks."""
    leader, experienced = _lead(founded), _staff("X07")
    service = PublishedServiceFactory()
    Service.objects.filter(pk=service.pk).update(facets=["work:X07"])
    for author in (leader, MembershipFactory().user):
        _question(founded, author=author, shown_as=way).services.set([service])
    _asked()
    mails = OutboxMail.objects.filter(event="answer_wanted")
    assert mails.filter(user=experienced).count() == 2
    assert mails.filter(user=leader).count() == 1


def test_not_whom_the_asker_has_asked_already(cross):
    asked, other = _staff("X07"), _staff("X07")
    AnswerRequest.objects.create(topic=_question(cross), person=asked, asked_at=ASKED_AT)
    assert _asked() == {other}


def test_on_the_operators_boards_who_has_experience_and_wants_to_be_asked(cross):
    asked = _staff("X07", "I01")
    _staff("X07", reach=Reach.FOUND)
    _staff("X07", reach=Reach.HIDDEN)
    _staff("I01")
    author = _staff("X07")
    _question(cross, author=author)
    assert _asked() == {asked}


def test_where_members_alone_write_nobody_else_is_asked():
    closed = BoardFactory(slug="internal-work", join_policy=JoinPolicy.APPROVAL)
    _staff("I01")
    _question(closed)
    assert _asked() == set()


def test_the_listings_of_a_question_say_its_field_more_exactly(cross):
    exact, wide = _staff("X07"), _staff("X01")
    service = PublishedServiceFactory()
    Service.objects.filter(pk=service.pk).update(facets=["work:X07", "delivery:saas"])
    _question(cross).services.set([service])
    assert _asked() == {exact}
    assert wide not in _asked()


def test_three_in_turn_so_that_the_same_are_not_always_asked(cross):
    people = [_staff("X07") for _ in range(4)]
    rounds = []
    for number in range(4):
        topic = _question(cross, title=f"相談{number}")
        jobs.call_for_answers(now=DUE_AT + timedelta(minutes=number))
        mails = OutboxMail.objects.filter(event="answer_wanted", target_key=str(topic.pk))
        rounds.append({people.index(mail.user) for mail in mails.select_related("user")})
    assert rounds == [{0, 1, 2}, {3, 0, 1}, {2, 3, 0}, {1, 2, 3}]


def test_only_staff_of_the_bodies_that_read_it(cross):
    inside, outside = MunicipalityFactory(), MunicipalityFactory()
    reader, stranger = _staff("X07", municipality=inside), _staff("X07", municipality=outside)
    _question(cross, readers=[inside.pk])
    assert _asked() == {reader}
    assert stranger not in _asked()


def test_experts_of_the_field_where_the_question_is_open_to_them(cross):
    stated = {"conflicts_stated_at": DUE_AT - timedelta(days=1)}
    near = confirmed(AdvisorFactory(fields="情報セキュリティ、調達", **stated).user)
    confirmed(AdvisorFactory(fields="森林、林業", **stated).user)
    confirmed(AdvisorFactory(fields="調達", is_active=False, **stated).user)
    confirmed(AdvisorFactory(fields="調達", conflicts_stated_at=None).user)
    _question(cross, title="調達の進め方", experts_invited=True)
    _question(cross, title="調達の相談、職員だけ")
    assert _asked() == {near}
    mail = OutboxMail.objects.get(event="answer_wanted")
    assert cross.name not in mail.subject + mail.body, "experts do not learn of boards"


def test_who_lost_sight_of_it_before_the_mail_goes_out_gets_none(founded, transactional_db):
    leader = _lead(founded)
    topic = _question(founded)
    assert _asked() == {leader}
    Topic.objects.filter(pk=topic.pk).update(status="withdrawn", withdrawn_at=DUE_AT)
    mail = OutboxMail.objects.get(event="answer_wanted")
    deliver(mail_id=mail.pk, now=DUE_AT)
    mail.refresh_from_db()
    assert mail.status == "withheld"


def test_nothing_of_an_anonymous_asker(founded):
    _lead(founded)
    asker = MembershipFactory(user=UserFactory(name="伏見鶴亀"), municipality__name="かなりや市")
    _question(
        founded, title="名乗れない相談", author=asker.user, municipality=asker.municipality, shown_as=ShownAs.ANONYMOUS
    )
    _asked()
    mail = OutboxMail.objects.get(event="answer_wanted")
    assert "名乗れない相談" in mail.subject
    for secret in ("伏見", "鶴亀", "かなりや", asker.user.email, str(asker.user.key)):
        assert secret not in mail.subject + mail.body
    row = AuditEvent.objects.get(verb="call_for_answers")
    assert (row.actor_key, row.data) == (None, {"leading": 1, "experienced": 0})


# --- Once -----------------------------------------------------------------------------------------------------------


def test_once_in_the_life_of_a_question(founded):
    _lead(founded)
    topic = _question(founded)
    for hours in range(3):
        jobs.call_for_answers(now=DUE_AT + timedelta(hours=hours))
    PostFactory(topic=topic, removed_at=DUE_AT, removed_by="author")
    jobs.call_for_answers(now=DUE_AT + timedelta(days=4))
    assert OutboxMail.objects.filter(event="answer_wanted").count() == 1
    assert Notification.objects.filter(event="question_unanswered").count() == 1
    assert AuditEvent.objects.filter(verb="call_for_answers").count() == 1


def test_nobody_to_ask_is_noted_too(cross):
    topic = _question(cross)
    assert _asked() == set()
    assert AnswerCall.objects.filter(topic=topic).exists()
    _staff("X07")
    assert _asked() == set()


def test_one_that_breaks_leaves_the_others_for_the_next_run(founded, monkeypatch):
    _lead(founded)
    first, second = _question(founded), _question(founded, created_at=ASKED_AT + timedelta(minutes=1))
    real = actions.calls.send_question_unanswered

    def dies_at_the_second(topic, **arguments):
        if topic.pk == second.pk:
            raise KeyboardInterrupt
        real(topic, **arguments)

    later = DUE_AT + timedelta(hours=1)
    monkeypatch.setattr(actions.calls, "send_question_unanswered", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        jobs.call_for_answers(now=later)
    assert list(AnswerCall.objects.values_list("topic", flat=True)) == [first.pk]
    monkeypatch.setattr(actions.calls, "send_question_unanswered", real)
    jobs.call_for_answers(now=later)
    assert OutboxMail.objects.filter(event="answer_wanted").count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_ask_once(founded):
    _lead(founded)
    topic = _question(founded)
    all_at_once([lambda: actions.call_for_answers(topic=topic, now=DUE_AT)] * 10)
    assert OutboxMail.objects.filter(event="answer_wanted").count() == 1
    assert AuditEvent.objects.filter(verb="call_for_answers").count() == 1


# --- The asker ------------------------------------------------------------------------------------------------------


def test_the_asker_is_led_to_the_next_steps_on_the_site_alone(client, founded):
    _lead(founded)
    topic = _question(founded)
    _asked()
    assert not OutboxMail.objects.filter(user=topic.author).exists()
    told = Notification.objects.get(user=topic.author)
    assert told.path == f"/topics/{topic.pk}/next-steps/"
    client.force_login(topic.author)
    page = client.get(told.path).content.decode()
    assert "課のリーダーとサブリーダー1人に、この相談をお知らせしました" in page
    assert f'action="/topics/{topic.pk}/invite-experts/"' in page
    assert 'href="/colleagues/"' in page
    assert f'href="/topics/posts/{topic.posts.get().pk}/edit/"' in page


def test_others_learn_nothing_from_the_page(client, founded):
    topic = _question(founded)
    client.force_login(MembershipFactory().user)
    assert client.get(f"/topics/{topic.pk}/next-steps/").status_code == 403
    client.force_login(UserFactory())
    assert client.get(f"/topics/{topic.pk}/next-steps/").status_code == 404


@pytest.mark.parametrize("deputies", [1, 3])
def test_the_page_costs_the_same_whoever_was_asked(client, founded, deputies, django_assert_max_num_queries):
    for _ in range(deputies):
        _lead(founded, BoardRole.DEPUTY)
    topic = _question(founded)
    _asked()
    client.force_login(topic.author)
    with django_assert_max_num_queries(8) as captured:
        client.get(f"/topics/{topic.pk}/next-steps/")
    assert len(captured) == 5


def test_a_digest_does_not_repeat_who_was_asked(cross):
    person = _staff("X07")
    _question(cross)
    assert digest_for(person, DUE_AT - timedelta(days=1), DUE_AT).sections
    assert _asked() == {person}
    assert digest_for(person, DUE_AT - timedelta(days=1), DUE_AT + timedelta(hours=1)).sections == []
