"""What operators are told: something lies in one of their queues."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from accounts.enums import Area
from accounts.models import MembershipRequest, Report, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register


def operators_only(user: User, target_keys: Collection[str]) -> Collection[str]:
    """The audience of what lies in the operators' queues."""
    return target_keys if user.is_staff and user.is_active else ()


REQUEST_RECEIVED = register(
    NotificationEvent(
        "membership_request_received",
        "職員資格の申請",
        operators_only,
        says="職員資格の申請が届き、運営の確認を待っているとき",
        area=Area.OPERATIONS,
        reaches=frozenset({Role.OPERATOR}),
    )
)
REPORT_RECEIVED = register(
    NotificationEvent(
        "report_received",
        "通報の受付",
        operators_only,
        says="利用者から通報が届いたとき",
        area=Area.OPERATIONS,
        reaches=frozenset({Role.OPERATOR}),
    )
)


def send_request_received(*, request: MembershipRequest, now: datetime) -> None:
    """To the operators: somebody waits for their membership to be confirmed."""
    notify(
        REQUEST_RECEIVED.key,
        instance_key=str(request.pk),
        recipients=User.objects.operators(),
        target=request,
        path=reverse("admin:accounts_membershiprequest_change", args=[request.pk]),
        now=now,
    )


def send_report_received(*, report: Report, now: datetime) -> None:
    """To the operators; what was reported stands in the admin only."""
    notify(
        REPORT_RECEIVED.key,
        instance_key=str(report.pk),
        recipients=User.objects.operators(),
        target=report,
        path=reverse("admin:accounts_report_change", args=[report.pk]),
        now=now,
    )
