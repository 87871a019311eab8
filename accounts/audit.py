"""The one way to write the audit trail. Every action writes one row in its own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import AuditEvent

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User


def record(
    *,
    actor: User | None,
    verb: str,
    obj: Model,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """What `actor` (None: a job of ours) did to `obj`. People appear by their pseudonymous key only, also in `data`."""
    return AuditEvent.objects.create(
        at=now,
        actor_key=actor.key if actor is not None else None,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        reason=reason,
        data=data or {},
    )
