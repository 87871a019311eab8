"""Who may announce a new version of the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dss.access import ALLOWED, Decision, refuse

if TYPE_CHECKING:
    from accounts.models import User


def can_announce_terms(user: User) -> Decision:
    """Operators."""
    if user.is_staff and user.is_active:
        return ALLOWED
    return refuse("規約の改定は、運営だけが行えます。")
