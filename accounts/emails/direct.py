"""Mails that go to one address whatever its owner chose: how they are declared and put into the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.notification_events import MAIL_ONLY, Role
from accounts.notifications import NotificationEvent, addressee_only, register, render_mail
from accounts.outbox import queue_mail

EVERYBODY: frozenset[Role] = frozenset({Role.MEMBER})
STRANGERS: frozenset[Role] = frozenset()
"""Who has no account yet has no settings either."""


def declare_account_mail(
    key: str,
    label: str,
    *,
    reaches: frozenset[Role],
    says: str = "",
    is_asked_for: bool = False,
    is_of_allauth: bool = False,
) -> None:
    """Declare a mail about the account itself: it always comes, and stands on no page."""
    register(
        NotificationEvent(
            key,
            label,
            addressee_only,
            channels=MAIL_ONLY,
            says=says or label,
            reaches=reaches,
            is_fixed=True,
            is_asked_for=is_asked_for,
            is_of_allauth=is_of_allauth,
        )
    )


def send_directly(
    event: str,
    *,
    instance_key: str,
    to: str,
    now: datetime,
    context: dict[str, Any],
    user: User | None = None,
    sensitive: bool = False,
) -> None:
    """Put the mail into the outbox; `sensitive`: its text holds a code or a token."""
    subject, body = render_mail(event, context)
    queue_mail(
        event=event,
        instance_key=instance_key,
        to=to,
        subject=subject,
        body=body,
        now=now,
        user=user,
        sensitive=sensitive,
    )
