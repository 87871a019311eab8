"""Who is told what about boards: their members, their leaders, and who asks to join."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Targets
from accounts.enums import Area, Way
from accounts.models import User
from accounts.notification_events import SITE_ONLY, Role
from accounts.notifications import NotificationEvent, notify, register
from forums.enums import BoardRole, HandoverStatus, JoinPolicy, MemberStatus
from forums.models import Board, BoardHandover, BoardMembership


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    seen = Board.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


ASKED = register(
    NotificationEvent(
        "board_join_asked",
        "課への参加の申込み",
        _who_see_it,
        says="課への参加の申込みがあり、返事をしていただくとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
    )
)
DECIDED = register(
    NotificationEvent(
        "board_join_decided",
        "課への参加の結果",
        _who_see_it,
        says="参加を申し込んだ課から返事があったとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
    )
)
OFFERED = register(
    NotificationEvent(
        "board_handover_offered",
        "課のリーダーの引き継ぎの依頼",
        _who_see_it,
        says="課のリーダーを引き継いでほしいと頼まれたとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
    )
)
ANSWERED = register(
    NotificationEvent(
        "board_handover_answered",
        "課のリーダーの引き継ぎの返事",
        _who_see_it,
        says="頼んだ引き継ぎに返事があったとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
    )
)
LEADERLESS = register(
    NotificationEvent(
        "board_leaderless",
        "リーダーのいない課",
        _who_see_it,
        says="参加する課にリーダーがいなくなったとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)
ENDING = register(
    NotificationEvent(
        "board_ending",
        "課の期限",
        _who_see_it,
        says="参加する課の期限が近いとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)
ENDED = register(
    NotificationEvent(
        "board_ended",
        "課の終了",
        _who_see_it,
        says="参加する課が終わったとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
        default=Way.DIGEST,
        may_be_silent=True,
    )
)
RENEWED = register(
    NotificationEvent(
        "board_renewed",
        "課の期限の変更",
        _who_see_it,
        channels=SITE_ONLY,
        says="参加する課の期限が延びたとき",
        area=Area.BOARDS,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)


def send_join_asked(row: BoardMembership, *, now: datetime) -> None:
    """To those who can let the person in: leader and deputies, or every member where two endorse."""
    deciding = BoardMembership.objects.live(now).filter(board=row.board)
    if row.board.join_policy != JoinPolicy.ENDORSEMENT:
        deciding = deciding.leading()
    people = _people(deciding.exclude(user=row.user_id).values_list("user", flat=True))
    path = reverse("forums:board_members", args=[row.board.slug])
    _tell(ASKED, row.board, people, f"membership:{row.pk}:{row.asked_at.isoformat()}", now, path=path)


def send_join_decided(row: BoardMembership, *, now: datetime) -> None:
    """To who asked."""
    instance = f"membership:{row.pk}:{row.asked_at.isoformat()}"
    _tell(DECIDED, row.board, _people([row.user_id]), instance, now, is_in=row.status == MemberStatus.ACTIVE)


def send_handover_offered(handover: BoardHandover, *, now: datetime) -> None:
    """To the successor."""
    people = _people([handover.successor_id])
    _tell(OFFERED, handover.board, people, f"handover:{handover.pk}", now, words=handover.message)


def send_handover_answered(handover: BoardHandover, *, now: datetime) -> None:
    """To who leads."""
    leaders = handover.board.memberships.filter(role=BoardRole.LEADER).values_list("user", flat=True)
    has_accepted = handover.status == HandoverStatus.ACCEPTED
    _tell(ANSWERED, handover.board, _people(leaders), f"handover:{handover.pk}", now, has_accepted=has_accepted)


def send_board_leaderless(board: Board, *, now: datetime) -> None:
    """To its live members; once for each time the leadership fell vacant."""
    members = BoardMembership.objects.live(now).filter(board=board).values_list("user", flat=True)
    latest = board.steps.order_by("-pk").values_list("pk", flat=True).first()
    _tell(LEADERLESS, board, _people(members), f"board:{board.pk}:{latest}", now)


def send_board_ending(board: Board, days: int, *, now: datetime) -> None:
    """To leader and deputies; `days` before the last day, or 0 once it has passed."""
    leading = BoardMembership.objects.live(now).leading().filter(board=board).values_list("user", flat=True)
    _tell(ENDING, board, _people(leading), f"board:{board.pk}:{board.ends_on}:{days}", now, days=days)


def send_board_ended(board: Board, *, now: datetime) -> None:
    """To its members."""
    members = BoardMembership.objects.live(now).filter(board=board).values_list("user", flat=True)
    _tell(ENDED, board, _people(members), f"board:{board.pk}:{now.isoformat()}", now)


def send_board_renewed(board: Board, actor: User, *, now: datetime) -> None:
    """To its members, but not to who decided it."""
    members = BoardMembership.objects.live(now).filter(board=board).exclude(user=actor).values_list("user", flat=True)
    _tell(RENEWED, board, _people(members), f"board:{board.pk}:{timezone.localtime(now).isoformat()}", now)


def _people(keys: Iterable[int]) -> Iterable[User]:
    return User.objects.filter(pk__in=list(keys)).order_by("pk")


def _tell(
    kind: NotificationEvent,
    board: Board,
    people: Iterable[User],
    instance: str,
    now: datetime,
    *,
    path: str = "",
    **words: object,
) -> None:
    notify(
        kind.key,
        instance_key=instance,
        recipients=people,
        target=board,
        path=path or board.get_absolute_url(),
        context={"board": board, **words},
        now=now,
    )
