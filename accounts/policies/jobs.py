"""Who looks after the queue of background jobs."""

from __future__ import annotations

from accounts.models import User
from dss.access import ALLOWED, Decision, refuse


def can_manage_jobs(user: User) -> Decision:
    """Operators."""
    return ALLOWED if user.is_staff and user.is_active else refuse("ジョブは、運営だけが扱えます。")
