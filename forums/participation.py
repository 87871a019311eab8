"""Which bodies take part: those with live staff here, over all boards or on one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from accounts.models import Municipality, MunicipalMembership
from forums.models import Board, BoardMembership


def participating(now: datetime, board: Board | None = None) -> QuerySet[Municipality]:
    """Bodies with somebody who is live staff at `now`; on `board`, if given, as its member."""
    staff = MunicipalMembership.objects.live(now).filter(municipality=OuterRef("pk"))
    if board is not None:
        members = BoardMembership.objects.active().filter(board=board).values("user")
        staff = staff.filter(user__in=members)
    return Municipality.objects.filter(Exists(staff))


def by_prefecture(bodies: QuerySet[Municipality]) -> dict[str, int]:
    """How many in each prefecture, by its code."""
    return dict(bodies.order_by().values_list("prefecture_code").annotate(total=Count("pk")))
