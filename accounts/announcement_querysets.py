"""Which announcements stand where, and for whom."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from accounts.enums import AnnouncementAudience, AnnouncementStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Announcement, User


class AnnouncementQuerySet(QuerySet["Announcement"]):
    """What the operators announce."""

    def out(self, now: datetime) -> AnnouncementQuerySet:
        """Published and begun; they stay readable after they left the prominent places."""
        return self.filter(status=AnnouncementStatus.PUBLISHED, starts_at__lte=now)

    def prominent(self, now: datetime) -> AnnouncementQuerySet:
        """Those that stand on the front page, and above every page if they are urgent."""
        return self.out(now).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))

    def visible_to(self, user: User | AnonymousUser) -> AnnouncementQuerySet:
        """Those that are out, for everybody or for whom the person acts at this moment; operators read all."""
        now = timezone.now()
        if user.is_authenticated and user.is_active and user.is_staff:
            return self.out(now)
        reads = Q(audience=AnnouncementAudience.EVERYBODY)
        if user.is_authenticated:
            staff = apps.get_model("accounts", "MunicipalMembership").objects.live(now).filter(user=user.pk)
            vendors = apps.get_model("accounts", "VendorMembership").objects.filter(
                user=user.pk, ended_at__isnull=True, vendor__is_suspended=False
            )
            reads |= Q(Exists(staff), audience=AnnouncementAudience.STAFF)
            reads |= Q(Exists(vendors), audience=AnnouncementAudience.VENDORS)
        return self.out(now).filter(reads)

    def newest_first(self) -> AnnouncementQuerySet:
        return self.order_by("-starts_at", "-pk")
