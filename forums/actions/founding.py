"""Boards of the staff: founded, described, given more time, ended with a retrospective. Lock: the board's row."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from accounts.personas import persona_of
from dss.access import DomainError
from forums.actions.threads import lock_writer
from forums.actions.watching import watch_as_member
from forums.emails import send_board_ended, send_board_ending, send_board_renewed
from forums.enums import BoardRole, BoardStepKind, JoinPolicy, MemberStatus
from forums.indexing import boards_changed
from forums.models import Board, BoardMembership, BoardStep
from forums.policies import can_found_board, can_lead_board, can_tend_board

MOST_LED = 3
"""Boards one person leads at a time: a leader who leads ten leads none."""
LONGEST = timedelta(days=731)
GRACE = timedelta(days=30)
"""So long after its last day a board waits for its leader's retrospective, then it is ended without one."""
PLACE_AFTER_DEFAULTS = 1_000
NO_RETROSPECTIVE = "期限から30日たっても振り返りが書かれなかったため、自動で終了しました。"


class BoardChanged(DomainError):
    """Somebody else changed the board since the page was opened; `board` is as it is now."""

    def __init__(self, board: Board) -> None:
        super().__init__("ほかの人が先に書き換えました。両方の内容を見比べて、もう一度保存してください。")
        self.board = board


@transaction.atomic
def found_board(
    *,
    name: str,
    purpose: str,
    join_policy: JoinPolicy,
    ends_on: date | None,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> Board:
    """A new board, led by who founds it. The same form sent twice founds one.

    DomainError: the name is taken, the person leads too many boards, or the end does not lie in the next two years.
    """
    founder = lock_writer(actor)
    can_found_board(actor).or_refuse()
    twin = Board.objects.filter(founder_key=founder.key, client_token=client_token).first()
    if twin is not None:
        return twin
    body = persona_of(actor, now).municipality
    if body is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    refuse_taken_name(name)
    refuse_bad_end(ends_on, now)
    refuse_too_many_boards(founder)
    board = Board.objects.create(
        slug=f"b-{secrets.token_hex(5)}",
        name=name,
        purpose=purpose,
        position=PLACE_AFTER_DEFAULTS,
        join_policy=join_policy,
        ends_on=ends_on,
        founder_key=founder.key,
        client_token=client_token,
        created_at=now,
    )
    BoardMembership.objects.create(
        board=board,
        user=founder,
        municipality=body,
        role=BoardRole.LEADER,
        status=MemberStatus.ACTIVE,
        asked_at=now,
        joined_at=now,
    )
    watch_as_member(board, founder)
    add_step(board, BoardStepKind.FOUNDED, purpose, actor=founder, now=now)
    boards_changed([board.pk])
    record(actor=actor, verb="found_board", obj=board, now=now)
    return board


@transaction.atomic
def describe_board(
    *, board: Board, name: str, purpose: str, join_policy: JoinPolicy, revision: int, actor: User, now: datetime
) -> Board:
    """Other words for the board; `revision` is the one the person started from. BoardChanged: somebody was quicker."""
    locked = lock_board(board)
    can_tend_board(actor, locked).or_refuse()
    refuse_ended(locked)
    if locked.revision != revision:
        raise BoardChanged(locked)
    if name != locked.name:
        refuse_taken_name(name)
    locked.name, locked.purpose, locked.join_policy = name, purpose, join_policy
    locked.revision += 1
    locked.save(update_fields=["name", "purpose", "join_policy", "revision"])
    boards_changed([locked.pk])
    add_step(locked, BoardStepKind.CHANGED, f"{name}：{purpose}", actor=actor, now=now)
    record(actor=actor, verb="describe_board", obj=locked, now=now)
    return locked


@transaction.atomic
def renew_board(*, board: Board, ends_on: date | None, reason: str, actor: User, now: datetime) -> Board:
    """Another last day, or none: a decision with a reason that everybody reads. DomainError: ended, or a bad day."""
    locked = lock_board(board)
    can_lead_board(actor, locked).or_refuse()
    refuse_ended(locked)
    refuse_bad_end(ends_on, now)
    if ends_on == locked.ends_on:
        raise DomainError("期限が変わっていません。新しい期限を入力してください。")
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    words = f"{ends_on:%Y年%-m月%-d日}まで" if ends_on else "期限なし"
    add_step(locked, BoardStepKind.RENEWED, f"{words}：{reason}", actor=actor, now=now)
    record(actor=actor, verb="renew_board", obj=locked, now=now, reason=reason)
    send_board_renewed(locked, actor, now=now)
    return locked


@transaction.atomic
def end_board(*, board: Board, retrospective: str, actor: User, now: datetime) -> Board:
    """End it with what was learnt; everything stays readable. DomainError: it has ended already."""
    locked = lock_board(board)
    can_lead_board(actor, locked).or_refuse()
    refuse_ended(locked)
    _end(locked, retrospective, "振り返りを書いて終了しました。", actor, now)
    return locked


@transaction.atomic
def end_forgotten_board(*, board: Board, now: datetime) -> None:
    """End a board nobody ended within `GRACE` of its last day; renewed or ended meanwhile, nothing happens."""
    locked = lock_board(board)
    if locked.is_archived or locked.ends_on is None or timezone.localdate(now) <= locked.ends_on + GRACE:
        return
    _end(locked, "", NO_RETROSPECTIVE, None, now)


@transaction.atomic
def remind_ending(*, board: Board, days: int, now: datetime) -> None:
    """Tell who leads that the last day is near or past; once for each `days` and last day."""
    locked = lock_board(board)
    if not locked.is_archived and locked.ends_on is not None:
        send_board_ending(locked, days, now=now)


def lock_board(board: Board) -> Board:
    """The board as it is now, held until the transaction ends."""
    return Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def refuse_ended(board: Board) -> None:
    if board.is_archived:
        raise DomainError("この課は、すでに終了しています。")


def refuse_taken_name(name: str) -> None:
    if Board.objects.filter(name=name).exists():
        raise DomainError("同じ名前の課があります。別の名前にするか、その課に参加してください。")


def refuse_bad_end(ends_on: date | None, now: datetime) -> None:
    today = timezone.localdate(now)
    if ends_on is not None and not today < ends_on <= today + LONGEST:
        raise DomainError("期限は、明日から2年以内の日にしてください。")


def refuse_too_many_boards(person: User) -> None:
    """The caller holds the person's row."""
    led = BoardMembership.objects.filter(user=person, role=BoardRole.LEADER, board__archived_at__isnull=True)
    if led.count() >= MOST_LED:
        raise DomainError(f"1人がリーダーになれる課は{MOST_LED}つまでです。引き継ぐか終了してからにしてください。")


def add_step(board: Board, kind: BoardStepKind, text: str, *, actor: User | None, now: datetime) -> None:
    """What readers see of the board's life."""
    BoardStep.objects.create(
        board=board, kind=kind, text=text[:500], actor_key=actor.key if actor is not None else None, at=now
    )


def _end(board: Board, retrospective: str, words: str, actor: User | None, now: datetime) -> None:
    board.archived_at = now
    board.retrospective = retrospective
    board.save(update_fields=["archived_at", "retrospective"])
    boards_changed([board.pk])
    add_step(board, BoardStepKind.ENDED, words, actor=actor, now=now)
    record(actor=actor, verb="end_board", obj=board, now=now)
    send_board_ended(board, now=now)
