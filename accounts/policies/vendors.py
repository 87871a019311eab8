"""A vendor's team: owners run it, editors write for it, viewers read."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.enums import VendorRole
from accounts.models import User, Vendor, VendorHandover, VendorMembership
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse

_READS_ONLY = (
    "閲覧者は内容を見ることだけができます。変更や回答が必要なときは、チームの管理者に役割の変更を依頼してください。"
)

_NO_VENDOR = "この操作は、事業者として登録した方だけができます。"


def can_write_for_vendor(user: User | AnonymousUser, vendor_id: int, otherwise: str) -> Decision:
    """Whether a person may write for a vendor: owners and editors of its own team. Every policy of every room that
    lets a vendor's people write asks this one; `otherwise` is said to whoever does not belong to the team."""
    persona = persona_of(user)
    if persona.vendor is None or persona.vendor.pk != vendor_id:
        return refuse(otherwise)
    return refuse(_READS_ONLY) if persona.vendor_role == VendorRole.VIEWER else ALLOWED


def can_write_for_own_vendor(user: User | AnonymousUser, subject: object = None) -> Decision:
    """Whether a person may write for the vendor they belong to, whichever that is."""
    own = persona_of(user).vendor
    return refuse(_NO_VENDOR) if own is None else can_write_for_vendor(user, own.pk, _NO_VENDOR)


def can_manage_vendor(user: User, vendor: Vendor) -> Decision:
    """Owners change the vendor's facts, invite, remove and give roles."""
    own = VendorMembership.objects.filter(
        user=user, vendor=vendor, ended_at__isnull=True, role=VendorRole.OWNER, vendor__is_suspended=False
    )
    if own.exists():
        return ALLOWED
    return refuse("この操作は、事業者の管理者だけができます。")


def can_end_vendor_membership(user: User, membership: VendorMembership) -> Decision:
    """An owner removes anybody, everybody removes themselves; the last owner stays."""
    if membership.ended_at is not None:
        return refuse("このメンバーはすでに外れています。")
    if membership.user_id != user.pk:
        decision = can_manage_vendor(user, membership.vendor)
        if not decision:
            return decision
    return _another_owner_remains(membership)


def can_change_vendor_role(user: User, membership: VendorMembership, role: str) -> Decision:
    """Owners give roles; the last owner stays owner."""
    decision = can_manage_vendor(user, membership.vendor)
    if not decision:
        return decision
    if membership.ended_at is not None:
        return refuse("このメンバーはすでに外れています。")
    return ALLOWED if role == VendorRole.OWNER else _another_owner_remains(membership)


def can_answer_vendor_handover(user: User, handover: VendorHandover) -> Decision:
    """The member who was asked, while they belong to the team."""
    asked = VendorMembership.objects.filter(
        pk=handover.successor_id, user=user, ended_at__isnull=True, vendor__is_suspended=False
    )
    if asked.exists():
        return ALLOWED
    return refuse("この引き継ぎに返事ができるのは、頼まれた本人だけです。")


def _another_owner_remains(membership: VendorMembership) -> Decision:
    if membership.role != VendorRole.OWNER:
        return ALLOWED
    others = VendorMembership.objects.filter(
        vendor=membership.vendor_id, role=VendorRole.OWNER, ended_at__isnull=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if others.exists():
        return ALLOWED
    return refuse("最後の管理者は外れられません。先に、ほかのメンバーを管理者にしてください。")


def can_suspend_vendor(user: User) -> Decision:
    """Operators stop vendors and let them act again."""
    if user.is_staff and user.is_active:
        return ALLOWED
    return refuse("事業者の停止と再開は、運営だけができます。")
