"""A project whose request for quotes ran out: X and Y quoted, Z did not answer, W declined."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from procurement import actions
from procurement.actions import LineFacts, QuoteFacts, RequestFacts
from procurement.enums import QuoteItemKind, QuoteTax
from procurement.models import Candidate
from procurement.quote_template import ItemFacts
from tests.factories import (
    CandidateFactory,
    MembershipFactory,
    MunicipalityFactory,
    ProjectFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorFactory,
    VendorMembershipFactory,
)

ITEMS = [
    ItemFacts(QuoteItemKind.ONE_TIME, "初期費用"),
    ItemFacts(QuoteItemKind.MONTHLY, "月額利用料"),
    ItemFacts(QuoteItemKind.YEARLY, "年額費用"),
]


def lines(request, *amounts, notes=()):
    """Facts by item: an amount, a (unit, quantity) pair, None for 含まない."""
    facts = {}
    for place, (item, amount) in enumerate(zip(request.items.order_by("position"), amounts, strict=True)):
        note = notes[place] if place < len(notes) else ""
        unit, quantity = amount if isinstance(amount, tuple) else (amount, 1)
        facts[item.pk] = (
            LineFacts(is_excluded=True, note=note)
            if unit is None
            else LineFacts(unit_amount=unit, quantity=Decimal(quantity), note=note)
        )
    return facts


def quote(invitation, actor, now, *amounts, tax=QuoteTax.EXCLUDED, notes=(), **changes):
    facts = {
        "tax": tax,
        "months": 60,
        "valid_until": timezone.localdate(now) + timedelta(days=90),
        "lines": lines(invitation.request, *amounts, notes=notes),
    }
    return actions.submit_quote(
        invitation=invitation,
        facts=QuoteFacts(**(facts | changes)),
        revision=0,
        client_token=uuid4(),
        actor=actor,
        now=now,
    )


@pytest.fixture
def ask_for_quotes():
    """Open a request of this project to these services, with its deadline a day ago unless told otherwise."""

    def ask(project, services, *, now, items=ITEMS, deadline_in=timedelta(days=-1), **facts):
        actor = project.lead
        begun = now - timedelta(days=10)
        made = actions.create_quote_request(
            project=project,
            facts=RequestFacts(
                **({"title": "議事録作成の見積", "conditions": "会議は月20回です。"} | facts),
                deadline_at=now + deadline_in,
            ),
            client_token=uuid4(),
            actor=actor,
            now=begun,
        )
        made = actions.set_quote_items(request=made, items=items, revision=1, actor=actor, now=begun)
        made = actions.set_quote_services(request=made, services=services, revision=2, actor=actor, now=begun)
        return actions.open_quote_request(request=made, revision=3, actor=actor, now=begun)

    return ask


@pytest.fixture
def market(db):
    """A body with two colleagues and a project; four vendors with a listing each, all candidates."""
    body = MunicipalityFactory(name="見積野市")
    asker = MembershipFactory(municipality=body, user=UserFactory(name="見積 係長")).user
    project = ProjectFactory(municipality=body, created_by=asker, title="議事録の作成支援")
    people, services = {}, []
    for letter, name in zip("xyzw", ("甲", "乙", "丙", "丁"), strict=True):
        vendor = VendorFactory(name=f"{name}システム株式会社")
        people[letter] = VendorMembershipFactory(vendor=vendor, user=UserFactory(name=f"{name}の 営業")).user
        services.append(PublishedServiceFactory(vendor=vendor, name=f"{name}の議事録（架空）"))
        CandidateFactory(project=project, service=services[-1])
    return SimpleNamespace(
        now=timezone.now(),
        body=body,
        asker=asker,
        colleague=MembershipFactory(municipality=body, user=UserFactory(name="同僚 主事")).user,
        stranger=MembershipFactory().user,
        member=UserFactory(),
        project=project,
        services=services,
        **people,
    )


@pytest.fixture
def ended(market, ask_for_quotes):
    """The request: X 100,000 + 10,000 × 60, Y cheaper but without the yearly part, Z silent, W declined."""
    request = ask_for_quotes(market.project, market.services, now=market.now)
    x, y, z, w = request.invitations.select_related("request").order_by("pk")
    then = market.now - timedelta(days=5)
    quote(x, market.x, then, 100_000, 10_000, 120_000, notes=("設定を含む",))
    quote(y, market.y, then, 55_000, (1_100, 5), None, tax=QuoteTax.INCLUDED)
    actions.decline_quote_invitation(invitation=w, reason="人員が足りません。", actor=market.w, now=then)
    return SimpleNamespace(request=request, x=x, y=y, z=z, w=w)


def why(project, **changes):
    """A reason for every candidate; `changes` by the first sign of a listing's name, as 乙."""
    names = {each.pk: each.service.name[0] for each in project.candidates.select_related("service")}
    return {key: changes.get(name, "比べた結果による。") for key, name in names.items()}


def candidate_of(invitation):
    return Candidate.objects.get(project=invitation.request.project_id, service=invitation.service_id)
