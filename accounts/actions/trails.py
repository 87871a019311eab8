"""Reading somebody's trail is itself a step that leaves a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import AuditEvent, Municipality, User
from accounts.policies.trails import can_read_trail


@transaction.atomic
def open_trail(*, subject: User | Municipality, reason: str, actor: User, now: datetime) -> AuditEvent:
    """Note who looks up what a person or a body did, and why."""
    can_read_trail(actor).or_refuse()
    return record(actor=actor, verb="open_trail", obj=subject, now=now, reason=reason)


@transaction.atomic
def export_trail(*, subject: Any, lines: int, filters: dict[str, str], actor: User, now: datetime) -> AuditEvent:
    """Note that a part of the trail leaves the site; `subject` is whose, or the operator where it is nobody's alone."""
    can_read_trail(actor).or_refuse()
    data = {"lines": lines, "filters": filters}
    return record(actor=actor, verb="export_trail", obj=subject, now=now, data=data)
