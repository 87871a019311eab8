"""Who is asked in: to a vendor's team, as an advisor, by a colleague."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.emails.direct import STRANGERS, declare_account_mail, send_directly
from accounts.models import AdvisorInvitation, ColleagueInvitation, User, VendorInvitation
from accounts.notifications import site_address

declare_account_mail("vendor_invitation", "事業者のチームへの招待", reaches=STRANGERS)
declare_account_mail("advisor_invitation", "専門家アドバイザーの招待", reaches=STRANGERS)
declare_account_mail("colleague_invitation", "同僚からの招待", reaches=STRANGERS)


def send_vendor_invitation(*, invitation: VendorInvitation, token: str, now: datetime) -> None:
    """The link that lets one address join a vendor's team once."""
    url = site_address(reverse("accounts:vendor_invitation", args=[token]))
    send_directly(
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
    send_directly(
        "advisor_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        sensitive=True,
        context={"invitation": invitation, "url": url},
    )


def send_colleague_invitation(*, invitation: ColleagueInvitation, inviter: User, now: datetime) -> None:
    """A colleague tells about the place; the mail carries no right of any kind."""
    send_directly(
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
