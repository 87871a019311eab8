"""専門家アドバイザー: named by the operators."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actions.memberships import end_dead_memberships
from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.models import Advisor, User
from accounts.policies.roles import can_appoint_advisor, can_become_advisor


@transaction.atomic
def appoint_advisor(*, user: User, affiliation: str, fields: str, actor: User, now: datetime) -> Advisor:
    """Make `user` an advisor, or an advisor who had retired active again."""
    person = lock_person(user.pk)
    can_appoint_advisor(actor).or_refuse()
    end_dead_memberships(person=person, now=now)
    can_become_advisor(person).or_refuse()
    advisor, _ = Advisor.objects.update_or_create(
        user=person,
        defaults={"affiliation": affiliation, "fields": fields, "is_active": True, "invited_by": actor},
        create_defaults={
            "affiliation": affiliation,
            "fields": fields,
            "invited_by": actor,
            "created_at": now,
        },
    )
    record(actor=actor, verb="appoint_advisor", obj=advisor, now=now)
    return advisor


@transaction.atomic
def retire_advisor(*, advisor: Advisor, actor: User, reason: str, now: datetime) -> Advisor:
    """The person is no advisor from the next request on."""
    lock_person(advisor.user_id)
    can_appoint_advisor(actor).or_refuse()
    locked = Advisor.objects.select_for_update().get(pk=advisor.pk)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record(actor=actor, verb="retire_advisor", obj=locked, now=now, reason=reason)
    return locked
