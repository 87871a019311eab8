"""Named facts about people and bodies, as database filters."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.enums import DomainStatus, MembershipStatus

if TYPE_CHECKING:
    from accounts.models import MunicipalMembership


class MembershipQuerySet(QuerySet["MunicipalMembership"]):
    """Memberships and whether they count right now."""

    def live(self, now: datetime) -> MembershipQuerySet:
        """Those that count at `now`: active, not expired (expiry day included, Tokyo time), the very address
        still confirmed, the domain not revoked, the body still existing."""
        today = timezone.localdate(now)
        proof = EmailAddress.objects.annotate(text=Lower("email")).filter(
            pk=OuterRef("email_address_pk"), user=OuterRef("user"), verified=True, text=Lower(OuterRef("email"))
        )
        return self.filter(
            Q(domain__isnull=True) | Q(domain__status=DomainStatus.VERIFIED),
            Exists(proof),
            status=MembershipStatus.ACTIVE,
            expires_on__gte=today,
            user__is_active=True,
            municipality__ended_on__isnull=True,
        )
