"""The result and the adoption through the pages; what strangers get; how many queries they take."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Adoption
from procurement import actions
from procurement.enums import ProjectStatus
from procurement.models import Outcome, Project
from procurement.quote_template import DEFAULT_ITEMS
from tests.factories import ProjectFactory
from tests.procurement.outcomes.conftest import candidate_of, quote, why
from tests.procurement.outcomes.pages import page, reasons_for, result, send, text

pytestmark = pytest.mark.django_db


# --- The result -----------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_adoption(client, market, ended):
    shown = text(page(client, market.asker, "quote_request_award", ended.request.pk))
    assert "甲の議事録（架空）を選定（甲システム株式会社、60か月 1,430,000円 税込）" in shown
    assert "丙の議事録（架空）を選定" not in shown
    loser = candidate_of(ended.y)
    data = result(ended.x, **{f"remark_{loser.pk}": "年額の費用が含まれない。"})
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **data)
    outcome = Outcome.objects.get()
    assert (response.status_code, response.url) == (302, outcome.get_absolute_url())
    decided = text(client.get(response.url))
    for expected in ("費用で選んだ。", "年額の費用が含まれない。", "導入実績に登録する", "第1版の見積"):
        assert expected in decided
    assert not Adoption.objects.exists()
    project = text(page(client, market.colleague, "project_detail", market.project.pk))
    assert outcome.get_absolute_url() in project
    assert "決定済み" in project
    assert "1,430,000円（60か月、税込）" in text(page(client, market.colleague, "outcome_adoption", outcome.pk))
    data = {"stage": "in_use", "started_on": "2027-04", "department": "総務課"}
    data |= {
        "amount": "1430000",
        "amount_tax": "included",
        "amount_scope": "60か月",
        "procurement_method": "negotiated",
    }
    assert send(client, market.colleague, "outcome_adoption", outcome.pk, **data).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.started_on, adoption.amount, adoption.amount_tax) == (date(2027, 4, 1), 1_430_000, "included")
    assert (adoption.amount_scope, adoption.procurement_method) == ("60か月", "negotiated")
    assert (adoption.status, Outcome.objects.get().adoption) == ("confirmed", adoption)
    client.logout()
    listing = text(client.get(market.services[0].get_absolute_url()))
    assert market.body.full_name in listing
    assert "費用で選んだ。" not in listing
    again = text(page(client, market.asker, "outcome_adoption", outcome.pk))
    assert "すでに登録" in again


def test_the_second_colleague_keeps_what_was_written(client, market, ended):
    send(client, market.colleague, "quote_request_award", ended.request.pk, **result(ended.x))
    data = result(ended.y, reasons="別の理由で選んだ。")
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **data)
    assert response.status_code == 422
    assert f"すでに{market.colleague.name}さんが記録" in text(response)
    assert "別の理由で選んだ。" in text(response)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reasons": ""}, "reasons"),
        ({"reasons": "　\u200b"}, "reasons"),
        ({"result": "cancelled"}, "result"),
        ({"result": ""}, "result"),
    ],
)
def test_bad_input_is_told_beside_its_field(client, market, ended, change, field):
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **result(ended.x, **change))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Outcome.objects.exists()


def test_who_did_not_quote_cannot_be_chosen(client, market, ended):
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **result(ended.z))
    assert response.status_code == 422
    assert "result" in response.context["form"].errors


def test_a_project_is_decided_without_quotes(client, market):
    winner = market.project.candidates.first()
    data = reasons_for(market.project, result=str(winner.pk), reasons="無償で使える。")
    response = send(client, market.asker, "project_decide", market.project.pk, **data)
    assert response.url == Outcome.objects.get().get_absolute_url()
    assert Project.objects.get().status == ProjectStatus.DECIDED
    late = send(client, market.colleague, "project_decide", market.project.pk, **(data | {"client_token": uuid4()}))
    assert late.status_code == 422
    assert "無償で使える。" in text(late)


def test_a_double_submit_makes_one_outcome(client, market, ended):
    data = result(ended.x)
    urls = [send(client, market.asker, "quote_request_award", ended.request.pk, **data).url for _ in range(2)]
    assert urls == [Outcome.objects.get().get_absolute_url()] * 2


@pytest.mark.parametrize("who", ["stranger", "x", "y", "z", "member"])
def test_strangers_find_nothing(client, market, ended, who):
    outcome = actions.award_quote_request(
        request=ended.request,
        winner=ended.x,
        reasons="理由",
        remarks=why(market.project),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    user = getattr(market, who)
    for name, key in (
        ("quote_request_comparison", ended.request.pk),
        ("quote_request_award", ended.request.pk),
        ("project_decide", market.project.pk),
        ("outcome_detail", outcome.pk),
        ("outcome_adoption", outcome.pk),
    ):
        page(client, user, name, key, status=404)
        assert send(client, user, name, key).status_code in {404, 405}


# --- Cost -----------------------------------------------------------------------------------------------------------


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_pages_take_the_same_number_of_queries_whatever_the_number_of_quotes(client, market, ask_for_quotes):
    few = ask_for_quotes(market.project, market.services[:1], now=market.now)
    many = ask_for_quotes(market.project, market.services, now=market.now, items=DEFAULT_ITEMS)
    for request in (few, many):
        for invitation in request.invitations.select_related("vendor").order_by("pk"):
            invitation.request = request
            amounts = [1_000] * request.items.count()
            seller = invitation.vendor.memberships.get().user
            quote(invitation, seller, market.now - timedelta(days=5), *amounts)
    client.force_login(market.asker)
    for name in ("quote_request_comparison", "quote_request_award"):
        costs = [count(client, reverse(f"procurement:{name}", args=[request.pk])) for request in (few, many)]
        assert costs[0] == costs[1] <= 8, name


@pytest.mark.parametrize("name", ["quote_request_award", "project_decide"])
def test_enter_presses_what_can_be_taken_back(client, market, ended, name):
    """Browsers press a form's first button: recording a result and telling the vendors is never that one."""
    if name == "project_decide":
        key = ProjectFactory(municipality=market.body, created_by=market.asker).pk
    else:
        key = ended.request.pk
    shown = page(client, market.asker, name, key).content.decode().split('class="form"')[1]
    assert 'name="step"' in shown.split("<button", 1)[1].split(">", 1)[0]


def test_the_projects_page_takes_the_same_number_whatever_was_decided(client, market, ended):
    client.force_login(market.asker)
    address = reverse("procurement:project_detail", args=[market.project.pk])
    before = count(client, address)
    actions.award_quote_request(
        request=ended.request,
        winner=ended.x,
        reasons="理由",
        remarks=why(market.project),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    assert count(client, address) == before <= 8
    outcome = reverse("procurement:outcome_detail", args=[Outcome.objects.get().pk])
    assert count(client, outcome) <= 8
