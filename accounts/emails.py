"""The mails of the ground app; subject and text lie under templates/emails/<event>/."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import (
    AdvisorInvitation,
    ColleagueInvitation,
    MembershipRequest,
    MunicipalMembership,
    Report,
    User,
    VendorInvitation,
)
from accounts.notifications import NotificationEvent, addressee_only, notify, register, render_mail, site_address
from accounts.outbox import queue_mail


def send_membership_code(*, address: EmailAddress, code: str, now: datetime) -> None:
    """The code that proves the person still reads this mailbox."""
    _send(
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
    _send(
        "confirmation_reminder",
        instance_key=f"{membership.pk}:{membership.expires_on.year}:{days}",
        to=membership.email,
        user=membership.user,
        now=now,
        context={"membership": membership, "url": site_address(reverse("accounts:membership"))},
    )


def send_request_decided(*, request: MembershipRequest, now: datetime) -> None:
    """The outcome of a request an operator decided, with the reason."""
    _send(
        "request_decided",
        instance_key=str(request.pk),
        to=request.email,
        user=request.user,
        now=now,
        context={"request": request, "url": site_address(reverse("accounts:membership"))},
    )


def send_vendor_invitation(*, invitation: VendorInvitation, token: str, now: datetime) -> None:
    """The link that lets one address join a vendor's team once."""
    url = site_address(reverse("accounts:vendor_invitation", args=[token]))
    _send(
        "vendor_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        sensitive=True,
        context={"invitation": invitation, "url": url},
    )


def send_advisor_invitation(*, invitation: AdvisorInvitation, token: str, now: datetime) -> None:
    """The link that lets one address become an advisor once."""
    url = site_address(reverse("accounts:advisor_invitation", args=[token]))
    _send(
        "advisor_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        sensitive=True,
        context={"invitation": invitation, "url": url},
    )


def send_colleague_invitation(*, invitation: ColleagueInvitation, inviter: User, now: datetime) -> None:
    """A colleague tells about the place; the mail carries no right of any kind."""
    _send(
        "colleague_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        context={
            "inviter": inviter,
            "municipality": invitation.municipality,
            "url": site_address(reverse("accounts:signup_staff")),
        },
    )


def operators_only(user: User, target_keys: Collection[str]) -> Collection[str]:
    """The audience of what lies in the operators' queues."""
    return target_keys if user.is_staff and user.is_active else ()


REQUEST_RECEIVED = register(NotificationEvent("membership_request_received", "職員資格の申請", operators_only))
REPORT_RECEIVED = register(NotificationEvent("report_received", "通報の受付", operators_only))
REPORT_RESOLVED = register(NotificationEvent("report_resolved", "通報の結果", addressee_only))


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


def send_report_resolved(*, report: Report, now: datetime) -> None:
    """To the person who reported: what was done."""
    notify(
        REPORT_RESOLVED.key,
        instance_key=str(report.pk),
        recipients=[report.reporter],
        target=report,
        path=reverse("accounts:notifications"),
        now=now,
    )


def _send(
    event: str,
    *,
    instance_key: str,
    to: str,
    now: datetime,
    context: dict[str, Any],
    user: User | None = None,
    sensitive: bool = False,
) -> None:
    subject, body = render_mail(event, context)
    queue_mail(
        event=event,
        instance_key=instance_key,
        to=to,
        subject=subject,
        body=body,
        now=now,
        user=user,
        sensitive=sensitive,
    )
