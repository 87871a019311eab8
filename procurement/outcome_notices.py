"""What a vendor learns of an outcome. Mails, the vendor's desk and the preview before deciding take it from here alone.

Everybody learns whether they were chosen. The winner's name, the amount, and the words for one's own service are told
only where the municipality chose so; no vendor reads the staff's reasons, another one's words or who else was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """What this vendor was told once its request was decided; None before. Two queries; `request` must be loaded."""
    decided = Outcome.objects.filter(quote_request=invitation.request_id)
    outcome = decided.select_related("winning_quote__quote__invitation__version", "winner__service__vendor").first()
    if outcome is None:
        return None
    remark = OutcomeRemark.objects.filter(outcome=outcome, candidate__service=invitation.service_id).first()
    quote = outcome.winning_quote
    chosen = quote.quote.invitation if quote is not None else None
    if chosen is not None and outcome.winner is not None:
        chosen.vendor = outcome.winner.service.vendor
    return notice_for(
        invitation,
        chosen=chosen,
        told_winner=outcome.tell_winner,
        told_amount=outcome.told_amount,
        months=invitation.request.months,
        reason=remark.told_reason if remark is not None else "",
    )


def amount_to_tell(version: QuoteVersion, months: int) -> int:
    """What the winning quote comes to over the request's months, tax included."""
    return sums_of(version.lines.select_related("item"), QuoteTax(version.tax)).with_tax(months)
