"""Who is behind a session: allauth's log-in, and the person with what the frame of every page shows."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.personas import came_with, with_membership


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """Loads the person of a session with the number of their unread notifications and the membership that counts at
    this moment: two queries less a page."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, if they may still log in; None otherwise."""
        user: User | None = with_membership(User.objects.with_unread_count(), user_id).first()
        return came_with(user) if user is not None and self.user_can_authenticate(user) else None
