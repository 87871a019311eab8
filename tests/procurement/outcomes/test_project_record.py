"""案件の記録: the whole project on one page, for its own body alone, at a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement import actions
from procurement.actions import ContractFacts, LessonFacts
from tests.procurement.outcomes.conftest import quote, why

pytestmark = pytest.mark.django_db


def record(client, user, project, status=200):
    client.force_login(user)
    response = client.get(reverse("procurement:project_record", args=[project.pk]))
    assert response.status_code == status
    return response.content.decode()


def award(market, request, winner):
    return actions.award_quote_request(
        request=request,
        winner=winner,
        reasons="総額で選んだ。",
        remarks=why(market.project, 乙="年額が含まれない。"),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )


def test_the_record_holds_everything(client, market, ended):
    outcome = award(market, ended.request, ended.x)
    today = market.now.date()
    actions.record_outcome_contract(
        outcome=outcome,
        facts=ContractFacts(today, today + timedelta(days=365)),
        revision=0,
        actor=market.asker,
        now=market.now,
    )
    actions.write_outcome_lesson(
        outcome=outcome, facts=LessonFacts("画面を見た。"), revision=0, actor=market.asker, now=market.now
    )
    actions.write_project_note(
        project=market.project, body="議会と打合せ。", client_token=uuid4(), actor=market.asker, now=market.now
    )
    shown = record(client, market.colleague, market.project)
    for words in (
        "会議は月20回です。",
        "60か月の総額（税込）",
        "1,430,000円",
        "人員が足りません。",
        "総額で選んだ。",
        "年額が含まれない。",
        "画面を見た。",
        "議会と打合せ。",
        "契約期間",
        "見積を依頼",
        "質問はありませんでした。",
    ):
        assert words in shown, words
    assert shown.index("見積を依頼</strong>") < shown.index("結果を記録</strong>"), "the history runs forward"
    assert (
        reverse("procurement:project_record", args=[market.project.pk])
        in client.get(market.project.get_absolute_url()).content.decode()
    )


def test_an_empty_project_has_a_record_too(client, market):
    shown = record(client, market.asker, market.project)
    assert "見積依頼はありません。" in shown
    assert "結果はまだ記録されていません。" in shown


@pytest.mark.parametrize("who", ["stranger", "x", "y", "member"])
def test_nobody_else_reads_it(client, market, ended, who):
    record(client, getattr(market, who), market.project, status=404)


def test_the_same_number_of_queries_for_more_requests(client, market, ask_for_quotes):
    costs = []
    for _ in range(3):
        request = ask_for_quotes(market.project, market.services[:2], now=market.now)
        for invitation, seller in zip(request.invitations.select_related("request"), (market.x, market.y), strict=True):
            quote(invitation, seller, market.now - timedelta(days=5), 100, 10, 1)
        award(market, request, None)
        record(client, market.asker, market.project)
        with CaptureQueriesContext(connection) as queries:
            record(client, market.asker, market.project)
        costs.append(len(queries))
    assert costs[0] == costs[2]
    logging_in = 5
    assert costs[0] <= 15 + logging_in
