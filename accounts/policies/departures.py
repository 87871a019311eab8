"""Who may delete an account, and what has to be handed over first."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.departing import Reason, rooms
from accounts.enums import VendorRole
from accounts.models import User, VendorMembership
from dss.access import ALLOWED, Decision, refuse


def can_delete_own_account(user: User, subject: object = None) -> Decision:
    """Everybody but operators, whose rights another operator takes first."""
    if not user.is_active:
        return refuse("停止中のアカウントは、ご自身では削除できません。運営にお問い合わせください。")
    if user.is_staff:
        return refuse("運営のアカウントは、先にほかの運営が権限を外してから削除します。")
    return ALLOWED


def can_delete_account_of(user: User, person: User) -> Decision:
    """Operators, at the person's request."""
    if not (user.is_staff and user.is_active):
        return refuse("ほかの方のアカウントを削除できるのは、運営だけです。")
    if person.departed_at is not None:
        return refuse("このアカウントは、すでに削除されています。")
    if person.is_staff:
        return refuse("運営のアカウントは、先に権限を外してから削除します。")
    return ALLOWED


def reasons_to_stay(user: User, now: datetime) -> list[Reason]:
    """What the person has to hand over before the account can go; empty when nothing."""
    return _of_vendors(user) + [reason for room in rooms() for reason in room.reasons(user, now)]


def _of_vendors(user: User) -> list[Reason]:
    """A vendor with a team keeps an owner; a vendor of one person is settled by the operators."""
    found = []
    owned = VendorMembership.objects.filter(user=user, ended_at__isnull=True, role=VendorRole.OWNER)
    for membership in owned.select_related("vendor"):
        others = VendorMembership.objects.filter(
            vendor=membership.vendor_id, ended_at__isnull=True, user__is_active=True
        ).exclude(pk=membership.pk)
        if others.filter(role=VendorRole.OWNER).exists():
            continue
        team = reverse("accounts:vendor_team")
        if others.exists():
            text = f"「{membership.vendor.name}」の最後の管理者です。先に、ほかのメンバーへ管理者を引き継いでください。"
            found.append(Reason(text, team, operators_too=True))
        else:
            text = (
                f"「{membership.vendor.name}」のただ一人のメンバーです。先に、後任の方を招待して管理者を引き継ぐか、"
                "掲載をやめる場合は運営にお知らせください。"
            )
            found.append(Reason(text, team))
    return found
