"""What the vendors learn of an outcome: whether they were chosen. No other vendor, no amount, no reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from accounts.notifications import NotificationEvent, notify, register
from procurement.enums import QuoteInvitationStatus
from procurement.models import QuoteInvitation, QuoteRequest


def _who_are_invited(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those invitations the person's vendor has at this moment."""
    seen = QuoteInvitation.objects.visible_to_vendor(user).filter(pk__in=[int(key) for key in target_keys])
    return {str(pk) for pk in seen.values_list("pk", flat=True)}


DECIDED = register(NotificationEvent("quote_decided", "見積依頼の結果", _who_are_invited))


def send_quote_decided(request: QuoteRequest, *, chosen: QuoteInvitation | None, now: datetime) -> None:
    """To the teams of all invited vendors, for each service that was asked; who declined is left in peace."""
    invitations = request.invitations.select_related("version").order_by("pk")
    for invitation in invitations.exclude(status=QuoteInvitationStatus.DECLINED):
        team = User.objects.filter(
            vendor_memberships__vendor=invitation.vendor_id, vendor_memberships__ended_at__isnull=True
        ).order_by("pk")
        notify(
            DECIDED.key,
            instance_key=f"quote-invitation:{invitation.pk}",
            recipients=team,
            target=invitation,
            context={
                "title": request.title,
                "body": request.project.municipality.full_name,
                "service": invitation.version.name,
                "is_chosen": chosen is not None and invitation.pk == chosen.pk,
            },
            now=now,
        )
