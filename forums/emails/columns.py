"""What the author of a column is told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from forums.models import Column


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    seen = Column.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


SUSPENDED = register(
    NotificationEvent(
        "column_suspended",
        "コラムの公開の停止",
        _who_see_it,
        says="ご自身のコラムを運営が停止したとき",
        area=Area.EVENTS,
        reaches=frozenset({Role.ADVISOR}),
    )
)


def send_column_suspended(column: Column, *, now: datetime) -> None:
    """To its author: the operators stopped it, and why."""
    notify(
        SUSPENDED.key,
        instance_key=f"column:{column.pk}:{now.isoformat()}",
        recipients=[] if column.author is None else [column.author],
        target=column,
        context={"title": column.title, "reason": column.suspension_reason},
        now=now,
    )
