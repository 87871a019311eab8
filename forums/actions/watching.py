"""What people want to hear of boards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from forums.enums import WatchLevel, WatchScope
from forums.models import Board, BoardWatch
from forums.policies import can_watch_board


@transaction.atomic
def watch_board(*, board: Board, scope: WatchScope, level: WatchLevel, actor: User, now: datetime) -> BoardWatch:
    """What the person wants to hear of the board from now on, and how."""
    can_watch_board(actor, board).or_refuse()
    watch, _ = BoardWatch.objects.update_or_create(board=board, user=actor, defaults={"scope": scope, "level": level})
    record(actor=actor, verb="watch_board", obj=board, now=now, data={"scope": scope, "level": level})
    return watch


def watch_as_member(board: Board, user: User) -> None:
    """Who takes part hears of new topics on the site, unless they said otherwise."""
    BoardWatch.objects.get_or_create(
        board=board, user=user, defaults={"scope": WatchScope.TOPICS, "level": WatchLevel.SITE}
    )


def watch_no_more(board: Board, user: User) -> None:
    """Who leaves hears nothing any more; what they had turned off stays off."""
    BoardWatch.objects.told().filter(board=board, user=user).delete()
