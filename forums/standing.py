"""How a person stands to a founded board, and how the board stands: what its page says beside the topics."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from forums.enums import BoardRole, MemberStatus
from forums.models import Board, BoardMembership

MOST_STEPS = 20


def standing_of(board: Board, user: User, now: datetime) -> dict[str, Any]:
    """The page's context, in three queries: members who lead or are the reader, the open offer, the board's steps.

    `is_vacant`: nobody who is live staff leads. `offer`: what the leader waits for, or what the reader was asked.
    """
    rows = list(BoardMembership.objects.for_page_of(board, user, now).select_related("user", "municipality").by_rank())
    mine = next((row for row in rows if row.user_id == user.pk and row.status != MemberStatus.LEFT), None)
    leading = [row for row in rows if row.is_live and row.role != BoardRole.MEMBER]  # type: ignore[attr-defined]  # annotated
    is_leader = mine is not None and mine.role == BoardRole.LEADER
    offer = board.handovers.open().select_related("successor").first() if mine is not None else None
    left = board.days_left(timezone.localdate(now))
    return {
        "mine": mine,
        "is_member": mine is not None and mine.status == MemberStatus.ACTIVE,
        "is_leader": is_leader,
        "is_leading": mine is not None and mine.role != BoardRole.MEMBER,
        "leading": leading,
        "is_vacant": not board.is_archived and not any(row.role == BoardRole.LEADER for row in leading),
        "offer": offer if offer is not None and (is_leader or offer.successor_id == user.pk) else None,
        "is_asked": offer is not None and offer.successor_id == user.pk,
        "days_left": left,
        "is_over": left is not None and left < 0,
        "steps": board.steps.order_by("-at", "-pk")[:MOST_STEPS],
    }
