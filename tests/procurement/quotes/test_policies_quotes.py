"""Who may do what with requests for quotes, and why not."""

from __future__ import annotations

import pytest

from catalog.enums import ServiceStatus
from catalog.models import Service
from procurement import policies
from procurement.enums import ProjectStatus
from procurement.models import Project
from tests.factories import OperatorFactory, QuoteQuestionFactory

STAFF = ["edit", "open", "extend", "close", "cancel", "decide"]


@pytest.mark.parametrize("verb", STAFF)
def test_the_bodys_live_staff_alone(market, draft, verb):
    can = getattr(policies, f"can_{verb}_quote_request")
    request = draft()
    assert can(market.asker, request)
    assert can(market.colleague, request)
    for user in (market.stranger, market.member, market.x, market.y, OperatorFactory()):
        decision = can(user, request)
        assert not decision
        assert "依頼した自治体の職員だけ" in decision.reason


def test_the_invited_vendors_team_alone(market, quoted):
    quote = quoted()
    for user, expected in ((market.x, True), (market.x2, True), (market.y, False), (market.asker, False)):
        assert bool(policies.can_answer_quote_invitation(user, quote.invitation)) == expected
        assert bool(policies.can_withdraw_quote(user, quote)) == expected
    assert "依頼を受けた事業者だけ" in policies.can_withdraw_quote(market.y, quote).reason


def test_questions_are_answered_by_the_body(market, opened):
    question = QuoteQuestionFactory(invitation=opened().invitations.first())
    assert policies.can_answer_quote_question(market.colleague, question)
    assert not policies.can_answer_quote_question(market.x, question)
    assert not policies.can_answer_quote_question(market.stranger, question)


def test_the_lists(market):
    assert policies.can_open_quote_requests(market.asker)
    assert "自治体職員" in policies.can_open_quote_requests(market.x).reason
    assert policies.can_open_quote_desk(market.x)
    assert "事業者" in policies.can_open_quote_desk(market.asker).reason
    for user in (market.member, OperatorFactory()):
        assert not policies.can_open_quote_requests(user)
        assert not policies.can_open_quote_desk(user)


def test_a_project_that_is_over_takes_no_new_request(market):
    assert policies.can_create_quote_request(market.colleague, market.project)
    assert not policies.can_create_quote_request(market.stranger, market.project)
    Project.objects.filter(pk=market.project.pk).update(status=ProjectStatus.ARCHIVED, archived_at=market.now)
    market.project.refresh_from_db()
    assert "終了した案件" in policies.can_create_quote_request(market.colleague, market.project).reason


def test_only_what_is_listed_and_answered_for_is_asked(market):
    service = market.services[0]
    assert policies.can_invite_service(market.asker, service)
    Service.objects.filter(pk=service.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=market.now)
    service.refresh_from_db()
    assert "いま掲載されていない" in policies.can_invite_service(market.asker, service).reason
