"""Who sees what: both sides, strangers, and above all the other invited vendor."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType

from accounts.models import MunicipalMembership, Report, Vendor, VendorMembership
from procurement import actions
from procurement.enums import QuotePhase
from procurement.models import (
    Candidate,
    Quote,
    QuoteInvitation,
    QuoteQuestion,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteVersion,
)
from procurement.policies import can_invite_candidate, can_invite_service
from tests.factories import OperatorFactory, QuoteRequestAttachmentFactory, QuoteRequestFactory
from tests.procurement.quotes.conftest import facts_for


def sees(model, user):
    return model.objects.visible_to(user).exists()


def test_a_draft_is_the_bodys_alone(market, draft):
    draft()
    for model in (QuoteRequest, QuoteInvitation):
        assert [sees(model, user) for user in (market.asker, market.colleague)] == [True, True]
        for user in (market.x, market.y, market.stranger, market.member, market.outsider, AnonymousUser()):
            assert not sees(model, user)


def test_an_open_request_is_seen_by_the_invited_and_each_sees_only_itself(market, opened):
    request = opened()
    for user in (market.asker, market.x, market.x2, market.y):
        assert sees(QuoteRequest, user)
    for user in (market.stranger, market.member, market.outsider, OperatorFactory(), AnonymousUser()):
        assert not sees(QuoteRequest, user)
        assert not sees(QuoteInvitation, user)
    for user, vendor in ((market.x, market.vendor_x), (market.y, market.vendor_y)):
        assert {row.vendor for row in QuoteInvitation.objects.visible_to(user)} == {vendor}
    assert not QuoteRequest.objects.visible_to_staff(market.x).exists()
    assert not QuoteInvitation.objects.visible_to_vendor(market.asker).exists()
    assert request.invitations.visible_to(market.asker).count() == 2


def test_a_quote_is_sealed(market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    actions.save_quote(invitation=invitation, facts=facts_for(invitation), revision=0, actor=market.x, now=market.now)
    strangers = (market.y, market.stranger, market.member, market.outsider, OperatorFactory(), AnonymousUser())
    for user in (market.asker, *strangers):
        assert not sees(Quote, user)
        assert not sees(QuoteVersion, user)
    assert sees(Quote, market.x2)
    actions.submit_quote(
        invitation=invitation,
        facts=facts_for(invitation),
        revision=1,
        client_token=uuid4(),
        actor=market.x,
        now=market.now,
    )
    for user in (market.asker, market.colleague, market.x, market.x2):
        assert sees(Quote, user)
        assert sees(QuoteVersion, user)
    for user in strangers:
        assert not sees(Quote, user)
        assert not sees(QuoteVersion, user)


def test_the_working_copy_of_a_replacement_stays_the_vendors(market, quoted):
    quote = quoted()
    facts = facts_for(quote.invitation, amount=1)
    actions.save_quote(invitation=quote.invitation, facts=facts, revision=1, actor=market.x, now=market.now)
    assert QuoteVersion.objects.visible_to(market.asker).count() == 1
    assert QuoteVersion.objects.visible_to(market.x).count() == 2


def ask(market, request, person):
    return actions.ask_quote_question(
        invitation=request.invitations.get(vendor__memberships__user=person),
        body="録音の長さは。",
        client_token=uuid4(),
        actor=person,
        now=market.now,
    )


def test_a_question_is_for_everybody_once_answered(market, opened):
    question = ask(market, opened(), market.x)
    assert [sees(QuoteQuestion, user) for user in (market.asker, market.x, market.y)] == [True, True, False]
    actions.answer_quote_question(question=question, answer="1時間です。", actor=market.asker, now=market.now)
    assert [sees(QuoteQuestion, user) for user in (market.asker, market.x, market.y)] == [True, True, True]
    for user in (market.stranger, market.outsider, market.member, AnonymousUser()):
        assert not sees(QuoteQuestion, user)
    assert not QuoteQuestion.objects.visible_to_staff(market.x).exists()


def test_operators_see_a_question_only_when_it_was_reported(market, opened):
    question, operator = ask(market, opened(), market.x), OperatorFactory()
    assert not sees(QuoteQuestion, operator)
    Report.objects.create(
        content_type=ContentType.objects.get_for_model(QuoteQuestion),
        object_id=question.pk,
        reporter=market.asker,
        reason="失礼です。",
        created_at=market.now,
    )
    assert list(QuoteQuestion.objects.visible_to(operator)) == [question]


def test_lost_access_is_lost_at_once(market, quoted):
    quoted()
    MunicipalMembership.objects.filter(user=market.asker).update(expires_on="2020-05-31")
    VendorMembership.objects.filter(user=market.x).update(ended_at=market.now)
    for model in (QuoteRequest, QuoteInvitation, Quote, QuoteVersion):
        assert not sees(model, market.asker)
        assert not sees(model, market.x)
        assert sees(model, market.x2)
    Vendor.objects.filter(pk=market.vendor_x.pk).update(is_suspended=True)
    assert not sees(Quote, market.x2)


def test_attachments_follow_the_request(market, draft):
    request = draft()
    QuoteRequestAttachmentFactory(request=request)
    assert [sees(QuoteRequestAttachment, user) for user in (market.asker, market.x)] == [True, False]
    actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    seen = [sees(QuoteRequestAttachment, user) for user in (market.asker, market.x, market.y, market.outsider)]
    assert seen == [True, True, True, False]


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_the_clock_says_the_same_in_python_and_in_sql(market, opened, draft, offset):
    request = opened()
    drafted, closed, cancelled, decided = draft(), opened(), opened(), opened()
    staff = {"actor": market.asker, "now": market.now}
    actions.close_quote_request(request=closed, **staff)
    actions.cancel_quote_request(request=cancelled, reason="予算", **staff)
    late = decided.deadline_at + timedelta(seconds=1)
    actions.decide_quote_request(request=decided, actor=market.asker, now=late)
    moment = request.deadline_at + timedelta(microseconds=offset)
    for each in QuoteRequest.objects.with_phase(moment):
        assert each.phase == each.phase_at(moment).value
        assert each.is_accepting_quotes(moment) == (each in QuoteRequest.objects.accepting_quotes(moment))
        assert [phase for phase in QuotePhase if each in QuoteRequest.objects.in_phase(phase, moment)] == [each.phase]
    expected = QuotePhase.ACCEPTING if offset < 0 else QuotePhase.CLOSED
    assert QuoteRequest.objects.with_phase(moment).get(pk=request.pk).phase == expected
    assert QuoteRequest.objects.with_phase(moment).get(pk=drafted.pk).phase == QuotePhase.DRAFT
    assert QuoteInvitation.objects.with_list_data(moment).filter(request=request).first().phase == expected


def test_standing_says_the_same_in_python_and_in_sql(market, quoted):
    quote = quoted()
    assert [quote.stands, quote in Quote.objects.standing()] == [True, True]
    quote = actions.withdraw_quote(quote=quote, actor=market.x, now=market.now)
    assert [quote.stands, quote in Quote.objects.standing()] == [False, False]


def test_who_can_be_asked_says_the_same_of_candidates_and_services(market):
    VendorMembership.objects.filter(vendor=market.vendor_y).update(ended_at=market.now)
    candidates = list(Candidate.objects.with_teams().in_order())
    assert len(candidates) == 2
    for candidate in candidates:
        decision = can_invite_candidate(market.asker, candidate)
        assert decision == can_invite_service(market.asker, candidate.service)
    assert [bool(can_invite_candidate(market.asker, each)) for each in candidates] == [True, False]


def test_the_desk_is_ordered_by_what_can_still_be_answered(market):
    def made(days_ago, deadline):
        created = market.now - timedelta(days=days_ago)
        return QuoteRequestFactory(
            project=market.project,
            with_services=[market.services[0]],
            created_at=created,
            deadline_at=market.now + timedelta(days=deadline),
            opened=True,
        )

    past, older, soon, later = made(30, -1), made(30, -9), made(1, 2), made(1, 5)
    rows = QuoteInvitation.objects.visible_to_vendor(market.x).with_list_data(market.now).by_deadline()
    assert [row.request for row in rows] == [soon, later, past, older]
