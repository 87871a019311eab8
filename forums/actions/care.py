"""What who leads a board does for order on it: topics stand first, or move to where they belong."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from forums.actions.founding import lock_board, refuse_ended
from forums.actions.threads import lock_topic_row
from forums.emails import send_topic_moved
from forums.models import MOST_PINNED, Board, Topic
from forums.policies import can_move_topic, can_move_topic_to, can_pin_topic, can_unlock_topic

MOVED_MEANWHILE = "このトピックは、ほかの課に移りました。ページを読み込み直してください。"


@transaction.atomic
def pin_topic(*, topic: Topic, actor: User, now: datetime) -> Topic:
    """Let it stand first on its board. DomainError: it does already, or as many as may do."""
    board = lock_board(topic.board)
    locked = _held_on(board, topic)
    can_pin_topic(actor, locked).or_refuse()
    refuse_ended(board)
    if locked.is_pinned:
        raise DomainError("このトピックは、すでに固定されています。")
    taken = Topic.objects.pinned().filter(board=board).values_list("pin_place", flat=True)
    free = sorted(set(range(1, MOST_PINNED + 1)) - set(taken))
    if not free:
        raise DomainError(f"固定できるトピックは1つの課に{MOST_PINNED}件までです。どれかの固定を外してください。")
    locked.pin_place = free[0]
    locked.save(update_fields=["pin_place"])
    record(actor=actor, verb="pin_topic", obj=locked, now=now, data={"board": board.pk})
    return locked


@transaction.atomic
def unpin_topic(*, topic: Topic, actor: User, now: datetime) -> Topic:
    """Let it stand where its last post puts it. DomainError: it is not pinned."""
    board = lock_board(topic.board)
    locked = _held_on(board, topic)
    can_pin_topic(actor, locked).or_refuse()
    if not locked.is_pinned:
        raise DomainError("このトピックは、固定されていません。")
    locked.pin_place = None
    locked.save(update_fields=["pin_place"])
    record(actor=actor, verb="unpin_topic", obj=locked, now=now, data={"board": board.pk})
    return locked


@transaction.atomic
def move_topic(*, topic: Topic, board: Board, actor: User, now: datetime) -> Topic:
    """Put it on another board; its address stays, and a line tells where it came from. Author and watchers are told.

    DomainError: it is there already, or moved meanwhile.
    """
    ends = {topic.board_id, board.pk}
    boards = {each.pk: each for each in Board.objects.filter(pk__in=ends).order_by("pk").select_for_update(no_key=True)}
    source, target = boards[topic.board_id], boards[board.pk]
    locked = _held_on(source, topic)
    can_move_topic(actor, locked).or_refuse()
    if source == target:
        raise DomainError("このトピックは、すでにこの課にあります。")
    if locked.is_locked:
        can_unlock_topic(actor, locked).or_refuse()
    can_move_topic_to(actor, locked, target).or_refuse()
    locked.board, locked.moved_from, locked.moved_at, locked.pin_place = target, source, now, None
    locked.save(update_fields=["board", "moved_from", "moved_at", "pin_place"])
    record(actor=actor, verb="move_topic", obj=locked, now=now, data={"from": source.pk, "to": target.pk})
    send_topic_moved(locked, actor, now=now)
    return locked


def _held_on(board: Board, topic: Topic) -> Topic:
    """The topic as it is now, held, if it still stands on this board, which the caller holds."""
    locked = lock_topic_row(topic)
    if locked.board_id != board.pk:
        raise DomainError(MOVED_MEANWHILE)
    locked.board = board
    return locked
