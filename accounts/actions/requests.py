"""Memberships an operator decides on, because the address alone proves no body."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.actions.memberships import create_membership, end_dead_memberships
from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_request_decided, send_request_received
from accounts.enums import RequestStatus
from accounts.identification import identify_address
from accounts.models import MembershipRequest, Municipality, MunicipalMembership, User
from accounts.policies.memberships import can_apply_membership, can_decide_membership_request
from dss.access import DomainError


@transaction.atomic
def submit_membership_request(
    *,
    actor: User,
    address: EmailAddress,
    municipality: Municipality,
    department: str,
    telephone: str,
    evidence: str,
    now: datetime,
) -> MembershipRequest:
    """Ask the operators to confirm that `actor`, who reads `address`, works for `municipality`."""
    person = lock_person(actor.pk)
    end_dead_memberships(person=person, now=now)
    can_apply_membership(person, address, now).or_refuse()
    if MembershipRequest.objects.filter(user=person, status=RequestStatus.PENDING).exists():
        raise DomainError("申請はすでに受け付けています。運営からの連絡をお待ちください。")
    request = MembershipRequest.objects.create(
        user=person,
        email_address_pk=address.pk,
        email=address.email,
        municipality=municipality,
        department=department,
        telephone=telephone,
        evidence=evidence,
        rule=identify_address(address.email).rule,
        created_at=now,
    )
    record(actor=actor, verb="submit_membership_request", obj=request, now=now)
    send_request_received(request=request, now=now)
    return request


@transaction.atomic
def approve_membership_request(
    *, request: MembershipRequest, actor: User, reason: str, now: datetime
) -> MunicipalMembership:
    """An operator found the evidence sound: the membership hangs on the confirmed address, as every other."""
    person = lock_person(request.user_id)
    locked = _decide(request, RequestStatus.APPROVED, actor, reason, now)
    address = EmailAddress.objects.filter(
        pk=locked.email_address_pk, user=person, email=locked.email, verified=True
    ).first()
    if address is None:
        raise DomainError("申請に使われたメールアドレスが変わったため、承認できません。")
    end_dead_memberships(person=person, now=now)
    can_apply_membership(person, address, now).or_refuse()
    membership = create_membership(
        person=person, address=address, municipality_code=locked.municipality_id, rule="operator", now=now
    )
    record(actor=actor, verb="approve_membership_request", obj=locked, now=now, reason=reason)
    send_request_decided(request=locked, now=now)
    return membership


@transaction.atomic
def reject_membership_request(
    *, request: MembershipRequest, actor: User, reason: str, now: datetime
) -> MembershipRequest:
    """An operator could not confirm it; the person reads why and may ask again."""
    lock_person(request.user_id)
    locked = _decide(request, RequestStatus.REJECTED, actor, reason, now)
    record(actor=actor, verb="reject_membership_request", obj=locked, now=now, reason=reason)
    send_request_decided(request=locked, now=now)
    return locked


def _decide(
    request: MembershipRequest, status: RequestStatus, actor: User, reason: str, now: datetime
) -> MembershipRequest:
    locked = MembershipRequest.objects.select_for_update().get(pk=request.pk)
    if locked.status != RequestStatus.PENDING:
        raise DomainError("この申請は、すでに別の担当者が判断しています。")
    can_decide_membership_request(actor, locked).or_refuse()
    locked.status = status
    locked.decided_by = actor
    locked.decided_at = now
    locked.decision_reason = reason
    locked.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    return locked
