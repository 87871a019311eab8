"""Deleting an account, as far as the boards are concerned: who leads one hands it over first."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.departing import Reason, Room, register
from accounts.models import User
from forums.actions.departing import leave_forums
from forums.enums import BoardRole
from forums.models import BoardMembership


def reasons_to_stay(user: User, now: datetime) -> list[Reason]:
    """Boards in use that the person leads and in which others take part."""
    led = BoardMembership.objects.active().filter(user=user, role=BoardRole.LEADER, board__archived_at__isnull=True)
    return [
        Reason(
            f"課「{place.board.name}」のリーダーです。先に、ほかのメンバーへ引き継ぐか、課を終了してください。",
            reverse("forums:board_members", args=[place.board.slug]),
        )
        for place in led.select_related("board").order_by("pk")
        if BoardMembership.objects.live(now).filter(board=place.board_id).exclude(pk=place.pk).exists()
    ]


register(Room(reasons=reasons_to_stay, leave=leave_forums))
