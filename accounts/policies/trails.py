"""Who reads the audit trail."""

from __future__ import annotations

from accounts.models import User
from dss.access import ALLOWED, Decision, refuse


def can_read_trail(user: User) -> Decision:
    """Operators."""
    return ALLOWED if user.is_staff and user.is_active else refuse("監査記録は、運営だけが読めます。")
