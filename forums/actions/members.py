"""Who takes part in a board: asked, let in, spoken for, made deputy, gone. Lock: the board's row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.personas import persona_of
from dss.access import DomainError
from forums.actions.founding import lock_board, refuse_ended
from forums.actions.watching import watch_as_member, watch_no_more
from forums.emails import send_join_asked, send_join_decided
from forums.enums import BoardRole, MemberStatus
from forums.models import Board, BoardEndorsement, BoardMembership
from forums.policies import can_endorse_member, can_join_board, can_lead_board, can_tend_board

ENDORSEMENTS = 2
MOST_MEMBERS = 5_000


@transaction.atomic
def join_board(*, board: Board, message: str, actor: User, now: datetime) -> BoardMembership:
    """Take part at once where the board is open, else ask. Pressed twice, nothing changes.

    DomainError: the board has ended, or is full.
    """
    locked = lock_board(board)
    can_join_board(actor, locked).or_refuse()
    refuse_ended(locked)
    row = BoardMembership.objects.filter(board=locked, user=actor).first()
    if row is not None and row.status != MemberStatus.LEFT:
        return row
    if BoardMembership.objects.active().filter(board=locked).count() >= MOST_MEMBERS:
        raise DomainError("この課は定員に達しています。")
    body = persona_of(actor, now).municipality
    if body is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    row = row or BoardMembership(board=locked, user=actor)
    row.municipality, row.role, row.message, row.asked_at = body, BoardRole.MEMBER, message, now
    row.status = MemberStatus.ACTIVE if locked.is_open else MemberStatus.ASKED
    row.joined_at = now if locked.is_open else None
    row.board = locked
    row.save()
    BoardEndorsement.objects.filter(membership=row).delete()
    record(actor=actor, verb="join_board", obj=locked, now=now, data={"status": row.status})
    if locked.is_open:
        watch_as_member(locked, actor)
    else:
        send_join_asked(row, now=now)
    return row


@transaction.atomic
def leave_board(*, board: Board, actor: User, now: datetime) -> None:
    """Stop taking part, or take the question back. A leader who leaves leaves the board without one."""
    locked = lock_board(board)
    row = BoardMembership.objects.filter(board=locked, user=actor).exclude(status=MemberStatus.LEFT).first()
    if row is None:
        raise DomainError("この課には参加していません。")
    if row.status == MemberStatus.ACTIVE:
        watch_no_more(locked, actor)
    _go(row)
    record(actor=actor, verb="leave_board", obj=locked, now=now)


@transaction.atomic
def admit_member(*, membership: BoardMembership, actor: User, now: datetime) -> None:
    """Let somebody in who asked."""
    row = _held(membership)
    can_tend_board(actor, row.board).or_refuse()
    _admit(row, actor, now)


@transaction.atomic
def turn_away_member(*, membership: BoardMembership, actor: User, now: datetime) -> None:
    """Do not let somebody in who asked."""
    row = _held(membership)
    can_tend_board(actor, row.board).or_refuse()
    _refuse_settled(row)
    _go(row)
    record(actor=actor, verb="turn_away_member", obj=row, now=now)
    send_join_decided(row, now=now)


@transaction.atomic
def endorse_member(*, membership: BoardMembership, actor: User, now: datetime) -> None:
    """Speak for somebody who asked; the second voice lets them in. Pressed twice, it is one voice."""
    row = _held(membership)
    can_endorse_member(actor, row).or_refuse()
    if row.user_id == actor.pk:
        raise DomainError("自分を推薦することはできません。")
    _refuse_settled(row)
    BoardEndorsement.objects.get_or_create(membership=row, user=actor)
    record(actor=actor, verb="endorse_member", obj=row, now=now)
    members = BoardMembership.objects.live(now).filter(board=row.board).values("user")
    if row.endorsements.filter(user__in=members).count() >= ENDORSEMENTS:
        _admit(row, actor, now)


@transaction.atomic
def set_deputy(*, membership: BoardMembership, wanted: bool, actor: User, now: datetime) -> None:
    """Make a member deputy, or a deputy an ordinary member."""
    row = _held(membership)
    can_lead_board(actor, row.board).or_refuse()
    if row.status != MemberStatus.ACTIVE or row.role == BoardRole.LEADER:
        raise DomainError("サブリーダーにできるのは、参加しているメンバーです。")
    row.role = BoardRole.DEPUTY if wanted else BoardRole.MEMBER
    row.save(update_fields=["role"])
    record(actor=actor, verb="set_deputy", obj=row, now=now, data={"wanted": wanted})


def _held(membership: BoardMembership) -> BoardMembership:
    """The row as it is now, its board held."""
    board = lock_board(Board(pk=membership.board_id))
    row = BoardMembership.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.pk)
    row.board = board
    return row


def _refuse_settled(row: BoardMembership) -> None:
    if row.status != MemberStatus.ASKED:
        raise DomainError(f"この申込みは、すでに「{row.get_status_display()}」になっています。")


def _admit(row: BoardMembership, actor: User, now: datetime) -> None:
    _refuse_settled(row)
    refuse_ended(row.board)
    row.status, row.joined_at = MemberStatus.ACTIVE, now
    row.save(update_fields=["status", "joined_at"])
    watch_as_member(row.board, row.user)
    record(actor=actor, verb="admit_member", obj=row, now=now)
    send_join_decided(row, now=now)


def _go(row: BoardMembership) -> None:
    row.status, row.role = MemberStatus.LEFT, BoardRole.MEMBER
    row.save(update_fields=["status", "role"])
