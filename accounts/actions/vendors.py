"""Vendors and their teams."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.actions.memberships import end_dead_memberships
from accounts.actions.persons import lock_person
from accounts.actions.vendor_handovers import lock_team_place, withdraw_handovers_of
from accounts.audit import record
from accounts.emails import send_vendor_invitation
from accounts.enums import VendorRole
from accounts.models import User, Vendor, VendorInvitation, VendorMembership
from accounts.policies.roles import can_become_vendor
from accounts.policies.vendors import (
    can_change_vendor_role,
    can_end_vendor_membership,
    can_manage_vendor,
    can_suspend_vendor,
)
from accounts.tokens import fresh_token, hash_token
from dss.access import DomainError

INVITATION_LIFETIME = timedelta(days=7)
#: A vendor's invitations in any 24 hours: enough for a large team, useless for mass mail.
MAX_INVITATIONS_PER_DAY = 30
NUMBER_TAKEN = "この法人番号の事業者は、すでに登録されています。その事業者の管理者に招待を依頼してください。"


@dataclass(frozen=True, slots=True)
class VendorFacts:
    """What a vendor says of itself. `service_areas` holds prefecture codes; empty means nationwide."""

    name: str
    kana: str
    size: str
    is_startup: bool
    corporate_number: str
    headquarters: str
    service_areas: list[str]
    website: str
    introduction: str = ""


@transaction.atomic
def create_vendor(*, facts: VendorFacts, actor: User, now: datetime) -> Vendor:
    """Register a vendor; `actor` becomes its first owner."""
    person = lock_person(actor.pk)
    end_dead_memberships(person=person, now=now)
    can_become_vendor(person).or_refuse()
    try:
        with transaction.atomic():
            vendor = Vendor.objects.create(created_at=now, **asdict(facts))
    except IntegrityError as error:
        raise DomainError(NUMBER_TAKEN) from error
    VendorMembership.objects.create(vendor=vendor, user=person, role=VendorRole.OWNER, created_at=now)
    record(actor=actor, verb="create_vendor", obj=vendor, now=now)
    return vendor


@transaction.atomic
def change_vendor(*, vendor: Vendor, facts: VendorFacts, actor: User, now: datetime) -> Vendor:
    """Replace the facts of a vendor."""
    locked = Vendor.objects.select_for_update().get(pk=vendor.pk)
    can_manage_vendor(actor, locked).or_refuse()
    for field, value in asdict(facts).items():
        setattr(locked, field, value)
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise DomainError(NUMBER_TAKEN) from error
    record(actor=actor, verb="change_vendor", obj=locked, now=now)
    return locked


@transaction.atomic
def invite_vendor_member(
    *, vendor: Vendor, email: str, role: VendorRole, actor: User, now: datetime
) -> VendorInvitation:
    """Mail a single-use invitation to `email`. An earlier open one to the same address stops working."""
    locked = Vendor.objects.select_for_update().get(pk=vendor.pk)
    can_manage_vendor(actor, locked).or_refuse()
    if VendorMembership.objects.filter(
        vendor=locked, ended_at__isnull=True, user__emailaddress__email=email, user__emailaddress__verified=True
    ).exists():
        raise DomainError("このアドレスの方は、すでにメンバーです。")
    since = now - timedelta(days=1)
    if VendorInvitation.objects.filter(vendor=locked, created_at__gt=since).count() >= MAX_INVITATIONS_PER_DAY:
        raise DomainError(
            f"24時間に送れる招待は{MAX_INVITATIONS_PER_DAY}件までです。時間をおいてもう一度お試しください。"
        )
    VendorInvitation.objects.filter(
        vendor=locked, email=email, accepted_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    token = fresh_token()
    invitation = VendorInvitation.objects.create(
        vendor=locked,
        email=email,
        role=role,
        token_sha256=hash_token(token),
        invited_by=actor,
        created_at=now,
        expires_at=now + INVITATION_LIFETIME,
    )
    record(actor=actor, verb="invite_vendor_member", obj=invitation, now=now)
    send_vendor_invitation(invitation=invitation, token=token, now=now)
    return invitation


@transaction.atomic
def withdraw_vendor_invitation(*, invitation: VendorInvitation, actor: User, now: datetime) -> VendorInvitation:
    """The link in the mail stops working."""
    locked = VendorInvitation.objects.select_for_update().get(pk=invitation.pk)
    can_manage_vendor(actor, locked.vendor).or_refuse()
    if locked.accepted_at or locked.withdrawn_at:
        raise DomainError("この招待は、すでに使われたか取り消されています。")
    locked.withdrawn_at = now
    locked.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="withdraw_vendor_invitation", obj=locked, now=now)
    return locked


@transaction.atomic
def accept_vendor_invitation(*, invitation: VendorInvitation, actor: User, now: datetime) -> VendorMembership:
    """Join the team. The invitation is bound to one address: `actor` must have confirmed that very address."""
    person = lock_person(actor.pk)
    locked = VendorInvitation.objects.select_for_update(of=("self",)).select_related("vendor").get(pk=invitation.pk)
    if locked.accepted_at or locked.withdrawn_at or now >= locked.expires_at:
        raise DomainError("この招待は、使用済みか、取り消されたか、期限が切れています。")
    if locked.vendor.is_suspended:
        raise DomainError("この事業者は現在停止されています。")
    if not EmailAddress.objects.filter(user=person, email=locked.email, verified=True).exists():
        raise DomainError(
            f"この招待は {locked.email} 宛てです。そのアドレスで登録したアカウントでログインしてください。"
        )
    end_dead_memberships(person=person, now=now)
    can_become_vendor(person).or_refuse()
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    membership = VendorMembership.objects.create(vendor=locked.vendor, user=person, role=locked.role, created_at=now)
    record(actor=actor, verb="accept_vendor_invitation", obj=membership, now=now)
    return membership


@transaction.atomic
def change_vendor_role(
    *, membership: VendorMembership, role: VendorRole, actor: User, now: datetime
) -> VendorMembership:
    """Give a member another role."""
    locked = lock_team_place(membership)
    can_change_vendor_role(actor, locked, role).or_refuse()
    locked.role = role
    locked.save(update_fields=["role"])
    withdraw_handovers_of(locked, now=now)
    record(actor=actor, verb="change_vendor_role", obj=locked, now=now, data={"role": str(role)})
    return locked


@transaction.atomic
def end_vendor_membership(*, membership: VendorMembership, actor: User, now: datetime) -> VendorMembership:
    """Remove somebody from the team, or leave it."""
    lock_person(membership.user_id)
    locked = lock_team_place(membership)
    can_end_vendor_membership(actor, locked).or_refuse()
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    withdraw_handovers_of(locked, now=now)
    record(actor=actor, verb="end_vendor_membership", obj=locked, now=now)
    return locked


@transaction.atomic
def suspend_vendor(*, vendor: Vendor, actor: User, reason: str, now: datetime) -> Vendor:
    """An operator stops a vendor: its people act for nobody from the next request on."""
    return _set_suspended(vendor, suspended=True, actor=actor, reason=reason, now=now)


@transaction.atomic
def resume_vendor(*, vendor: Vendor, actor: User, reason: str, now: datetime) -> Vendor:
    """An operator lets a vendor act again."""
    return _set_suspended(vendor, suspended=False, actor=actor, reason=reason, now=now)


def _set_suspended(vendor: Vendor, *, suspended: bool, actor: User, reason: str, now: datetime) -> Vendor:
    locked = Vendor.objects.select_for_update().get(pk=vendor.pk)
    can_suspend_vendor(actor).or_refuse()
    if locked.is_suspended == suspended:
        raise DomainError("この事業者は、すでにその状態です。")
    locked.is_suspended = suspended
    locked.save(update_fields=["is_suspended"])
    verb = "suspend_vendor" if suspended else "resume_vendor"
    record(actor=actor, verb=verb, obj=locked, now=now, reason=reason)
    return locked
