"""The ownership of a vendor passes to a member who accepts it. Lock: the vendor's row, as for all changes of a team."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import record
from accounts.emails import send_vendor_handover_answered, send_vendor_handover_offered
from accounts.enums import VendorHandoverStatus, VendorRole
from accounts.models import User, Vendor, VendorHandover, VendorMembership
from accounts.policies.vendors import can_answer_vendor_handover, can_manage_vendor
from dss.access import DomainError


@transaction.atomic
def offer_vendor_handover(*, successor: VendorMembership, actor: User, now: datetime) -> VendorHandover:
    """An owner asks a member to become owner in their place. DomainError: no member, or somebody is asked already."""
    asked = lock_team_place(successor)
    can_manage_vendor(actor, asked.vendor).or_refuse()
    if asked.ended_at is not None or asked.role == VendorRole.OWNER or not asked.user.is_active:
        raise DomainError("引き継げるのは、管理者ではない、いまのメンバーです。")
    if VendorHandover.objects.open().filter(vendor=asked.vendor).exists():
        raise DomainError("すでに引き継ぎを頼んでいます。取り消してから、ほかの人に頼んでください。")
    owner = VendorMembership.objects.present().get(vendor=asked.vendor, user=actor)
    handover = VendorHandover.objects.create(vendor=asked.vendor, owner=owner, successor=asked, offered_at=now)
    record(actor=actor, verb="offer_vendor_handover", obj=handover, now=now)
    send_vendor_handover_offered(handover, now=now)
    return handover


@transaction.atomic
def withdraw_vendor_handover(*, handover: VendorHandover, actor: User, now: datetime) -> VendorHandover:
    """Any owner takes the offer back."""
    held = _held(handover)
    can_manage_vendor(actor, held.vendor).or_refuse()
    _settle(held, VendorHandoverStatus.WITHDRAWN, now)
    record(actor=actor, verb="withdraw_vendor_handover", obj=held, now=now)
    return held


@transaction.atomic
def decline_vendor_handover(*, handover: VendorHandover, actor: User, now: datetime) -> VendorHandover:
    """Who was asked would rather not."""
    held = _held(handover)
    can_answer_vendor_handover(actor, held).or_refuse()
    _settle(held, VendorHandoverStatus.DECLINED, now)
    record(actor=actor, verb="decline_vendor_handover", obj=held, now=now)
    send_vendor_handover_answered(held, now=now)
    return held


@transaction.atomic
def accept_vendor_handover(*, handover: VendorHandover, actor: User, now: datetime) -> VendorHandover:
    """Become owner; who offered it stays in the team as a member. There is an owner at every moment."""
    held = _held(handover)
    can_answer_vendor_handover(actor, held).or_refuse()
    _settle(held, VendorHandoverStatus.ACCEPTED, now)
    places = VendorMembership.objects.select_for_update().in_bulk([held.owner_id, held.successor_id])
    for key, role in ((held.successor_id, VendorRole.OWNER), (held.owner_id, VendorRole.EDITOR)):
        places[key].role = role
        places[key].save(update_fields=["role"])
    record(actor=actor, verb="accept_vendor_handover", obj=held, now=now)
    send_vendor_handover_answered(held, now=now)
    return held


def withdraw_handovers_of(membership: VendorMembership, *, now: datetime) -> None:
    """A place that ended or changed its role neither gives nor takes the ownership; the caller holds the vendor."""
    concerned = VendorHandover.objects.open().filter(Q(owner=membership) | Q(successor=membership))
    concerned.update(status=VendorHandoverStatus.WITHDRAWN, settled_at=now)


def lock_team_place(membership: VendorMembership) -> VendorMembership:
    """Lock the vendor first, so that two owners cannot leave at the same moment."""
    Vendor.objects.select_for_update().get(pk=membership.vendor_id)
    places = VendorMembership.objects.select_for_update(of=("self",)).select_related("vendor", "user")
    return places.get(pk=membership.pk)


def _held(handover: VendorHandover) -> VendorHandover:
    Vendor.objects.select_for_update().get(pk=handover.vendor_id)
    return VendorHandover.objects.select_for_update(of=("self",)).with_people().get(pk=handover.pk)


def _settle(handover: VendorHandover, status: VendorHandoverStatus, now: datetime) -> None:
    if status not in VendorHandover.TRANSITIONS[VendorHandoverStatus(handover.status)]:
        raise DomainError(f"この引き継ぎは、すでに「{handover.get_status_display()}」になっています。")
    handover.status, handover.settled_at = status, now
    handover.save(update_fields=["status", "settled_at"])
