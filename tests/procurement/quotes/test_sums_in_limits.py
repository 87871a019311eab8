"""Amounts that nobody means are refused beside their field, and sums by tax rate as worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from dss.access import DomainError
from procurement import actions
from procurement.actions import LineFacts
from procurement.amounts import Charge, Sums
from procurement.enums import QuoteItemKind, QuoteTax, QuoteTaxRate
from procurement.forms.quote_answers import QuoteForm
from procurement.models import MOST_QUANTITY, MOST_YEN
from tests.procurement.quotes.conftest import facts_for


def test_unit_times_quantity_has_a_limit(market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    first = invitation.request.items.current().first()
    plain = facts_for(invitation)
    huge = dict(plain.lines) | {first.pk: LineFacts(unit_amount=MOST_YEN, quantity=Decimal(MOST_QUANTITY))}
    with pytest.raises(DomainError, match="単価×数量"):
        actions.submit_quote(
            invitation=invitation,
            facts=facts_for(invitation, lines=huge),
            revision=0,
            client_token=uuid4(),
            actor=market.x,
            now=market.now,
        )
    items = list(invitation.request.items.current())
    sent = {"tax": "excluded", "months": "60", "revision": "0", "edition": "1", "client_token": str(uuid4())}
    sent |= {f"amount_{first.pk}": str(MOST_YEN), f"quantity_{first.pk}": "2"}
    form = QuoteForm(sent, items=items, today=market.now.date())
    assert list(form.errors) == [f"amount_{first.pk}"]
    assert QuoteForm(sent | {f"quantity_{first.pk}": "1"}, items=items, today=market.now.date()).is_valid()


@pytest.mark.parametrize(
    ("tax", "without_tax", "with_tax"),
    [
        # 333,333 + 12,345 × 60 = 740,700 + 5,000 × 5 = 25,000; tax 33,333 (.3) + 59,256 + 0.
        (QuoteTax.EXCLUDED, 1_099_033, 1_191_622),
        # Of the same as taxed sums: 30,303 (.0) + 54,866 (.67) + 0.
        (QuoteTax.INCLUDED, 1_013_864, 1_099_033),
    ],
)
def test_sixty_months_by_hand(tax, without_tax, with_tax):
    sums = Sums(
        tax,
        [
            Charge(QuoteItemKind.ONE_TIME, 333_333),
            Charge(QuoteItemKind.MONTHLY, 12_345, QuoteTaxRate.REDUCED),
            Charge(QuoteItemKind.YEARLY, 5_000, QuoteTaxRate.NONE),
        ],
    )
    assert (sums.without_tax(60), sums.with_tax(60)) == (without_tax, with_tax)
    assert Sums(tax, [Charge(QuoteItemKind.YEARLY, 5_000, QuoteTaxRate.NONE)]).with_tax(61) == 30_000
