"""Who of a vendor's team looks after a lead or a request for a quote."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User, VendorMembership
from dss.access import DomainError
from procurement.emails import send_lead_assigned
from procurement.models import Assignment, AssignmentStep, Inquiry, QuoteInvitation
from procurement.policies import can_assign, can_be_assigned


def assign_lead(
    *, inquiry: Inquiry, assignee: VendorMembership | None, revision: int, actor: User, now: datetime
) -> Assignment:
    """Give the lead to a member of the team, or to nobody. DomainError: a colleague was quicker."""
    return _assign(Assignment(inquiry=inquiry), assignee, revision, actor, now)


def assign_quote_invitation(
    *, invitation: QuoteInvitation, assignee: VendorMembership | None, revision: int, actor: User, now: datetime
) -> Assignment:
    """The same for a request for a quote."""
    return _assign(Assignment(invitation=invitation), assignee, revision, actor, now)


@transaction.atomic
def _assign(
    wanted: Assignment, assignee: VendorMembership | None, revision: int, actor: User, now: datetime
) -> Assignment:
    can_assign(actor, wanted).or_refuse()
    locked = _lock(wanted, now)
    can_assign(actor, locked).or_refuse()
    if locked.revision != revision:
        raise DomainError(f"ほかのメンバーがすでに担当を変更しました。いまは「{_name(locked)}」です。")
    member = None if assignee is None else VendorMembership.objects.select_related("user").get(pk=assignee.pk)
    if member is not None:
        can_be_assigned(member, locked).or_refuse()
    if locked.assignee_id == (None if member is None else member.pk):
        raise DomainError(f"担当は、すでに「{_name(locked)}」です。")
    locked.assignee = member
    locked.revision += 1
    locked.updated_at = now
    locked.save(update_fields=["assignee", "revision", "updated_at"])
    key = None if member is None else member.user.key
    AssignmentStep.objects.create(assignment=locked, assignee_key=key, actor_key=actor.key, at=now)
    record(actor=actor, verb="assign_lead", obj=locked, now=now, data={"assignee": None if key is None else str(key)})
    if member is not None and member.user_id != actor.pk:
        send_lead_assigned(locked, now=now)
    return locked


def _lock(wanted: Assignment, now: datetime) -> Assignment:
    """The one row of this thing, made if there is none, held until the transaction ends."""
    row, _ = Assignment.objects.get_or_create(
        inquiry=wanted.inquiry, invitation=wanted.invitation, defaults={"updated_at": now}
    )
    return (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("inquiry__version", "invitation__version", "assignee__user")
        .get(pk=row.pk)
    )


def _name(assignment: Assignment) -> str:
    member = assignment.assignee
    return member.user.name if member is not None and member.ended_at is None else "担当者なし"
