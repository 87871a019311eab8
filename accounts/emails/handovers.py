"""What a vendor's team is told when its administration is handed over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.audiences import Targets
from accounts.enums import Area, VendorHandoverStatus
from accounts.models import User, VendorHandover
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register


def _concerned(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Handovers of the team the person belongs to at this moment, as owner or as the one asked."""
    own = VendorHandover.objects.visible_to(user).filter(pk__in=target_keys)
    return Targets(own)


def _who_offered(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Handovers that the person offered and in whose team they still are, owner or not any more."""
    own = VendorHandover.objects.filter(owner__user=user, owner__ended_at__isnull=True, pk__in=target_keys)
    return Targets(own)


HANDOVER_OFFERED = register(
    NotificationEvent(
        "vendor_handover_offered",
        "事業者の管理者の引き継ぎの依頼",
        _concerned,
        says="事業者の管理者を引き継いでほしいと頼まれたとき",
        area=Area.ACCOUNT,
        reaches=frozenset({Role.VENDOR}),
    )
)
HANDOVER_ANSWERED = register(
    NotificationEvent(
        "vendor_handover_answered",
        "事業者の管理者の引き継ぎの返事",
        _who_offered,
        says="頼んだ引き継ぎに返事があったとき",
        area=Area.ACCOUNT,
        reaches=frozenset({Role.VENDOR}),
    )
)


def send_vendor_handover_offered(handover: VendorHandover, *, now: datetime) -> None:
    """To the member who is asked."""
    notify(
        HANDOVER_OFFERED.key,
        instance_key=str(handover.pk),
        recipients=[handover.successor.user],
        target=handover,
        context={"vendor": handover.vendor.name, "owner": handover.owner.user.name},
        now=now,
    )


def send_vendor_handover_answered(handover: VendorHandover, *, now: datetime) -> None:
    """To the owner who asked: accepted, or not."""
    notify(
        HANDOVER_ANSWERED.key,
        instance_key=str(handover.pk),
        recipients=[handover.owner.user],
        target=handover,
        context={
            "vendor": handover.vendor.name,
            "successor": handover.successor.user.name,
            "has_accepted": handover.status == VendorHandoverStatus.ACCEPTED,
        },
        now=now,
    )
