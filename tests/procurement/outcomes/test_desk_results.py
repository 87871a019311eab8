"""選定・選定されず on the vendor's desk: each vendor reads its own result, with what the municipality chose to tell."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement import actions
from procurement.models import QuoteInvitation
from procurement.outcome_notices import Telling, VendorNotice, notice_of, notices_of
from tests.factories import CandidateFactory, ProjectFactory
from tests.procurement.outcomes.conftest import candidate_of, why

ADDRESS = reverse("procurement:desk_result_list")


@pytest.fixture
def decided(market, ended):
    """X won; everybody who did not decline learns of name and amount, Y of words of its own."""
    actions.award_quote_request(
        request=ended.request,
        winner=ended.x,
        reasons="CANARY総合的な理由",
        remarks=why(market.project),
        telling=Telling(winner=True, amount=True, reasons={candidate_of(ended.y).pk: "年額の費用が別でした。"}),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    return ended


def shown(client, person, result=""):
    client.force_login(person)
    response = client.get(ADDRESS, {"result": result} if result else {})
    assert response.status_code == 200
    body = response.content.decode()
    return body.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in body else ""


def test_who_won_and_who_lost(client, market, decided):
    assert "選定されず" not in shown(client, market.x)
    assert "議事録作成の見積" in shown(client, market.x, "won")
    assert shown(client, market.x, "lost") == shown(client, market.x, "cancelled") == ""
    for person in (market.y, market.z):
        lost = shown(client, person, "lost")
        assert "選定されず" in lost
        assert "甲の議事録（架空）（甲システム株式会社）" in lost
        assert "1,430,000円" in lost
        assert shown(client, person, "won") == ""
        assert "CANARY" not in lost
        assert "丁" not in lost
    assert "年額の費用が別でした。" in shown(client, market.y)
    assert "年額の費用が別でした。" not in shown(client, market.x) + shown(client, market.z)


def test_who_declined_neither_won_nor_lost_and_learns_nothing(client, market, decided):
    everything = shown(client, market.w)
    assert "辞退" in everything
    for secret in ("甲", "1,430,000", "選定されず"):
        assert secret not in everything
    assert shown(client, market.w, "won") == shown(client, market.w, "lost") == ""


def test_the_list_and_the_page_say_the_same(decided):
    asked = list(QuoteInvitation.objects.filter(request=decided.request).select_related("request"))
    notices = notices_of(asked)
    assert {each.pk: notice_of(each) for each in asked} == notices
    assert notices[decided.w.pk] == VendorNotice(is_chosen=False)


def test_as_many_queries_for_more_results(client, market, decided, ask_for_quotes):
    def cost():
        client.force_login(market.y)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        return len(queries)

    before = cost()
    project = ProjectFactory(municipality=market.body, created_by=market.asker)
    for service in market.services[:2]:
        CandidateFactory(project=project, service=service)
    for _ in range(2):
        request = ask_for_quotes(project, market.services[:2], now=market.now)
        actions.cancel_quote_request(request=request, reason="予算", actor=market.asker, now=market.now)
    assert cost() == before <= 8


def test_a_member_who_left_reads_nothing(client, market, decided):
    market.y.vendor_memberships.update(ended_at=market.now)
    client.force_login(market.y)
    assert client.get(ADDRESS).status_code == 403
    assert not QuoteInvitation.objects.visible_to_vendor(market.y).exists()
