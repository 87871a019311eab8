"""Read marks. They are no decision of anybody, so they leave no audit row."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Notification, User


def read_notification(*, notification: Notification, actor: User, now: datetime) -> None:
    """The person has opened this one; the first time counts."""
    Notification.objects.filter(pk=notification.pk, user=actor, read_at__isnull=True).update(read_at=now)


def read_all_notifications(*, actor: User, now: datetime) -> int:
    """The person has seen them all; return how many were unread."""
    return Notification.objects.filter(user=actor, read_at__isnull=True).update(read_at=now)
