"""The mails about a result, as they would go out: shown to the staff before they decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.emails import preview_quote_decided, told_invitations
from procurement.models import Candidate, QuoteInvitation, QuoteRequest
from procurement.outcome_notices import Telling, amount_to_tell, notice_for
from procurement.quote_asks import told_vendors


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What one vendor would read about one service; `named` are other vendors that the staff's own words name."""

    invitation: QuoteInvitation
    text: str
    named: list[str]


def notice_previews(
    request: QuoteRequest, *, chosen: QuoteInvitation | None, telling: Telling, candidates: Mapping[str, Candidate]
) -> list[NoticePreview]:
    """One for each service whose vendor learns of the result."""
    told = list(told_invitations(request))
    words = {candidate.service_id: telling.reasons.get(candidate.pk, "") for candidate in candidates.values()}
    amount = None
    if telling.amount and chosen is not None and chosen.quote.current is not None:
        amount = amount_to_tell(chosen.quote.current, request.months)
    return [
        NoticePreview(
            invitation,
            preview_quote_decided(
                request,
                invitation,
                notice_for(
                    invitation,
                    chosen=chosen,
                    told_winner=telling.winner,
                    told_amount=amount,
                    months=request.months,
                    reason=words.get(invitation.service_id, ""),
                ),
            ),
            told_vendors(words.get(invitation.service_id, ""), [each for each in told if each.pk != invitation.pk]),
        )
        for invitation in told
    ]
