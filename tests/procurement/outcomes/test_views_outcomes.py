"""The comparison, the result and the adoption through the pages; what strangers get; how many queries they take."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from accounts.models import OutboxMail
from catalog.models import Adoption
from procurement import actions
from procurement.actions import AmendmentFacts
from procurement.enums import OutcomeKind, ProjectStatus, QuoteTax
from procurement.models import Outcome, Project, QuoteRequest
from procurement.quote_template import DEFAULT_ITEMS
from tests.procurement.outcomes.conftest import ITEMS, candidate_of, quote, why

pytestmark = pytest.mark.django_db


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"procurement:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def text(response):
    return response.content.decode()


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"procurement:{name}", args=args), data)


def result(winner, **changes):
    value = str(candidate_of(winner).pk) if winner else OutcomeKind.NONE_SUITABLE.value
    return reasons_for(winner.request.project if winner else Project.objects.get(), result=value) | changes


def reasons_for(project, **data):
    remarks = {f"remark_{key}": reason for key, reason in why(project).items()}
    return {"reasons": "費用で選んだ。", "client_token": uuid4()} | remarks | data


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
    data = {"stage": "in_use", "started_on": "2027-04", "department": "総務課"}
    assert send(client, market.colleague, "outcome_adoption", outcome.pk, **data).status_code == 302
    assert Adoption.objects.get().started_on == date(2027, 4, 1)
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


# --- What the vendors are told --------------------------------------------------------------------------------------


def test_every_vendors_mail_is_shown_before_deciding(client, market, ended):
    told = f"told_{candidate_of(ended.y).pk}"
    data = result(ended.x, tell_winner="on", tell_amount="on", step="preview") | {told: "甲システム株式会社より高い。"}
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **data)
    assert response.status_code == 200
    assert not Outcome.objects.exists()
    assert [each.invitation.pk for each in response.context["previews"]] == [ended.x.pk, ended.y.pk, ended.z.pk]
    x, y, z = (each.text for each in response.context["previews"])
    assert "貴社のサービスが選定されました" in x
    assert "選定されたサービス：甲の議事録（架空）（甲システム株式会社）" in y
    assert "1,430,000円（税込）" in z
    assert "より高い" in y
    assert "より高い" not in x + z
    shown = text(response)
    assert "ほかの事業者の名前が書かれています" in shown
    assert "まだ記録していません" in shown
    assert f"told_{candidate_of(ended.w).pk}" not in shown, "who declined is told nothing"
    del data["step"]
    assert send(client, market.asker, "quote_request_award", ended.request.pk, **data).status_code == 302
    bodies = {mail.to: mail.body for mail in OutboxMail.objects.filter(event="quote_decided")}
    for person, preview in ((market.x, x), (market.y, y), (market.z, z)):
        same = preview.split("\n\n依頼の内容と")[0].split("様\n", 1)[1]
        assert same in bodies[person.email], "the mail is what was shown"


@pytest.mark.parametrize("told", [True, False])
def test_a_vendor_reads_on_its_page_what_was_chosen_to_be_told(client, market, ended, told):
    changes = {"tell_winner": "on", "tell_amount": "on"} if told else {}
    reason = {f"told_{candidate_of(ended.y).pk}": "年額の費用が別でした。"} if told else {}
    send(client, market.asker, "quote_request_award", ended.request.pk, **(result(ended.x, **changes) | reason))
    pages = {
        who: text(page(client, getattr(market, who), "quote_invitation_detail", getattr(ended, who).pk))
        for who in ("x", "y", "z")
    }
    assert "貴社のサービスが選定されました" in pages["x"]
    for who in ("y", "z"):
        assert "選定されませんでした" in pages[who]
        assert ("甲の議事録（架空）" in pages[who]) is told
        assert ("1,430,000円" in pages[who]) is told
        assert "比べた結果による。" not in pages[who]
        assert "費用で選んだ。" not in pages[who]
    assert ("年額の費用が別でした。" in pages["y"]) is told
    assert "年額の費用が別でした。" not in pages["x"] + pages["z"]


def test_every_candidate_needs_a_reason(client, market, ended):
    data = result(ended.x) | {f"remark_{candidate_of(ended.z).pk}": ""}
    response = send(client, market.asker, "quote_request_award", ended.request.pk, **data)
    assert response.status_code == 422
    assert f"remark_{candidate_of(ended.z).pk}" in response.context["form"].errors
    assert not Outcome.objects.exists()
    nothing = {"result": "cancelled", "reasons": "予算がない。", "client_token": uuid4()}
    send(client, market.asker, "quote_request_cancel", ended.request.pk, reason="予算がない。")
    assert send(client, market.asker, "project_decide", market.project.pk, **nothing).status_code == 302


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
        assert costs[0] == costs[1] <= 9 if name == "quote_request_award" else costs[0] == costs[1] <= 8


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
