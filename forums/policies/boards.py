"""Boards and the lists of topics."""

from __future__ import annotations

from accounts.models import User
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision
from forums.policies.people import operators_only, staff_only


def can_open_boards(user: User, subject: object = None) -> Decision:
    """The boards: live municipal staff."""
    return staff_only(user)


def can_open_topics(user: User, subject: object = None) -> Decision:
    """The list over all boards: live municipal staff, and advisors, who find there what was opened to them."""
    return ALLOWED if persona_of(user).is_advisor else staff_only(user)


def can_manage_board(user: User, subject: object = None) -> Decision:
    """The operators make, rename and end boards."""
    return operators_only(user)
