"""Who of a vendor's team is told that something was given to them. Nothing of the sender: a link behind a log-in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from procurement.models import Assignment


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those the person's vendor has at this moment."""
    seen = Assignment.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


ASSIGNED = register(
    NotificationEvent(
        "lead_assigned",
        "担当の割り当て",
        _who_see_it,
        says="問い合わせや見積依頼の担当になったとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.VENDOR}),
    )
)


def send_lead_assigned(assignment: Assignment, *, now: datetime) -> None:
    """To who looks after it from now on. `inquiry` or `invitation` and its version must be loaded."""
    thing = assignment.inquiry or assignment.invitation
    if assignment.assignee is None or thing is None:
        return
    notify(
        ASSIGNED.key,
        instance_key=f"assignment:{assignment.pk}:{assignment.revision}",
        recipients=[assignment.assignee.user],
        target=assignment,
        context={
            "kind": "見積依頼" if assignment.inquiry is None else assignment.inquiry.get_kind_display(),
            "service": thing.version.name,
        },
        now=now,
    )
