"""Who is told of an outcome, and of what follows. What a vendor reads of it comes from `outcome_notices` alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register, render_mail
from procurement.emails.quotes import MOST_STAFF
from procurement.enums import QuoteInvitationStatus
from procurement.models import Outcome, OutcomeContract, QuoteInvitation, QuoteRequest
from procurement.outcome_notices import VendorNotice, notice_for


def _who_are_invited(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those invitations the person's vendor has at this moment."""
    seen = QuoteInvitation.objects.visible_to_vendor(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


def _who_see_the_contract(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those contracts the person's municipality has."""
    seen = OutcomeContract.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


DECIDED = register(
    NotificationEvent(
        "quote_decided",
        "見積依頼の結果",
        _who_are_invited,
        says="見積依頼の結果が知らされたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.VENDOR}),
    )
)


CONTRACT_ENDS = register(
    NotificationEvent(
        "contract_ends",
        "契約の満了が近い案件",
        _who_see_the_contract,
        says="所属する自治体の案件の契約が満了に近いとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_quote_decided(
    request: QuoteRequest,
    *,
    outcome: Outcome,
    chosen: QuoteInvitation | None,
    reasons: Mapping[int, str],
    now: datetime,
) -> None:
    """To the teams of all invited vendors, for each service that was asked; who declined is left in peace.

    `reasons`: the words for a service's own vendor, by the service's key.
    """
    for invitation in told_invitations(request):
        team = User.objects.filter(
            vendor_memberships__vendor=invitation.vendor_id, vendor_memberships__ended_at__isnull=True
        ).order_by("pk")
        notice = notice_for(
            invitation,
            chosen=chosen,
            told_winner=outcome.tell_winner,
            told_amount=outcome.told_amount,
            months=request.months,
            reason=reasons.get(invitation.service_id, ""),
        )
        notify(
            DECIDED.key,
            instance_key=f"quote-invitation:{invitation.pk}",
            recipients=team,
            target=invitation,
            context=decided_words(request, invitation, notice),
            now=now,
        )


def told_invitations(request: QuoteRequest) -> QuerySet[QuoteInvitation]:
    """Those whose vendors learn of the result."""
    asked = request.invitations.select_related("version", "vendor").order_by("pk")
    return asked.exclude(status=QuoteInvitationStatus.DECLINED)


def decided_words(request: QuoteRequest, invitation: QuoteInvitation, notice: VendorNotice) -> dict[str, object]:
    """What the mail says, for the mail itself and for the preview."""
    return {
        "title": request.title,
        "body": request.project.municipality.full_name,
        "service": invitation.version.name,
        "notice": notice,
    }


def preview_quote_decided(request: QuoteRequest, invitation: QuoteInvitation, notice: VendorNotice) -> str:
    """The text of the mail as the vendor's people would read it, without the name and the address."""
    words = {**decided_words(request, invitation, notice), "recipient": {"name": "（担当者の氏名）"}}
    return render_mail(DECIDED.key, {**words, "url": "（見積依頼のページのアドレス）"})[1]


def concerned_with_contract(contract: OutcomeContract, now: datetime) -> list[User]:
    """Who leads, works on or follows the project, and who recorded decision or contract; else colleagues on staff."""
    outcome = contract.outcome
    project = outcome.project
    live = MunicipalMembership.objects.live(now).filter(municipality=project.municipality_id).values("user")
    colleagues = User.objects.filter(pk__in=live).order_by("pk")
    named = [key for key in (project.lead_id, outcome.decided_by_id, contract.updated_by_id) if key]
    concerned = Q(pk__in=named) | Q(project_memberships__project=project)
    return list(colleagues.filter(concerned).distinct()) or list(colleagues[:MOST_STAFF])


def send_contract_ends(contract: OutcomeContract, *, people: Iterable[User], months: int, now: datetime) -> None:
    """To these: the contract ends in so many months, or sooner."""
    outcome = contract.outcome
    notify(
        CONTRACT_ENDS.key,
        instance_key=f"contract:{contract.pk}:{contract.ends_on}:{months}",
        recipients=people,
        target=contract,
        context={
            "title": outcome.project.title,
            "service": outcome.winner.version.name if outcome.winner is not None else "",
            "ends_on": contract.ends_on,
            "notice_on": contract.notice_on,
            "months": months,
        },
        now=now,
    )
