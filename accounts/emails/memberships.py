"""What staff are told about their membership: its code, the yearly confirmation, a request that was decided."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.emails.direct import EVERYBODY, declare_account_mail, send_directly
from accounts.models import MembershipRequest, MunicipalMembership
from accounts.notification_events import Role
from accounts.notifications import site_address

declare_account_mail("membership_code", "職員資格の確認コード", reaches=EVERYBODY, is_asked_for=True)
declare_account_mail(
    "confirmation_reminder",
    "年に一度の所属の確認",
    reaches=frozenset({Role.STAFF}),
    says="所属の確認の時期が来たとき",
)
declare_account_mail("request_decided", "職員資格の申請の結果", reaches=EVERYBODY, says="申請を運営が確かめ終えたとき")


def send_membership_code(*, address: EmailAddress, code: str, now: datetime) -> None:
    """The code that proves the person still reads this mailbox."""
    send_directly(
        "membership_code",
        instance_key=f"{address.pk}:{now.timestamp()}",
        to=address.email,
        user=address.user,
        now=now,
        sensitive=True,
        context={"code": code},
    )


def send_confirmation_reminder(*, membership: MunicipalMembership, days: int, now: datetime) -> None:
    """The yearly confirmation is due; one mail for each membership, year and reminder."""
    send_directly(
        "confirmation_reminder",
        instance_key=f"{membership.pk}:{membership.expires_on.year}:{days}",
        to=membership.email,
        user=membership.user,
        now=now,
        context={"membership": membership, "url": site_address(reverse("accounts:membership"))},
    )


def send_request_decided(*, request: MembershipRequest, now: datetime) -> None:
    """The outcome of a request an operator decided, with the reason."""
    send_directly(
        "request_decided",
        instance_key=str(request.pk),
        to=request.email,
        user=request.user,
        now=now,
        context={"request": request, "url": site_address(reverse("accounts:membership"))},
    )
