"""Under which conditions procurement shows vendors anything: rows of their own. For bodies see `accounts.serving`."""

from __future__ import annotations

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User, VendorMembership

AnyUser: TypeAlias = User | AnonymousUser

_NOBODY = Q(pk__in=[])


def works_for(user: AnyUser, vendor_path: str) -> Q:
    """The row is addressed to the vendor this person acts for at this moment."""
    if not isinstance(user, User):
        return _NOBODY
    return Q(Exists(_live_teams(user).filter(vendor=OuterRef(vendor_path))))


def is_asked_for_quote(user: AnyUser, request_path: str) -> Q:
    """The row belongs to a quote request that invites the vendor this person acts for at this moment."""
    if not isinstance(user, User):
        return _NOBODY
    return Q(Exists(_live_teams(user).filter(vendor__quote_invitations__request=OuterRef(request_path))))


def can_be_asked() -> Q:
    """Of listings: somebody of the vendor can answer."""
    teams = VendorMembership.objects.filter(
        user__is_active=True, ended_at__isnull=True, vendor__is_suspended=False, vendor=OuterRef("vendor_id")
    )
    return Q(Exists(teams))


def _live_teams(user: User) -> QuerySet[VendorMembership]:
    return VendorMembership.objects.filter(
        user=user, user__is_active=True, ended_at__isnull=True, vendor__is_suspended=False
    )
