"""Topics that are stopped, stand first, or move: by whom, and what others see of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification, OutboxMail
from dss.access import DomainError, PolicyRefused
from forums import actions
from forums.enums import BoardRole, JoinPolicy, LockedBy, MemberStatus, ShownAs, TopicStatus, WatchLevel
from forums.indexing import TOPICS
from forums.models import MOST_PINNED, Topic, TopicSearch
from forums.policies import can_lock_topic, can_move_topic, can_pin_topic, can_tend_topic, can_unlock_topic
from tests.factories import BoardFactory, BoardMembershipFactory, MembershipFactory, PostFactory, TopicFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now


def text_of(response):
    return unescape(response.content.decode())


def member_of(board, user, role=BoardRole.MEMBER):
    return BoardMembershipFactory(board=board, user=user, role=role)


@pytest.fixture
def operator(client, scene):
    Authenticator.objects.create(user=scene.operator, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    client.force_login(scene.operator)
    return client


@pytest.fixture
def founded(scene):
    """A board that the helper leads and the reader is deputy of."""
    board = BoardFactory(name="架空の標準化課", is_default=False)
    member_of(board, scene.helper, BoardRole.LEADER)
    member_of(board, scene.reader, BoardRole.DEPUTY)
    return board


@pytest.fixture
def closed():
    return BoardFactory(name="架空の承認制の課", join_policy=JoinPolicy.APPROVAL)


@pytest.fixture
def office(scene):
    scene.board.is_default = True
    scene.board.save()
    return scene.board


def lock(topic, actor, reason="議論が逸れたため"):
    return actions.lock_topic(topic=topic, reason=reason, actor=actor, now=NOW())


def unlock(topic, actor):
    return actions.unlock_topic(topic=topic, reason="落ち着いたため", actor=actor, now=NOW())


def pin(topic, actor):
    return actions.pin_topic(topic=topic, actor=actor, now=NOW())


def move(topic, board, actor):
    return actions.move_topic(topic=topic, board=board, actor=actor, now=NOW())


class TestStopping:
    def test_leader_and_deputy_stop_and_allow(self, scene, founded, open_topic, answer):
        topic = open_topic(board=founded)
        for person in (scene.helper, scene.reader):
            stopped = lock(topic, person)
            assert (stopped.status, stopped.locked_by) == (TopicStatus.LOCKED, LockedBy.LEADERS)
            with pytest.raises(DomainError, match="この課のリーダーが書き込みを止めています"):
                answer(topic)
            assert unlock(topic, person).status == TopicStatus.OPEN
        answer(topic)
        assert [event.reason for event in AuditEvent.objects.filter(verb="lock_topic")] == ["議論が逸れたため"] * 2

    def test_what_the_operators_stopped_they_alone_allow(self, scene, founded, open_topic):
        topic = open_topic(board=founded)
        lock(topic, scene.helper)
        stopped = lock(topic, scene.operator, "運営の理由")
        assert (stopped.locked_by, stopped.lock_reason) == (LockedBy.OPERATORS, "運営の理由")
        with pytest.raises(PolicyRefused, match="解けるのは運営だけ"):
            unlock(topic, scene.helper)
        with pytest.raises(DomainError):
            lock(topic, scene.helper)
        with pytest.raises(DomainError):
            lock(topic, scene.operator)
        assert unlock(topic, scene.operator).locked_by is None

    def test_operators_allow_what_a_leader_stopped(self, scene, founded, open_topic):
        topic = lock(open_topic(board=founded), scene.helper)
        assert unlock(topic, scene.operator).status == TopicStatus.OPEN

    def test_nobody_else(self, scene, founded, open_topic):
        topic, office_topic = open_topic(board=founded), open_topic()
        stranger, member = MembershipFactory().user, MembershipFactory().user
        member_of(founded, member)
        for person in (scene.asker, stranger, member, scene.expert, scene.seller, scene.member):
            assert not can_lock_topic(person, topic)
            assert not can_pin_topic(person, topic)
            with pytest.raises(PolicyRefused):
                lock(topic, person)
            with pytest.raises(PolicyRefused):
                pin(topic, person)
        assert not can_lock_topic(scene.helper, office_topic)
        left = scene.helper
        type(left).objects.get(pk=left.pk)
        founded.memberships.filter(user=left).update(role=BoardRole.MEMBER, status=MemberStatus.LEFT)
        assert not can_unlock_topic(left, topic)

    def test_the_operators_list_has_only_what_they_stopped(self, operator, scene, founded, open_topic):
        hidden, stopped = open_topic(board=founded, title="リーダーが止めた"), open_topic(title="運営が止めた")
        lock(hidden, scene.helper)
        lock(stopped, scene.operator)
        page = text_of(operator.get(reverse("admin:forums_topic_changelist")))
        assert "運営が止めた" in page
        assert "リーダーが止めた" not in page

    def test_on_the_page(self, client, scene, founded, open_topic):
        topic = open_topic(board=founded)
        client.force_login(scene.helper)
        tend = reverse("forums:topic_tend", args=[topic.pk])
        assert "書き込みを止める" in text_of(client.get(tend))
        refused = client.post(reverse("forums:topic_lock", args=[topic.pk]), {"reason": " "})
        assert refused.status_code == 422
        client.post(reverse("forums:topic_lock", args=[topic.pk]), {"reason": "話題が逸れたため"})
        page = text_of(client.get(topic.get_absolute_url()))
        assert "この課のリーダーが書き込みを止めています" in page
        assert "話題が逸れたため" in page
        assert "書き込みを再開する" in text_of(client.get(tend))
        client.post(reverse("forums:topic_unlock", args=[topic.pk]), {"reason": "もう大丈夫"})
        topic.refresh_from_db()
        assert topic.status == TopicStatus.OPEN


class TestPinning:
    def test_up_to_three_and_places_are_given_again(self, scene, founded):
        topics = TopicFactory.create_batch(MOST_PINNED + 1, board=founded)
        assert [pin(topic, scene.helper).pin_place for topic in topics[:3]] == [1, 2, 3]
        with pytest.raises(DomainError, match="3件まで"):
            pin(topics[3], scene.reader)
        with pytest.raises(DomainError, match="すでに固定"):
            pin(topics[0], scene.helper)
        actions.unpin_topic(topic=topics[1], actor=scene.helper, now=NOW())
        with pytest.raises(DomainError, match="固定されていません"):
            actions.unpin_topic(topic=topics[1], actor=scene.helper, now=NOW())
        assert pin(topics[3], scene.helper).pin_place == 2
        assert AuditEvent.objects.filter(verb__in=["pin_topic", "unpin_topic"]).count() == 5

    def test_operators_on_their_own_boards_only(self, scene, founded, office, open_topic):
        assert pin(open_topic(), scene.operator).is_pinned
        with pytest.raises(PolicyRefused):
            pin(open_topic(), scene.helper)
        with pytest.raises(PolicyRefused):
            pin(open_topic(board=founded), scene.operator)

    def test_operators_pin_by_address_in_the_admin(self, operator, scene, office, open_topic):
        topic, elsewhere = open_topic(), TopicFactory()
        address = reverse("admin:forums_board_changelist")
        asked = {"action": "pin", "_selected_action": [office.pk], "index": "0"}
        operator.post(address, asked | {"topic": f"https://dss.example/topics/{topic.pk}/"})
        operator.post(address, asked | {"topic": f"/topics/{elsewhere.pk}/"})
        assert "ありません" in text_of(operator.post(address, asked | {"topic": "9" * 300}))
        assert list(Topic.objects.pinned()) == [topic]
        operator.post(address, asked | {"action": "unpin", "topic": str(topic.pk)})
        assert not Topic.objects.pinned().exists()

    def test_what_goes_frees_its_place(self, scene, founded, open_topic):
        topics = [pin(open_topic(board=founded), scene.helper) for _ in range(3)]
        actions.remove_post(post=topics[0].posts.get(), reason="規約違反", actor=scene.operator, now=NOW())
        actions.delete_post(post=topics[1].posts.get(), actor=scene.asker, now=NOW())
        move(topics[2], scene.board, scene.asker)
        assert not Topic.objects.pinned().exists()
        assert pin(open_topic(board=founded), scene.helper).pin_place == 1

    def test_never_what_only_some_bodies_read(self, scene, founded, open_topic):
        topic = open_topic(board=founded, readers=[scene.body])
        assert not can_pin_topic(scene.helper, topic)
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.filter(pk=topic.pk).update(pin_place=1)

    def test_they_stand_first_once_and_only_where_nothing_is_asked_for(self, client, scene, founded):
        now = NOW()
        topics = [
            TopicFactory(board=founded, title=f"題名{n:02}", created_at=now - timedelta(hours=n)) for n in range(24)
        ]
        TOPICS.reindex_stale()
        client.force_login(scene.reader)
        address = founded.get_absolute_url()

        def titles(query=""):
            page = text_of(client.get(f"{address}{query}"))
            assert page.count(">固定<") == len(set(pinned) & set(re.findall(r">(題名\d\d)</a>", page)))
            return re.findall(r">(題名\d\d)</a>", page), page

        pinned = []
        plain = titles()[0]
        assert plain == [f"題名{n:02}" for n in range(20)]
        for number in (23, 1):
            pin(topics[number], scene.helper)
            pinned.append(f"題名{number}" if number > 9 else f"題名0{number}")
        first, page = titles()
        assert first[:2] == ["題名23", "題名01"]
        assert len(first) == len(set(first)) == 22
        assert "トピック 24件" in page
        older = re.search(r"\?older=[0-9_]+", page)[0]
        second, page = titles(older)
        assert not set(second) & set(first)
        assert len(first) + len(second) == 24
        assert "トピック 24件" in page
        newer = re.search(r"\?newer=[0-9_]+", page)[0]
        assert titles(newer)[0][:2] == ["題名23", "題名01"]
        assert titles("?older=x")[0][:2] == ["題名23", "題名01"]
        assert titles("?sort=active")[0] == plain
        all_topics = text_of(client.get(reverse("forums:topic_list")))
        assert ">固定<" not in all_topics

    def test_a_board_with_pinned_topics_alone(self, client, scene, founded):
        pin(TopicFactory(board=founded, title="これだけ"), scene.helper)
        client.force_login(scene.reader)
        page = text_of(client.get(founded.get_absolute_url()))
        assert page.count("これだけ</a>") == 1
        assert "まだトピックがありません" not in page

    def test_a_pin_costs_no_more_however_many(self, client, scene, founded):
        topics = TopicFactory.create_batch(5, board=founded)
        client.force_login(scene.helper)
        costs = []
        for topic in topics[:3]:
            pin(topic, scene.helper)
            client.get(founded.get_absolute_url())
            with CaptureQueriesContext(connection) as asked:
                client.get(founded.get_absolute_url())
            costs.append(len(asked))
        assert costs[0] == costs[1] == costs[2] <= 8, [each["sql"][:160] for each in asked]

    @pytest.mark.django_db(transaction=True)
    def test_never_a_fourth_in_a_rush(self, scene, founded):
        topics = TopicFactory.create_batch(10, board=founded)
        people = [scene.helper, scene.reader]
        calls = [lambda topic=topic, who=people[n % 2]: pin(topic, who) for n, topic in enumerate(topics)]
        won, refused = all_at_once(calls)
        assert (len(won), len(refused)) == (MOST_PINNED, 10 - MOST_PINNED)
        assert sorted(Topic.objects.pinned().values_list("pin_place", flat=True)) == [1, 2, 3]


class TestMoving:
    def test_by_its_author(self, client, scene, founded, open_topic, answer):
        topic = open_topic(title="標準化の相談")
        answer(topic)
        actions.watch_topic(topic=topic, level=WatchLevel.OFF, actor=scene.reader, now=NOW())
        Notification.objects.all().delete()
        OutboxMail.objects.all().delete()
        address, at = topic.get_absolute_url(), topic.last_activity_at
        client.force_login(scene.asker)
        response = client.post(reverse("forums:topic_move", args=[topic.pk]), {"board": founded.pk})
        assert response["Location"] == address
        topic.refresh_from_db()
        assert (topic.board, topic.moved_from, topic.get_absolute_url()) == (founded, scene.board, address)
        assert topic.last_activity_at > at
        told = Notification.objects.get()
        assert (told.user, told.path) == (scene.helper, address)
        assert "標準化の相談" in told.title
        assert not OutboxMail.objects.exists()
        assert "標準化の相談" in text_of(client.get(founded.get_absolute_url()))
        assert "標準化の相談" not in text_of(client.get(scene.board.get_absolute_url()))
        event = AuditEvent.objects.get(verb="move_topic")
        assert event.data == {"from": scene.board.pk, "to": founded.pk}

    def test_by_who_leads_the_board(self, scene, founded, open_topic):
        topic = open_topic(board=founded)
        Notification.objects.all().delete()
        assert move(topic, scene.board, scene.reader).board == scene.board
        assert Notification.objects.get().user == scene.asker
        assert not can_move_topic(scene.helper, topic.__class__.objects.get(pk=topic.pk))

    def test_by_operators(self, scene, founded, open_topic):
        assert move(open_topic(), founded, scene.operator).board == founded

    def test_nobody_else_and_nothing_among_bodies(self, scene, founded, open_topic):
        topic = open_topic()
        for person in (scene.helper, scene.expert, scene.seller, scene.member):
            with pytest.raises(PolicyRefused):
                move(topic, founded, person)
        kept = open_topic(readers=[scene.body])
        for person in (scene.asker, scene.operator):
            with pytest.raises(PolicyRefused, match="決められた団体"):
                move(kept, founded, person)
        assert not can_tend_topic(scene.asker, kept)

    def test_where_the_mover_may_write(self, scene, founded, closed, open_topic):
        topic = open_topic()
        with pytest.raises(PolicyRefused, match="メンバーだけ"):
            move(topic, closed, scene.asker)
        member_of(closed, scene.asker)
        assert move(topic, closed, scene.asker).board == closed
        topic.refresh_from_db()
        founded.archived_at = NOW()
        founded.save()
        for person in (scene.asker, scene.operator):
            with pytest.raises(PolicyRefused, match="終了"):
                move(topic, founded, person)
        with pytest.raises(DomainError, match="すでにこの課"):
            move(topic, closed, scene.asker)

    def test_who_opened_it_may_go_on_there(self, scene, founded, closed, open_topic):
        topic = open_topic(board=founded)
        member_of(closed, scene.helper)
        with pytest.raises(PolicyRefused, match="参加していない"):
            move(topic, closed, scene.helper)
        member_of(closed, scene.asker)
        assert move(topic, closed, scene.helper).board == closed

    @pytest.mark.parametrize("way", [ShownAs.BODY, ShownAs.ANONYMOUS])
    def test_trying_does_not_tell_whether_an_unnamed_author_is_a_member(self, scene, founded, closed, open_topic, way):
        member_of(closed, scene.helper)
        topic, other = open_topic(board=founded, shown_as=way), open_topic(board=founded, shown_as=way)
        refusals = []
        for _ in range(2):
            with pytest.raises(PolicyRefused) as refused:
                move(topic, closed, scene.helper)
            refusals.append(refused.value.reason)
            if not closed.memberships.filter(user=scene.asker).exists():
                member_of(closed, scene.asker)
        assert refusals[0] == refusals[1]
        assert move(topic, scene.board, scene.helper).board == scene.board
        assert move(other, closed, scene.asker).board == closed

    def test_what_is_stopped_moves_by_who_may_allow_it(self, scene, founded, open_topic):
        topic = lock(open_topic(board=founded), scene.helper)
        with pytest.raises(PolicyRefused):
            move(topic, scene.board, scene.asker)
        assert move(topic, scene.board, scene.helper).is_locked

    def test_on_the_page(self, client, scene, founded, closed, open_topic):
        topic = open_topic()
        client.force_login(scene.asker)
        tend = text_of(client.get(reverse("forums:topic_tend", args=[topic.pk])))
        assert founded.name in tend
        assert closed.name not in tend
        assert "書き込みを止める" not in tend
        for board in (closed.pk, scene.board.pk, "", "x", "9" * 5000, "\x00"):
            response = client.post(reverse("forums:topic_move", args=[topic.pk]), {"board": board})
            assert response.status_code == 422
        client.force_login(scene.reader)
        assert client.get(reverse("forums:topic_tend", args=[topic.pk])).status_code == 403

    @pytest.mark.django_db(transaction=True)
    def test_a_move_and_answers_at_once(self, scene, founded, open_topic, answer):
        topic = open_topic()
        TOPICS.reindex_stale()
        people = [each.user for each in MembershipFactory.create_batch(8)]
        calls = [lambda: move(topic, founded, scene.asker)]
        calls += [lambda person=person: answer(topic, actor=person) for person in people]
        calls += [TOPICS.reindex_stale] * 2
        _, refused = all_at_once(calls)
        assert refused == []
        topic.refresh_from_db()
        assert (topic.board, topic.post_count, topic.posts.count()) == (founded, 9, 9)
        assert TopicSearch.objects.filter(topic=topic).exists()

    @pytest.mark.django_db(transaction=True)
    def test_two_movers_at_once(self, scene, founded, open_topic):
        topic, third = open_topic(), BoardFactory()
        stale = [Topic.objects.select_related("board").get(pk=topic.pk) for _ in range(10)]
        calls = [
            lambda copy=copy, goal=(founded, third)[n % 2]: move(copy, goal, scene.asker)
            for n, copy in enumerate(stale)
        ]
        won, refused = all_at_once(calls)
        assert (len(won), len(refused)) == (1, 9)
        assert all("移りました" in refusal.message for refusal in refused)

    @pytest.mark.django_db(transaction=True)
    def test_pinning_and_moving_at_once(self, scene, founded, open_topic):
        topics = [open_topic(board=founded) for _ in range(4)]
        calls = [lambda topic=topic: pin(topic, scene.helper) for topic in topics]
        calls += [lambda topic=topic: move(topic, scene.board, scene.asker) for topic in topics]
        all_at_once(calls)
        assert not Topic.objects.pinned().exists()
        assert Topic.objects.filter(board=scene.board).count() == 4


@pytest.mark.parametrize("role", [BoardRole.MEMBER, BoardRole.LEADER])
def test_a_topic_on_a_board_one_joins_keeps_the_bar(client, scene, closed, role):
    """Asking whether one may write and whether one leads costs a query each, however many posts there are."""
    member_of(closed, scene.reader, role)
    topic = TopicFactory(board=closed)
    client.force_login(scene.reader)
    costs = []
    for _ in range(3):
        client.get(topic.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            page = text_of(client.get(topic.get_absolute_url()))
        costs.append(len(asked))
        PostFactory(topic=topic)
    assert (reverse("forums:topic_tend", args=[topic.pk]) in page) is (role == BoardRole.LEADER)
    assert costs[0] == costs[-1] <= 8, [each["sql"][:200] for each in asked]
