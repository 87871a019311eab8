"""Who announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dss.access import ALLOWED, Decision, refuse

if TYPE_CHECKING:
    from accounts.models import Announcement, User


def can_announce(user: User, announcement: Announcement | None = None) -> Decision:
    """Operators."""
    if user.is_staff and user.is_active:
        return ALLOWED
    return refuse("お知らせを出せるのは、運営だけです。")
