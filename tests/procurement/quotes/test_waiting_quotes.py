"""What waits of requests for quotes: questions for the body, quotes for the vendor."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.personas import persona_of
from dss.waiting import counted
from procurement import actions
from procurement.jobs import remind_of_quote_deadlines
from procurement.waiting import piles_of
from tests.procurement.quotes.conftest import submit

QUESTION, QUOTE = "回答を待っている見積依頼への質問", "見積を待っている依頼"


def waits(market, user):
    return {item.label: item.count for item in counted(piles_of(user, persona_of(user), market.now))}


def test_a_question_waits_for_the_body_until_it_is_answered(market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    question = actions.ask_quote_question(
        invitation=invitation, body="件数は。", client_token=uuid4(), actor=market.x, now=market.now
    )
    assert waits(market, market.colleague)[QUESTION] == 1
    assert QUESTION not in waits(market, market.stranger)
    actions.answer_quote_question(question=question, answer="20件。", actor=market.asker, now=market.now)
    assert QUESTION not in waits(market, market.colleague)


def test_a_request_waits_for_the_vendor_until_it_is_answered(market, draft, opened):
    draft()
    request = opened()
    assert waits(market, market.x2)[QUOTE] == 1
    submit(market, request.invitations.get(vendor=market.vendor_x))
    assert QUOTE not in waits(market, market.x2)
    assert waits(market, market.y)[QUOTE] == 1
    other = request.invitations.get(vendor=market.vendor_y)
    actions.decline_quote_invitation(invitation=other, reason="多忙", actor=market.y, now=market.now)
    assert QUOTE not in waits(market, market.y)


def test_all_of_it_is_one_query(market, opened):
    opened()
    persona = persona_of(market.x)
    with CaptureQueriesContext(connection) as captured:
        counted(piles_of(market.x, persona, market.now))
    assert len(captured) == 1


def test_the_morning_job_runs_without_anything_to_do(market):
    remind_of_quote_deadlines(timestamp=0)
