"""What waits around requests for quotes, on both sides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.personas import persona_of
from dss.waiting import counted
from procurement.waiting import piles_of
from tests.factories import QuoteQuestionFactory
from tests.procurement.quotes.conftest import days

pytestmark = pytest.mark.django_db
LED = "自分が担当している検討案件"
WITH_QUOTES = "見積が届いている、受付中の見積依頼"


def waits(user, now):
    """Labels with number and nearest deadline, but for the project that always waits for its lead."""
    items = counted(piles_of(user, persona_of(user, now), now))
    return {item.label: (item.count, item.due_at) for item in items if item.label != LED}


def test_a_vendor_reads_until_when_it_may_quote(market, opened):
    opened(deadline_at=days(market, 20))
    opened(deadline_at=days(market, 10))
    assert waits(market.x, market.now) == {"見積を待っている依頼": (2, days(market, 10))}
    assert waits(market.outsider, market.now) == {}
    assert waits(market.x, days(market, 15)) == {"見積を待っている依頼": (1, days(market, 20))}


def test_staff_read_of_quotes_as_they_come_and_of_the_result_to_record(market, opened, quoted):
    opened()
    assert waits(market.asker, market.now) == {}
    request = quoted().invitation.request
    assert waits(market.colleague, market.now) == {WITH_QUOTES: (1, request.deadline_at)}
    late = request.deadline_at + timedelta(minutes=1)
    assert waits(market.colleague, late) == {"受付が終わり、結果を待っている見積依頼": (2, None)}
    assert waits(market.stranger, late) == {}
    assert WITH_QUOTES not in waits(market.y, market.now)


def test_staff_read_of_questions_to_answer(market, opened):
    QuoteQuestionFactory(invitation=opened().invitations.first())
    assert waits(market.colleague, market.now) == {"回答を待っている見積依頼への質問": (1, None)}
