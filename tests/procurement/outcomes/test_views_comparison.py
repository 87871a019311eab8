"""The comparison: any term, other formats, what is marked, what strangers get."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from procurement import actions
from procurement.actions import AmendmentFacts
from procurement.enums import OutcomeKind, QuoteTax
from procurement.models import Outcome, QuoteRequest
from tests.procurement.outcomes.conftest import ITEMS, candidate_of, quote
from tests.procurement.outcomes.pages import page, result, send, text

pytestmark = pytest.mark.django_db


# --- The comparison -------------------------------------------------------------------------------------------------


def test_the_comparison_shows_lines_sums_and_gaps(client, market, ended):
    shown = text(page(client, market.colleague, "quote_request_comparison", ended.request.pk))
    for expected in (
        "甲システム株式会社",
        "乙システム株式会社",
        "100,000円",
        "設定を含む",
        "1,100円 × 5",
        "60か月の総額（税込）",
        "1,430,000円",
        "385,000円",
        "税抜の見積と税込の見積があります",
        "含まれる範囲がそろっていません",
        "見積に含まない",
        "範囲の違い",
        "含まない項目があるため参考",
        "人員が足りません。",
    ):
        assert expected in shown
    assert "丙システム株式会社" in shown
    assert reverse("procurement:quote_request_award", args=[ended.request.pk]) in shown


def test_while_quotes_come_in_they_are_read_but_nothing_is_decided(client, market, ask_for_quotes):
    request = ask_for_quotes(market.project, market.services, now=market.now, deadline_in=timedelta(days=2))
    shown = text(page(client, market.asker, "quote_request_comparison", request.pk))
    assert "まだ受付中です" in shown
    assert "比べられる見積がまだありません" in shown
    assert reverse("procurement:quote_request_award", args=[request.pk]) not in shown
    assert "結果を記録して" not in text(page(client, market.asker, "quote_request_award", request.pk))
    response = send(client, market.asker, "quote_request_award", request.pk, **result(None))
    assert response.status_code == 422
    assert not Outcome.objects.exists()


def test_a_draft_has_no_comparison(client, market):
    draft = actions.create_quote_request(
        project=market.project,
        facts=actions.RequestFacts(title="下書き"),
        client_token=uuid4(),
        actor=market.asker,
        now=market.now,
    )
    for name in ("quote_request_comparison", "quote_request_award"):
        page(client, market.asker, name, draft.pk, status=404)


def test_the_workbook_holds_the_same_and_no_formula(client, market, ask_for_quotes):
    request = ask_for_quotes(market.project, market.services[:2], now=market.now, title="=1+1の見積")
    x, y = request.invitations.select_related("request").order_by("pk")
    then = market.now - timedelta(days=5)
    quote(x, market.x, then, 100_000, 10_000, 120_000, notes=("=HYPERLINK(1)",), scope_notes="+条件\n2行目")
    quote(y, market.y, then, 55_000, 1_100, None, tax=QuoteTax.INCLUDED)
    client.force_login(market.colleague)
    response = client.get(reverse("procurement:quote_request_workbook", args=[request.pk]))
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Cache-Control"] == "private, no-store"
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows() if row[0].value}
    assert rows["事業者"][2:] == ["甲システム株式会社", "乙システム株式会社"]
    assert rows["初期費用"] == ["初期費用", "初期・一時", 100_000, 55_000]
    assert rows["年額費用"][2:] == [120_000, "見積に含まない"]
    assert rows["60か月の総額（税込）"][2:] == [1_430_000, 121_000]
    assert rows["（備考）"][2] == "=HYPERLINK(1)"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for stranger in (market.stranger, market.x, market.member):
        client.force_login(stranger)
        assert client.get(reverse("procurement:quote_request_workbook", args=[request.pk])).status_code == 404


@pytest.mark.parametrize("months", ["12", "36", "84", "120", "1", "240", "６０"])
def test_quotes_are_compared_over_any_term(client, market, ended, months):
    shown = text(page(client, market.asker, "quote_request_comparison", ended.request.pk, months=months))
    assert f"{int(months)}か月の総額（税込）" in shown
    assert f"{int(months)}か月まで" in shown
    assert "期間は1〜240か月" not in shown
    assert "style=" not in shown


@pytest.mark.parametrize("months", ["0", "-1", "241", "9" * 5000, "x", "1.5", "\x00", "\u200b", "²"])
def test_a_term_that_cannot_be_used_is_repaired_and_said(client, market, ended, months):
    shown = text(page(client, market.asker, "quote_request_comparison", ended.request.pk, months=months))
    assert "期間は1〜240か月の数字で指定してください。" in shown
    assert "60か月の総額（税込）" in shown
    for name in ("quote_request_workbook", "quote_request_csv"):
        page(client, market.asker, name, ended.request.pk, months=months)


def test_other_requests_of_the_project_are_named(client, market, ended, ask_for_quotes):
    other = ask_for_quotes(market.project, market.services[:1], now=market.now, title="二回目の見積")
    shown = text(page(client, market.asker, "quote_request_comparison", ended.request.pk))
    assert "二回目の見積の比較" in shown
    assert reverse("procurement:quote_request_comparison", args=[other.pk]) in shown


def test_the_csv_holds_the_same_and_no_formula(client, market, ask_for_quotes):
    request = ask_for_quotes(market.project, market.services[:2], now=market.now, title="=1+1の見積")
    x, y = request.invitations.select_related("request").order_by("pk")
    then = market.now - timedelta(days=5)
    quote(x, market.x, then, 100_000, 10_000, 120_000, notes=("=HYPERLINK(1)",), scope_notes="+条件\n2行目")
    quote(y, market.y, then, 55_000, 1_100, None, tax=QuoteTax.INCLUDED)
    response = page(client, market.colleague, "quote_request_csv", request.pk, months="36")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = {row[0]: row for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"))) if row}
    assert rows["初期費用"] == ["初期費用", "初期・一時", "100000", "55000"]
    assert rows["年額費用"][2:] == ["120000", "見積に含まない"]
    assert rows["36か月の総額（税込）"][2:] == ["902000", "94600"]
    assert rows["（備考）"][2] == "'=HYPERLINK(1)"
    assert rows["前提条件・範囲"][2] == "'+条件\n2行目"
    assert not [cell for row in rows.values() for cell in row if cell[:1] in "=+-@" and cell]
    for stranger in (market.stranger, market.x, market.member):
        page(client, stranger, "quote_request_csv", request.pk, status=404)


def test_a_quote_for_former_conditions_is_marked_and_cannot_win(client, market, ask_for_quotes):
    request = ask_for_quotes(market.project, market.services[:2], now=market.now, deadline_in=timedelta(days=20))
    x, y = request.invitations.select_related("request").order_by("pk")
    former = quote(x, market.x, market.now, 1_000, 1_000, 1_000)
    facts = AmendmentFacts("会議の回数を増やした。", "会議は月40回です。", ITEMS, 60)
    shown = QuoteRequest.objects.get(pk=request.pk)
    actions.amend_quote_request(request=shown, facts=facts, revision=shown.revision, actor=market.asker, now=market.now)
    y.request = request = QuoteRequest.objects.get(pk=request.pk)
    quote(y, market.y, market.now, 2_000, 2_000, 2_000, edition=request.edition)
    actions.close_quote_request(request=request, actor=market.asker, now=market.now)
    compared = text(page(client, market.asker, "quote_request_comparison", request.pk))
    assert "旧条件での見積" in compared
    assert "条件を変更する前に提出された見積です" in compared
    assert [each.invitation.pk for each in page_context(client, request)["comparison"].columns] == [y.pk]
    response = send(client, market.asker, "quote_request_award", request.pk, **result(x))
    assert response.status_code == 422
    assert "result" in response.context["form"].errors
    with pytest.raises(DatabaseError, match="whose quote stands"), transaction.atomic():
        Outcome.objects.create(
            project=market.project,
            quote_request=request,
            round=1,
            kind=OutcomeKind.AWARDED,
            winner=candidate_of(x),
            winning_quote=former,
            reasons="x",
            decided_at=market.now,
        )
    assert send(client, market.asker, "quote_request_award", request.pk, **result(y)).status_code == 302
    record = text(page(client, market.asker, "project_record", market.project.pk))
    assert "会議の回数を増やした。" in record
    paper = client.post(reverse("procurement:outcome_paper", args=[Outcome.objects.get().pk]))
    assert "会議の回数を増やした。" in paper_text(paper)


def page_context(client, request):
    return client.get(reverse("procurement:quote_request_comparison", args=[request.pk])).context


def paper_text(response):
    document = Document(io.BytesIO(b"".join(response.streaming_content)))
    return " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
