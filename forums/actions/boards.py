"""Boards: the operators' own, made from data, renamed and ended in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from dss.access import DomainError
from forums.actions.founding import add_step
from forums.enums import BoardStepKind
from forums.indexing import boards_changed
from forums.models import Board
from forums.policies import can_manage_board


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One of the operators' own boards as the data file says it; `position` counts from 1."""

    slug: str
    name: str
    purpose: str
    position: int


@transaction.atomic
def load_boards(*, entries: Iterable[BoardEntry], actor: User | None, now: datetime) -> list[Board]:
    """Add the boards that are not there yet; those that are keep what the operators made of them."""
    known = set(Board.objects.values_list("slug", flat=True))
    added = Board.objects.bulk_create(
        Board(
            slug=entry.slug,
            name=entry.name,
            purpose=entry.purpose,
            position=entry.position,
            is_default=True,
            created_at=now,
        )
        for entry in entries
        if entry.slug not in known
    )
    for board in added:
        record(actor=actor, verb="load_board", obj=board, now=now)
    boards_changed([board.pk for board in added])
    return added


@transaction.atomic
def find_board(*, entry: BoardEntry, now: datetime) -> Board:
    """The operators' own board of this entry, added if it is not there yet."""
    board, is_new = Board.objects.get_or_create(
        slug=entry.slug,
        defaults={
            "name": entry.name,
            "purpose": entry.purpose,
            "position": entry.position,
            "is_default": True,
            "created_at": now,
        },
    )
    if is_new:
        boards_changed([board.pk])
        record(actor=None, verb="load_board", obj=board, now=now)
    return board


@transaction.atomic
def save_board(*, board: Board, actor: User, now: datetime) -> Board:
    """A new board, or other words for one there is. Its address never changes."""
    can_manage_board(actor, board).or_refuse()
    is_new = board.pk is None
    if is_new:
        board.created_at = now
    board.save()
    boards_changed([board.pk])
    record(actor=actor, verb="create_board" if is_new else "change_board", obj=board, now=now)
    return board


@transaction.atomic
def archive_board(*, board: Board, reason: str, actor: User, now: datetime) -> Board:
    """Nothing new is written there; what is there stays readable."""
    return _set_archived(board, now, verb="archive_board", reason=reason, actor=actor, now=now)


@transaction.atomic
def restore_board(*, board: Board, reason: str, actor: User, now: datetime) -> Board:
    """The board is in use again."""
    return _set_archived(board, None, verb="restore_board", reason=reason, actor=actor, now=now)


def _set_archived(
    board: Board, archived_at: datetime | None, *, verb: str, reason: str, actor: User, now: datetime
) -> Board:
    locked = Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    can_manage_board(actor, locked).or_refuse()
    if locked.is_archived == (archived_at is not None):
        raise DomainError("この課は、すでにその状態です。")
    locked.archived_at = archived_at
    locked.save(update_fields=["archived_at"])
    kind = BoardStepKind.RESTORED if archived_at is None else BoardStepKind.ENDED
    add_step(locked, kind, f"運営：{reason}", actor=actor, now=now)
    record(actor=actor, verb=verb, obj=locked, now=now, reason=reason)
    return locked
