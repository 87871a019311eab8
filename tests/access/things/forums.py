"""Things of the boards and the talk sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.enums import Reach
from forums.enums import BoardRole, ColumnAudience, JoinPolicy, MemberStatus, ShownAs
from forums.indexing import BOARDS, COLUMNS, EVENTS, TOPICS
from forums.models import AnswerRequest, BoardHandover, PostDraft
from tests.access.canary import CANARY
from tests.factories import (
    AdvisorFactory,
    BoardFactory,
    BoardMembershipFactory,
    BoardWatchFactory,
    ColumnFactory,
    EventFactory,
    EventQuestionFactory,
    EventRegistrationFactory,
    EventSpeakerFactory,
    MembershipFactory,
    PostAttachmentFactory,
    PostFactory,
    ProfileFactory,
    ThemeWishFactory,
    TopicFactory,
    TopicWatchFactory,
)

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """A asks anonymously and adds a word, for staff alone; another question of A's is open to experts."""
    asker = {"author": world.users["staff_a"], "municipality": world.municipality_a, "shown_as": ShownAs.ANONYMOUS}
    board = BoardFactory(name="架空の情報政策課")
    topic = TopicFactory(board=board, title=f"{CANARY}の相談", body=f"{CANARY}の本文", **asker)
    topic.services.set([world.things["service"]])
    opened = TopicFactory(
        board=board, title="専門家に聞く相談", body="進め方を教えてください。", experts_invited=True, **asker
    )
    post = PostFactory(topic=topic, body=f"{CANARY}の補足", **asker)
    expert_post = PostFactory(
        topic=opened, author=world.users["advisor"], municipality=None, by_expert=True, body="専門家の答えです。"
    )
    attachment = PostAttachmentFactory(post=post, alt=f"{CANARY}の図")
    TopicWatchFactory(topic=topic, user=world.users["staff_a"])
    TopicWatchFactory(topic=topic, user=world.users["member"])  # whose membership ended
    TOPICS.reindex_stale()
    return (
        _sessions(world)
        | _founded(world)
        | _asked(world)
        | _columns(world)
        | {
            "board": board,
            "topic": topic,
            "post": post,
            "attachment": attachment,
            "opened": opened,
            "expert_post": expert_post,
            "post_draft": PostDraft.objects.create(
                author=world.users["staff_a"],
                topic=topic,
                entered={"body": f"{CANARY}の下書き"},
                saved_at=timezone.now(),
            ),
        }
    )


def _asked(world: World) -> dict[str, Any]:
    """A colleague who wants to be asked; A was asked by somebody of a third body."""
    found = MembershipFactory(user__name=f"{CANARY}の同僚")
    ProfileFactory(user=found.user, strengths=f"{CANARY}の得意分野", can_be_asked=CANARY, reach=Reach.ASKED)
    ProfileFactory(user=world.users["staff_a"], reach=Reach.ASKED, strengths=CANARY)
    topic = TopicFactory(title=f"{CANARY}の依頼")
    request = AnswerRequest.objects.create(topic=topic, person=world.users["staff_a"], asked_at=timezone.now())
    return {"colleague": found.user, "answer_request": request}


def _columns(world: World) -> dict[str, Any]:
    """A column for staff alone with a statement, a draft of the same expert, and a plain one of the world's advisor."""
    author, secret = AdvisorFactory().user, {"title": f"{CANARY}のコラム", "summary": CANARY, "body": f"{CANARY}の論"}
    column = ColumnFactory(
        author=author, audience=ColumnAudience.STAFF, published=True, conflicts=f"{CANARY}の申告", **secret
    )
    draft = ColumnFactory(author=author, **secret | {"title": f"{CANARY}の下書き"})
    own = ColumnFactory(author=world.users["advisor"], audience=ColumnAudience.STAFF, published=True)
    ColumnFactory(title="みんなのコラム", published=True)
    COLUMNS.reindex_stale()
    return {"column": column, "column_draft": draft, "own_column": own}


def _founded(world: World) -> dict[str, Any]:
    """A board that A leads; somebody of a third body asks to join, and A asked a member to take over from A's other."""
    led = {"user": world.users["staff_a"], "municipality": world.municipality_a, "role": BoardRole.LEADER}
    board = BoardFactory(
        name=f"{CANARY}の集まり", purpose=f"{CANARY}の目的", join_policy=JoinPolicy.APPROVAL, is_default=False
    )
    BoardMembershipFactory(board=board, **led)
    for name in ("staff_a", "member", "advisor"):  # the last two were staff once
        BoardWatchFactory(board=board, user=world.users[name])
    other = BoardFactory(name="架空の引き継ぎ課")
    leader = MembershipFactory()
    BoardMembershipFactory(board=other, user=leader.user, municipality=leader.municipality, role=BoardRole.LEADER)
    BoardMembershipFactory(board=other, user=world.users["staff_a"], municipality=world.municipality_a)
    asker = MembershipFactory()
    BOARDS.reindex_stale()
    return {
        "founded": board,
        "asked_member": BoardMembershipFactory(
            board=board,
            user=asker.user,
            municipality=asker.municipality,
            status=MemberStatus.ASKED,
            message=f"{CANARY}のひとこと",
        ),
        "handover": BoardHandover.objects.create(
            board=other,
            successor=world.users["staff_a"],
            offered_by_key=leader.user.key,
            message=f"{CANARY}の頼み",
            offered_at=timezone.now(),
        ),
    }


def _sessions(world: World) -> dict[str, Any]:
    """A session that runs now with a place, a question and a wish of A's; a former one whose report waits for A."""
    speaker, now = world.users["staff_a"], timezone.now()
    event = EventFactory(
        title="架空の座談会", starts_at=now - timedelta(minutes=10), join_url=f"https://meet.example/{CANARY}"
    )
    asked = {"author": speaker, "municipality": world.municipality_a}
    former = EventFactory(
        title="終わった架空の座談会",
        starts_at=now - timedelta(days=9),
        report=f"{CANARY}の報告案",
        report_revision=1,
    )
    EventSpeakerFactory(event=former, user=speaker)
    EVENTS.reindex_stale()
    return {
        "event": event,
        "place": EventRegistrationFactory(event=event, user=speaker, municipality=world.municipality_a),
        "event_question": EventQuestionFactory(
            event=event, body=f"{CANARY}の質問", shown_as=ShownAs.ANONYMOUS, **asked
        ),
        "event_reported": former,
        "wish": ThemeWishFactory(title=f"{CANARY}のテーマ", **asked),
    }
