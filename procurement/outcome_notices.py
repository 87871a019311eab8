"""What a vendor learns of an outcome. Mails, the vendor's desk and the preview before deciding take it from here alone.

Everybody learns whether they were chosen. The winner's name, the amount, and the words for one's own service are told
only where the municipality chose so; no vendor reads the staff's reasons, another one's words or who else was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from procurement.amounts import sums_of
from procurement.enums import QuoteTax
from procurement.models import Outcome, OutcomeRemark, QuoteInvitation, QuoteVersion


@dataclass(frozen=True, slots=True)
class Telling:
    """What the municipality chose to tell. `reasons` are the words for each candidate's own vendor, by its key."""

    winner: bool = False
    amount: bool = False
    reasons: Mapping[int, str] = field(default_factory=dict)


NOTHING_MORE = Telling()


@dataclass(frozen=True, slots=True)
class VendorNotice:
    """What one vendor is told about its one service; empty where nothing is told. The amount includes tax."""

    is_chosen: bool
    winner: str = ""
    amount: int | None = None
    months: int = 0
    reason: str = ""


def notice_for(
    invitation: QuoteInvitation,
    *,
    chosen: QuoteInvitation | None,
    told_winner: bool,
    told_amount: int | None,
    months: int,
    reason: str,
) -> VendorNotice:
    """`chosen` must have its version and vendor loaded when its name is told."""
    is_chosen = chosen is not None and invitation.pk == chosen.pk
    winner = ""
    if told_winner and chosen is not None and not is_chosen:
        winner = f"{chosen.version.name}（{chosen.vendor.name}）"
    return VendorNotice(is_chosen, winner, told_amount, months, reason)


def notice_of(invitation: QuoteInvitation) -> VendorNotice | None:
    """What this vendor was told once its request was decided; None before. One query; `request` must be loaded.

    Who declined is told nothing more: no mail goes there either.
    """
    own_words = OutcomeRemark.objects.filter(outcome=OuterRef("pk"), candidate__service=invitation.service_id)
    outcome = (
        Outcome.objects.filter(quote_request=invitation.request_id)
        .select_related("winning_quote__quote__invitation__version", "winning_quote__quote__invitation__vendor")
        .annotate(own_words=Subquery(own_words.values("told_reason")[:1]))
        .first()
    )
    if outcome is None:
        return None
    if invitation.is_declined:
        return VendorNotice(is_chosen=False)
    quote = outcome.winning_quote
    return notice_for(
        invitation,
        chosen=quote.quote.invitation if quote is not None else None,
        told_winner=outcome.tell_winner,
        told_amount=outcome.told_amount,
        months=invitation.request.months,
        reason=outcome.own_words or "",  # type: ignore[attr-defined]  # annotated above
    )


def notices_of(invitations: Iterable[QuoteInvitation]) -> dict[int, VendorNotice]:
    """The same for several, by their keys, in two queries; those whose request is undecided are missing."""
    asked = list(invitations)
    requests = {each.request_id for each in asked}
    outcomes = {
        outcome.quote_request_id: outcome
        for outcome in Outcome.objects.filter(quote_request__in=requests).select_related(
            "winning_quote__quote__invitation__version", "winning_quote__quote__invitation__vendor"
        )
    }
    remarks = OutcomeRemark.objects.filter(outcome__quote_request__in=requests).select_related("outcome", "candidate")
    told = {(each.outcome.quote_request_id, each.candidate.service_id): each.told_reason for each in remarks}
    notices = {}
    for invitation in asked:
        outcome = outcomes.get(invitation.request_id)
        if outcome is None:
            continue
        if invitation.is_declined:
            notices[invitation.pk] = VendorNotice(is_chosen=False)
            continue
        quote = outcome.winning_quote
        notices[invitation.pk] = notice_for(
            invitation,
            chosen=quote.quote.invitation if quote is not None else None,
            told_winner=outcome.tell_winner,
            told_amount=outcome.told_amount,
            months=invitation.request.months,
            reason=told.get((invitation.request_id, invitation.service_id), ""),
        )
    return notices


def amount_to_tell(version: QuoteVersion, months: int) -> int:
    """What the winning quote comes to over the request's months, tax included."""
    return sums_of(version.lines.select_related("item"), QuoteTax(version.tax)).with_tax(months)
