"""Boards of the staff: founded, joined, led, handed over, given more time, ended, taken along."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership, Notification, OutboxMail
from dss.access import DomainError, PolicyRefused
from forums import actions, jobs
from forums.actions.founding import MOST_LED
from forums.enums import BoardRole, HandoverStatus, JoinPolicy, MemberStatus, ShownAs
from forums.models import Board, BoardHandover, BoardMembership, BoardStep
from tests.factories import (
    BoardFactory,
    BoardMembershipFactory,
    MembershipFactory,
    PostAttachmentFactory,
    PostFactory,
    TopicFactory,
)
from tests.forums.conftest import BODY, PERSON
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now


def mails(event):
    return set(OutboxMail.objects.filter(event=event).values_list("to", flat=True))


def lapse(user):
    MunicipalMembership.objects.filter(user=user).update(expires_on="2020-05-31")


@pytest.fixture
def found(scene):
    """Found a board as the asker; any argument may be given otherwise."""

    def send(**changes):
        arguments = {
            "name": "窓口のキャッシュレス",
            "purpose": "精算の手順を持ち帰る。",
            "join_policy": JoinPolicy.OPEN,
            "ends_on": None,
            "client_token": uuid4(),
            "actor": scene.asker,
            "now": NOW(),
        }
        return actions.found_board(**(arguments | changes))

    return send


def join(board, actor):
    return actions.join_board(board=board, message="よろしくお願いします。", actor=actor, now=NOW())


def role(board, user):
    return BoardMembership.objects.get(board=board, user=user).role


class TestFounding:
    def test_who_founds_leads(self, scene, found):
        token = uuid4()
        board = found(client_token=token)
        assert found(client_token=token) == board
        assert role(board, scene.asker) == BoardRole.LEADER
        assert BoardStep.objects.get().kind == "founded"

    def test_only_live_staff_and_not_too_many(self, scene, found):
        for person in (scene.seller, scene.member, scene.expert, scene.operator):
            with pytest.raises(PolicyRefused):
                found(actor=person)
        found()
        with pytest.raises(DomainError, match="同じ名前"):
            found(actor=scene.helper)
        for number in range(MOST_LED - 1):
            found(name=f"別の課{number}")
        with pytest.raises(DomainError, match="リーダーになれる"):
            found(name="もうひとつの課")

    @pytest.mark.parametrize("days", [0, -1, 800])
    def test_a_last_day_within_two_years(self, found, days):
        with pytest.raises(DomainError, match="2年以内"):
            found(ends_on=timezone.localdate() + timedelta(days=days))

    def test_the_form_tells_what_is_wrong(self, scene, client):
        client.force_login(scene.asker)
        address = reverse("forums:board_found")
        past = client.post(address, {"name": "課", "purpose": "目的", "join_policy": "open", "ends_on": "2020-01-01"})
        assert past.status_code == 422
        assert "2年以内" in past.content.decode()
        sent = client.post(
            address, {"name": "課", "purpose": "目的", "join_policy": "open", "client_token": str(uuid4())}
        )
        assert sent.status_code == 302
        assert client.get(sent["Location"]).status_code == 200


class TestWritingThere:
    def test_everybody_on_an_open_board(self, found, open_topic, scene):
        board = found()
        assert open_topic(board=board, actor=scene.helper)

    @pytest.mark.parametrize("policy", [JoinPolicy.APPROVAL, JoinPolicy.ENDORSEMENT])
    def test_members_alone_on_others_which_all_read(self, found, open_topic, answer, scene, client, policy):
        board = found(join_policy=policy)
        topic = open_topic(board=board)
        with pytest.raises(PolicyRefused, match="メンバーだけ"):
            open_topic(board=board, actor=scene.helper)
        with pytest.raises(PolicyRefused, match="メンバーだけ"):
            answer(topic)
        client.force_login(scene.helper)
        page = client.get(topic.get_absolute_url())
        assert page.status_code == 200
        assert "メンバーだけ" in page.content.decode()
        BoardMembershipFactory(board=board, user=scene.helper)
        assert answer(topic)

    def test_experts_answer_where_they_were_asked(self, found, open_topic, answer, scene):
        topic = open_topic(board=found(join_policy=JoinPolicy.APPROVAL), experts_invited=True)
        assert answer(topic, actor=scene.expert).by_expert

    def test_nobody_after_the_last_day(self, found, open_topic, answer):
        board = found(ends_on=timezone.localdate() + timedelta(days=1))
        topic = open_topic(board=board)
        Board.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
        topic.board.refresh_from_db()
        for write in (lambda: open_topic(board=board), lambda: answer(topic)):
            with pytest.raises(PolicyRefused, match="期限を過ぎ"):
                write()


class TestJoining:
    def test_at_once_where_it_is_open(self, found, scene):
        board = found()
        assert join(board, scene.helper).status == MemberStatus.ACTIVE
        assert join(board, scene.helper).status == MemberStatus.ACTIVE
        actions.leave_board(board=board, actor=scene.helper, now=NOW())
        with pytest.raises(DomainError, match="参加していません"):
            actions.leave_board(board=board, actor=scene.helper, now=NOW())
        assert join(board, scene.helper).status == MemberStatus.ACTIVE

    def test_when_the_leader_says_so(self, found, scene):
        board = found(join_policy=JoinPolicy.APPROVAL)
        row = join(board, scene.helper)
        assert row.status == MemberStatus.ASKED
        assert mails("board_join_asked") == {scene.asker.email}
        with pytest.raises(PolicyRefused):
            actions.admit_member(membership=row, actor=scene.reader, now=NOW())
        actions.admit_member(membership=row, actor=scene.asker, now=NOW())
        with pytest.raises(DomainError, match="参加中"):
            actions.turn_away_member(membership=row, actor=scene.asker, now=NOW())
        assert mails("board_join_decided") == {scene.helper.email}

    def test_when_two_members_speak_for_one(self, found, scene):
        board = found(join_policy=JoinPolicy.ENDORSEMENT)
        BoardMembershipFactory(board=board, user=scene.reader)
        row = join(board, scene.helper)
        with pytest.raises(PolicyRefused):
            actions.endorse_member(membership=row, actor=scene.helper, now=NOW())
        for _ in range(2):
            actions.endorse_member(membership=row, actor=scene.asker, now=NOW())
        row.refresh_from_db()
        assert row.status == MemberStatus.ASKED
        actions.endorse_member(membership=row, actor=scene.reader, now=NOW())
        row.refresh_from_db()
        assert row.status == MemberStatus.ACTIVE

    def test_who_asks_is_seen_by_those_who_decide(self, found, scene):
        row = join(found(join_policy=JoinPolicy.APPROVAL), scene.helper)
        for person, sees in ((scene.asker, True), (scene.helper, True), (scene.reader, False), (scene.seller, False)):
            assert BoardMembership.objects.visible_to(person).filter(pk=row.pk).exists() == sees

    def test_the_operators_boards_need_none(self, scene):
        with pytest.raises(PolicyRefused, match="標準の課"):
            join(BoardFactory(is_default=True), scene.helper)


class TestLeading:
    def test_handed_over_when_the_successor_accepts(self, found, scene):
        board = found()
        join(board, scene.helper)
        with pytest.raises(DomainError, match="ほかのメンバー"):
            actions.offer_lead(board=board, successor=scene.reader, message="", actor=scene.asker, now=NOW())
        offer = actions.offer_lead(
            board=board, successor=scene.helper, message="頼みます", actor=scene.asker, now=NOW()
        )
        assert role(board, scene.asker) == BoardRole.LEADER
        with pytest.raises(DomainError, match="すでに"):
            actions.offer_lead(board=board, successor=scene.helper, message="", actor=scene.asker, now=NOW())
        with pytest.raises(PolicyRefused):
            actions.accept_lead(handover=offer, actor=scene.reader, now=NOW())
        actions.accept_lead(handover=offer, actor=scene.helper, now=NOW())
        assert (role(board, scene.helper), role(board, scene.asker)) == (BoardRole.LEADER, BoardRole.DEPUTY)
        assert mails("board_handover_answered") == {scene.asker.email}
        with pytest.raises(DomainError, match="引き受け"):
            actions.decline_lead(handover=offer, actor=scene.helper, now=NOW())

    def test_declined_or_withdrawn_nothing_changes(self, found, scene):
        board = found()
        join(board, scene.helper)
        for settle, actor in ((actions.decline_lead, scene.helper), (actions.withdraw_offer, scene.asker)):
            offer = actions.offer_lead(board=board, successor=scene.helper, message="", actor=scene.asker, now=NOW())
            settle(handover=offer, actor=actor, now=NOW())
            assert role(board, scene.asker) == BoardRole.LEADER
        assert not BoardHandover.objects.filter(status=HandoverStatus.OPEN).exists()

    def test_a_board_whose_leader_lapsed_is_offered_once_and_taken(self, found, scene):
        board = found()
        join(board, scene.helper)
        join(board, scene.reader)
        with pytest.raises(DomainError, match="すでにリーダー"):
            actions.take_lead(board=board, actor=scene.helper, now=NOW())
        lapse(scene.asker)
        for _ in range(2):
            jobs.tend_boards(now=NOW())
        assert mails("board_leaderless") == {scene.helper.email, scene.reader.email}
        assert OutboxMail.objects.filter(event="board_leaderless").count() == 2
        with pytest.raises(PolicyRefused):
            actions.take_lead(board=board, actor=MembershipFactory().user, now=NOW())
        actions.take_lead(board=board, actor=scene.helper, now=NOW())
        assert role(board, scene.helper) == BoardRole.LEADER

    def test_the_database_knows_one_leader(self, found, scene):
        board = found()
        with pytest.raises(IntegrityError), transaction.atomic():
            BoardMembershipFactory(board=board, user=scene.helper, role=BoardRole.LEADER)

    def test_deputies_describe_and_their_updates_are_not_lost(self, found, scene):
        board = found()
        row = join(board, scene.helper)
        words = {"board": board, "purpose": "別の目的", "join_policy": JoinPolicy.OPEN, "revision": 1, "now": NOW()}
        with pytest.raises(PolicyRefused):
            actions.describe_board(name="別の名前", actor=scene.helper, **words)
        actions.set_deputy(membership=row, wanted=True, actor=scene.asker, now=NOW())
        actions.describe_board(name="別の名前", actor=scene.helper, **words)
        with pytest.raises(actions.BoardChanged) as conflict:
            actions.describe_board(name="さらに別の名前", actor=scene.asker, **words)
        assert conflict.value.board.name == "別の名前"


@pytest.mark.django_db(transaction=True)
def test_twenty_members_want_to_lead_and_one_does():
    board = BoardFactory()
    people = [MembershipFactory().user for _ in range(20)]
    for person in people:
        BoardMembershipFactory(board=board, user=person)
    led, refused = all_at_once(
        [lambda person=person: actions.take_lead(board=board, actor=person, now=NOW()) for person in people]
    )
    assert (len(led), len(refused)) == (1, 19)
    assert BoardMembership.objects.filter(role=BoardRole.LEADER).count() == 1


class TestTheEnd:
    def test_renewed_with_a_reason_that_all_read(self, found, scene, client):
        board = found()
        until = timezone.localdate() + timedelta(days=90)
        with pytest.raises(PolicyRefused):
            actions.renew_board(board=board, ends_on=until, reason="続ける", actor=scene.helper, now=NOW())
        actions.renew_board(board=board, ends_on=until, reason="議論が続いているため", actor=scene.asker, now=NOW())
        client.force_login(scene.reader)
        assert "議論が続いているため" in client.get(board.get_absolute_url()).content.decode()

    def test_ended_with_a_retrospective_that_stays(self, found, scene, client):
        board = found()
        join(board, scene.helper)
        actions.end_board(board=board, retrospective="**やってよかった**", actor=scene.asker, now=NOW())
        told = Notification.objects.filter(event="board_ended").values_list("user", flat=True)
        assert set(told) == {scene.asker.pk, scene.helper.pk}
        assert mails("board_ended") == set()  # gathered
        client.force_login(scene.reader)
        assert "<strong>やってよかった</strong>" in client.get(board.get_absolute_url()).content.decode()
        with pytest.raises(DomainError, match="すでに終了"):
            actions.end_board(board=board, retrospective="もう一度", actor=scene.asker, now=NOW())

    def test_reminded_near_the_day_and_ended_when_forgotten(self, found, scene):
        board = found(ends_on=timezone.localdate() + timedelta(days=20))
        day = NOW() + timedelta(days=6)
        MunicipalMembership.objects.update(expires_on="2099-05-31")
        for _ in range(2):
            jobs.tend_boards(now=day)
        assert OutboxMail.objects.filter(event="board_ending").count() == 1
        jobs.tend_boards(now=day + timedelta(days=11))
        assert OutboxMail.objects.filter(event="board_ending").count() == 2
        jobs.tend_boards(now=day + timedelta(days=20))
        board.refresh_from_db()
        assert not board.is_archived
        jobs.tend_boards(now=day + timedelta(days=60))
        board.refresh_from_db()
        assert board.is_archived

    @pytest.mark.parametrize("days", [-2, -1, 0, 1])
    def test_the_same_in_sql_and_on_the_row(self, days):
        board = BoardFactory(ends_on=timezone.localdate() + timedelta(days=days))
        assert Board.objects.over(NOW()).exists() == board.is_over_at(NOW())
        assert Board.objects.writable(NOW()).exists() != board.is_over_at(NOW())


def test_the_history_leaves_anonymous_authors_and_sealed_topics_out(found, open_topic, scene, client):
    board = found()
    topic = open_topic(board=board, title="匿名の相談", shown_as=ShownAs.ANONYMOUS)
    PostFactory(topic=topic, author=scene.helper, body="名前を出した回答", number=2)
    PostFactory(topic=topic, body="消した回答", number=3, removed_at=NOW(), removed_by="author")
    TopicFactory(board=board, title="限られた団体の相談", readers=["131016"])
    answered = topic.posts.get(number=2)
    kept, lost = (PostAttachmentFactory(post=answered, place=place, alt=f"図[{place}]") for place in (1, 2))
    lost.picture.storage.delete(lost.picture.name)
    PostAttachmentFactory(post=answered, place=3, alt="確認中の図", status="pending", done_at=None)
    PostAttachmentFactory(post=topic.posts.get(number=3), alt="消した投稿の図")
    client.force_login(scene.asker)
    answer = client.get(reverse("forums:board_export", args=[board.slug]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    written = [name for name in archive.namelist() if not name.endswith(".webp")]
    text = "".join(archive.read(name).decode() for name in written) + "".join(archive.namelist())
    facts = json.loads(archive.read("board.json"))
    assert [(post["author"] is None, post["number"]) for post in facts[0]["posts"]][:2] == [(True, 1), (False, 2)]
    assert "答野 助" in text
    picture, missing = f"attachments/{kept.pk}.webp", f"attachments/{lost.pk}.webp"
    assert [name for name in archive.namelist() if name not in written] == [picture]
    with kept.picture.open("rb") as stored:
        assert archive.read(picture) == stored.read()
    assert [each["file"] for each in facts[0]["posts"][1]["attachments"]] == [picture, missing]
    assert f"[添付：図（1）](../{picture})" in text
    for secret in (PERSON, BODY, scene.asker.email, str(scene.asker.key), "限られた団体の相談", "消した", "確認中"):
        assert secret not in text
    client.force_login(scene.helper)
    assert client.get(reverse("forums:board_export", args=[board.slug])).status_code == 403


def test_the_list_and_a_board_cost_the_same_whatever_their_size(client, scene, django_assert_max_num_queries):
    client.force_login(scene.reader)
    actions.begin_reading(actor=scene.reader, now=NOW())
    costs = []
    for _ in range(2):
        board = BoardFactory()
        for _ in range(2):
            BoardMembershipFactory(board=board, user=MembershipFactory().user)
            TopicFactory(board=board)
        with django_assert_max_num_queries(8) as one:
            client.get(reverse("forums:board_list"))
        with django_assert_max_num_queries(11) as two:
            client.get(board.get_absolute_url())
        with django_assert_max_num_queries(8) as three:
            client.get(reverse("forums:board_members", args=[board.slug]))
        costs.append((len(one), len(two), len(three)))
    assert costs[0] == costs[1], costs
    assert costs[0][1] <= 8, costs
