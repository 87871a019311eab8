"""Twenty colleagues decide at once: one outcome, one mail to each vendor, the others read who was first."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import OutboxMail
from catalog.actions import AdoptionFacts
from catalog.enums import AdoptionStage
from catalog.models import Adoption
from procurement import actions
from procurement.enums import OutcomeKind
from procurement.models import Outcome, Project, QuoteInvitation, QuoteRequest
from tests.factories import MembershipFactory
from tests.procurement.outcomes.conftest import why
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture
def colleagues(market):
    return [each.user for each in MembershipFactory.create_batch(MANY, municipality=market.body)]


def test_one_colleague_awards(market, ended, colleagues):
    def call(person, invitation):
        request = QuoteRequest.objects.get(pk=ended.request.pk)
        winner = QuoteInvitation.objects.get(pk=invitation.pk)
        return lambda: actions.award_quote_request(
            request=request,
            winner=winner,
            reasons="理由",
            remarks=reasons,
            client_token=uuid4(),
            actor=person,
            now=timezone.now(),
        )

    reasons = why(market.project)
    calls = [call(person, (ended.x, ended.y)[place % 2]) for place, person in enumerate(colleagues)]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    outcome = Outcome.objects.select_related("decided_by").get()
    assert all(f"すでに{outcome.decided_by.name}さん" in refusal.message for refusal in refused)
    assert OutboxMail.objects.filter(event="quote_decided").count() == 3


def test_one_colleague_decides_without_quotes(market, colleagues):
    def call(person):
        project = Project.objects.get(pk=market.project.pk)
        return lambda: actions.decide_project(
            project=project,
            kind=OutcomeKind.CANCELLED,
            winner=None,
            reasons="理由",
            remarks={},
            client_token=uuid4(),
            actor=person,
            now=timezone.now(),
        )

    won, refused = all_at_once([call(person) for person in colleagues])
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all("決定済み" in refusal.message for refusal in refused)


def test_the_adoption_is_recorded_once(market, ended, colleagues):
    outcome = actions.award_quote_request(
        request=ended.request,
        winner=ended.x,
        reasons="理由",
        remarks=why(market.project),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    facts = AdoptionFacts(stage=AdoptionStage.IN_USE, started_on=date(2027, 4, 1))

    def call(person):
        mine = Outcome.objects.get(pk=outcome.pk)
        return lambda: actions.record_outcome_adoption(outcome=mine, facts=facts, actor=person, now=timezone.now())

    won, refused = all_at_once([call(person) for person in colleagues])
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert Adoption.objects.count() == 1
