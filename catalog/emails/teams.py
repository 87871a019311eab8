"""Who stands behind a vendor, for every mail of the catalogue."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User


def team_of(vendor_id: int) -> QuerySet[User]:
    """The people of a vendor's team."""
    return User.objects.filter(
        is_active=True, vendor_memberships__vendor_id=vendor_id, vendor_memberships__ended_at__isnull=True
    ).order_by("pk")
