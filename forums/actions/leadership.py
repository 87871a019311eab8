"""Leadership of a board changes hands: offered and accepted, or taken where nobody leads. Lock: the board's row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from forums.actions.founding import add_step, lock_board, refuse_ended, refuse_too_many_boards
from forums.actions.threads import lock_writer
from forums.emails import send_board_leaderless, send_handover_answered, send_handover_offered
from forums.enums import BoardRole, BoardStepKind, HandoverStatus
from forums.models import Board, BoardHandover, BoardMembership
from forums.policies import can_answer_handover, can_lead_board, can_take_lead
from forums.querysets import BoardMembershipQuerySet


@transaction.atomic
def offer_lead(*, board: Board, successor: User, message: str, actor: User, now: datetime) -> BoardHandover:
    """Ask a member to take over; until they accept, the leader stays.

    DomainError: not a live member, or somebody has been asked already.
    """
    locked = lock_board(board)
    can_lead_board(actor, locked).or_refuse()
    refuse_ended(locked)
    if successor.pk == actor.pk or not _members(locked, now).filter(user=successor).exists():
        raise DomainError("引き継げるのは、いま参加しているほかのメンバーです。")
    if locked.handovers.open().exists():
        raise DomainError("すでに引き継ぎを頼んでいます。取り下げてから、ほかの人に頼んでください。")
    handover = BoardHandover.objects.create(
        board=locked, successor=successor, offered_by_key=actor.key, message=message, offered_at=now
    )
    record(actor=actor, verb="offer_lead", obj=handover, now=now)
    send_handover_offered(handover, now=now)
    return handover


@transaction.atomic
def withdraw_offer(*, handover: BoardHandover, actor: User, now: datetime) -> None:
    """The leader asks no more."""
    held = _held(handover)
    can_lead_board(actor, held.board).or_refuse()
    _settle(held, HandoverStatus.WITHDRAWN, "withdraw_offer", actor, now)


@transaction.atomic
def decline_lead(*, handover: BoardHandover, actor: User, now: datetime) -> None:
    """Who was asked would rather not."""
    held = _held(handover)
    can_answer_handover(actor, held).or_refuse()
    _settle(held, HandoverStatus.DECLINED, "decline_lead", actor, now)
    send_handover_answered(held, now=now)


@transaction.atomic
def accept_lead(*, handover: BoardHandover, actor: User, now: datetime) -> Board:
    """Take over; the former leader becomes a deputy. DomainError: the offer was settled, or the person left."""
    person = lock_writer(actor)
    held = _held(handover)
    can_answer_handover(actor, held).or_refuse()
    refuse_ended(held.board)
    refuse_too_many_boards(person)
    _settle(held, HandoverStatus.ACCEPTED, "accept_lead", actor, now)
    send_handover_answered(held, now=now)
    _lead(held.board, person, now, former=BoardRole.DEPUTY)
    return held.board


@transaction.atomic
def take_lead(*, board: Board, actor: User, now: datetime) -> Board:
    """A member leads a board that nobody leads. DomainError: somebody was quicker, or it has a leader."""
    person = lock_writer(actor)
    locked = lock_board(board)
    can_take_lead(actor, locked).or_refuse()
    refuse_ended(locked)
    if not Board.objects.leaderless(now).filter(pk=locked.pk).exists():
        raise DomainError("この課には、すでにリーダーがいます。")
    refuse_too_many_boards(person)
    locked.handovers.open().update(status=HandoverStatus.WITHDRAWN, settled_at=now)
    _lead(locked, person, now, former=BoardRole.MEMBER)
    record(actor=actor, verb="take_lead", obj=locked, now=now)
    return locked


@transaction.atomic
def offer_to_members(*, board: Board, now: datetime) -> None:
    """Ask the members of a board that nobody leads; told once for each leader who left."""
    locked = lock_board(board)
    if Board.objects.leaderless(now).filter(pk=locked.pk).exists():
        send_board_leaderless(locked, now=now)


def _held(handover: BoardHandover) -> BoardHandover:
    board = lock_board(Board(pk=handover.board_id))
    held = BoardHandover.objects.select_for_update(of=("self",), no_key=True).get(pk=handover.pk)
    held.board = board
    return held


def _settle(handover: BoardHandover, status: HandoverStatus, verb: str, actor: User, now: datetime) -> None:
    if status not in BoardHandover.TRANSITIONS[HandoverStatus(handover.status)]:
        raise DomainError(f"この引き継ぎは、すでに「{handover.get_status_display()}」になっています。")
    handover.status, handover.settled_at = status, now
    handover.save(update_fields=["status", "settled_at"])
    record(actor=actor, verb=verb, obj=handover, now=now)


def _lead(board: Board, person: User, now: datetime, *, former: BoardRole) -> None:
    """The former leader first: the database knows one leader at a time."""
    row = _members(board, now).filter(user=person).first()
    if row is None:
        raise DomainError("リーダーになれるのは、いま参加しているメンバーです。")
    BoardMembership.objects.filter(board=board, role=BoardRole.LEADER).update(role=former)
    row.role = BoardRole.LEADER
    row.save(update_fields=["role"])
    add_step(board, BoardStepKind.LED, f"{row.municipality.full_name}の職員が引き受けました。", actor=person, now=now)


def _members(board: Board, now: datetime) -> BoardMembershipQuerySet:
    return BoardMembership.objects.live(now).filter(board=board).select_related("municipality")
