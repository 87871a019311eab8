"""The municipality's pages: from the project to the received quote."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutboxMail, VendorMembership
from procurement import actions
from procurement.enums import QuoteRequestStatus, Verdict
from procurement.models import Candidate, QuoteInvitation, QuoteRequest, QuoteRequestAttachment
from tests.documents.makers import pdf
from tests.factories import PublishedServiceFactory, QuoteQuestionFactory
from tests.procurement.quotes.conftest import days, facts_for, submit

PDF = pdf()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def url(name, *args):
    return reverse(f"procurement:{name}", args=args)


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(url(name, *args), query)
    assert response.status_code == status, (name, response.status_code)
    return response.content.decode()


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(url(name, *args), data)


def conditions(market, **changes):
    plain = {
        "title": "議事録の見積",
        "conditions": "月に20回の会議",
        "months": "60",
        "deadline_at": timezone.localtime(days(market, 10)).strftime("%Y-%m-%dT%H:%M"),
        "client_token": str(uuid4()),
    }
    return plain | changes


def item_rows(*rows):
    data = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data


# --- The draft --------------------------------------------------------------------------------------------------------


def test_from_the_project_to_the_vendors(client, market):
    project = page(client, market.asker, "project_detail", market.project.pk)
    assert url("quote_request_create", market.project.pk) in project
    form = page(client, market.asker, "quote_request_create", market.project.pk)
    assert f"「{market.body.full_name}」からの依頼として表示されます" in form
    response = send(client, market.asker, "quote_request_create", market.project.pk, **conditions(market))
    request = QuoteRequest.objects.get()
    assert response.url == request.get_absolute_url()
    assert "依頼するサービスを選んでください" in client.get(response.url).content.decode()
    keys = [service.pk for service in market.services]
    send(client, market.colleague, "quote_request_services", request.pk, services=keys, revision=1)
    preview = page(client, market.asker, "quote_request_preview", request.pk)
    assert "匿名ではありません" in preview
    assert market.body.full_name in preview
    response = send(client, market.asker, "quote_request_open", request.pk, revision=2)
    assert response.url == request.get_absolute_url()
    request.refresh_from_db()
    assert request.status == QuoteRequestStatus.OPEN
    assert OutboxMail.objects.filter(event="quote_invited").count() == 3
    shown = client.get(response.url).content.decode()
    assert "受付中" in shown
    assert "甲システム株式会社" in shown


def test_a_form_sent_twice_makes_one_draft(client, market):
    data = conditions(market)
    for _ in range(2):
        send(client, market.asker, "quote_request_create", market.project.pk, **data)
    assert QuoteRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "\u3164"),
        ("months", "0"),
        ("months", "9" * 30),
        ("user_count", "-1"),
        ("starts_on", "きのう"),
        ("network", "wifi"),
        ("deadline_at", "2020-01-01T10:00"),
        ("deadline_at", "9999-01-01T10:00"),
        ("deadline_at", "soon"),
        ("conditions", "前\0後"),
        ("client_token", "1"),
    ],
)
def test_bad_conditions_are_refused_beside_their_field(client, market, field, value):
    data = conditions(market, **{field: value})
    response = send(client, market.asker, "quote_request_create", market.project.pk, **data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not QuoteRequest.objects.exists()


def test_a_lost_update_is_refused_with_both_texts(client, market, draft):
    request = draft()
    mine = conditions(market, title="私の件名", revision=request.revision)
    send(client, market.colleague, "quote_request_edit", request.pk, **conditions(market, title="先の件名", revision=2))
    response = send(client, market.asker, "quote_request_edit", request.pk, **mine)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "私の件名" in shown
    assert "先の件名" in shown
    assert response.context["shown"].initial["revision"] == 3
    response = send(client, market.asker, "quote_request_edit", request.pk, **(mine | {"revision": 3}))
    assert response.status_code == 302
    request.refresh_from_db()
    assert request.title == "私の件名"


def test_the_lines_can_be_taken_away_added_and_ordered(client, market, draft):
    request = draft()
    rows = item_rows(
        {"label": "月額", "kind": "monthly", "ORDER": "2"},
        {"label": "初期", "kind": "one_time", "ORDER": "1", "description": "環境"},
        {"label": "研修", "kind": "one_time", "ORDER": "3", "DELETE": "on"},
        {"label": "", "kind": "one_time", "ORDER": ""},
    )
    response = send(client, market.asker, "quote_request_items", request.pk, revision=2, **rows)
    assert response.status_code == 302
    assert list(request.items.order_by("position").values_list("label", flat=True)) == ["初期", "月額"]
    shown = page(client, market.asker, "quote_request_items", request.pk)
    assert 'value="初期"' in shown
    assert [label for label in ("順番", "除く") if label not in shown] == []


@pytest.mark.parametrize(
    "rows",
    [
        item_rows({"label": "", "kind": "one_time"}),
        item_rows({"label": "初期", "kind": "weekly"}),
        item_rows({"label": "", "kind": "one_time", "description": "説明だけ"}),
        item_rows({"label": "長" * 61, "kind": "one_time"}),
        item_rows(*[{"label": f"項目{n}", "kind": "one_time"} for n in range(31)]),
        {"form-TOTAL_FORMS": "x"},
        {"form-TOTAL_FORMS": "9" * 30, "form-INITIAL_FORMS": "0"},
        {},
    ],
)
def test_bad_lines_are_refused(client, market, draft, rows):
    request = draft()
    before = list(request.items.values_list("label", flat=True))
    response = send(client, market.asker, "quote_request_items", request.pk, revision=2, **rows)
    assert response.status_code == 422
    assert list(request.items.values_list("label", flat=True)) == before


def test_who_cannot_be_asked_is_shown_with_the_reason(client, market, draft):
    request = draft()
    VendorMembership.objects.filter(vendor=market.vendor_y).update(ended_at=market.now)
    turned_down = PublishedServiceFactory(vendor=market.vendor_x, name="見送ったサービス")
    Candidate.objects.create(
        project=market.project,
        service=turned_down,
        version=turned_down.current,
        added_at=market.now,
        verdict=Verdict.REJECTED,
        reason="高い",
        judged_at=market.now,
    )
    shown = page(client, market.asker, "quote_request_services", request.pk)
    assert "広場で見積依頼を受け取る担当者がいません" in shown
    assert "見送ったサービス" not in shown
    y = market.services[1].pk
    response = send(client, market.asker, "quote_request_services", request.pk, services=[y], revision=2)
    assert response.status_code == 422
    response = send(client, market.asker, "quote_request_services", request.pk, services=["x"], revision=2)
    assert response.status_code == 422
    assert QuoteInvitation.objects.filter(request=request).count() == 2


def test_a_colleague_who_chose_first_is_not_overwritten(client, market, draft):
    request = draft()
    x = market.services[0].pk
    send(client, market.colleague, "quote_request_services", request.pk, services=[x], revision=2)
    response = send(client, market.asker, "quote_request_services", request.pk, services=[], revision=2)
    assert response.status_code == 409
    assert "ほかの職員が先に" in response.content.decode()
    assert request.invitations.count() == 1


def test_files_are_attached_taken_off_and_kept_from_strangers(client, market, draft):
    request = draft()
    for name, content in (("業務の流れ.pdf", PDF), ("業務の流れ.pdf", PDF)):
        upload = SimpleUploadedFile(name, content)
        response = send(client, market.asker, "quote_request_attach", request.pk, file=upload)
        assert response.status_code == 302
    attachment = QuoteRequestAttachment.objects.get()
    response = client.get(attachment.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert "%E6%A5%AD%E5%8B%99" in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for user in (market.x, market.stranger, market.member):
        client.force_login(user)
        assert client.get(attachment.get_absolute_url()).status_code == 404
    actions.open_quote_request(request=request, revision=3, actor=market.asker, now=market.now)
    client.force_login(market.x)
    assert b"".join(client.get(attachment.get_absolute_url()).streaming_content) == PDF
    assert send(client, market.asker, "quote_request_detach", attachment.pk).status_code == 409


@pytest.mark.parametrize("name", ["a.exe", "a.pdf", "a.docm", ""])
def test_files_that_are_not_what_they_say_are_refused(client, market, draft, name):
    upload = SimpleUploadedFile(name or "a", b"MZ not a document")
    response = send(client, market.asker, "quote_request_attach", draft().pk, file=upload)
    assert response.status_code == 422
    assert "file" in response.context["form"].errors


def test_a_missing_file_is_said_plainly(client, market, draft):
    send(client, market.asker, "quote_request_attach", draft().pk, file=SimpleUploadedFile("a.pdf", PDF))
    attachment = QuoteRequestAttachment.objects.get()
    attachment.file.storage.delete(attachment.file.name)
    response = client.get(attachment.get_absolute_url())
    assert response.status_code == 404
    assert "読み出せませんでした" in response.content.decode()


def test_what_was_not_seen_is_not_sent(client, market, draft):
    request = draft()
    assert send(client, market.asker, "quote_request_open", request.pk).status_code == 409
    assert send(client, market.asker, "quote_request_open", request.pk, revision=1).status_code == 409
    request.refresh_from_db()
    assert request.is_draft


def test_a_sent_request_is_not_edited(client, market, opened):
    request = opened()
    for name in ("edit", "items", "services", "attach"):
        page(client, market.asker, f"quote_request_{name}", request.pk, status=409)


# --- Out with the vendors ---------------------------------------------------------------------------------------------


def test_the_deadline_moves_later_for_all(client, market, opened):
    request = opened()
    later = timezone.localtime(request.deadline_at + timedelta(days=3))
    data = {"deadline_at": later.strftime("%Y-%m-%dT%H:%M"), "reason": "回答が遅れたため"}
    seen = {"seen_deadline_at": request.deadline_at.isoformat()}
    response = send(client, market.asker, "quote_request_extend", request.pk, **data, **seen)
    assert response.status_code == 302
    for user, name, key in (
        (market.asker, "quote_request_detail", request.pk),
        (market.y, "quote_invitation_detail", request.invitations.get(vendor=market.vendor_y).pk),
    ):
        assert "回答が遅れたため" in page(client, user, name, key)
    response = send(client, market.colleague, "quote_request_extend", request.pk, **data, **seen)
    assert response.status_code == 422
    assert "すでに変更しています" in response.content.decode()


def test_an_earlier_deadline_is_refused(client, market, opened):
    request = opened()
    sooner = timezone.localtime(request.deadline_at - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    seen = request.deadline_at.isoformat()
    response = send(
        client, market.asker, "quote_request_extend", request.pk, deadline_at=sooner, reason="x", seen_deadline_at=seen
    )
    assert set(response.context["form"].errors) == {"deadline_at"}


def test_the_answer_may_not_name_a_vendor(client, market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    question = QuoteQuestionFactory(invitation=invitation, body="保存期間は。")
    shown = page(client, market.asker, "quote_question_answer", question.pk)
    assert "甲システム株式会社" in shown
    naming = "甲 システム株式会社様のご質問は…"
    response = send(client, market.asker, "quote_question_answer", question.pk, answer=naming)
    assert response.status_code == 422
    assert "依頼先が分かる言葉" in response.content.decode()
    assert send(client, market.asker, "quote_question_answer", question.pk, answer="3か月です。").status_code == 302
    assert send(client, market.colleague, "quote_question_answer", question.pk, answer="別の答え").status_code == 409


def test_the_received_quote_with_its_versions(client, market, quoted):
    quote = quoted()
    submit(market, quote.invitation, revision=1, amount=31_415)
    shown = page(client, market.colleague, "quote_detail", quote.pk)
    assert "31,415" in shown
    assert "第1版" in shown
    older = page(client, market.asker, "quote_detail", quote.pk, version=1)
    assert "差し替えられる前の版です" in older
    assert "100,000" in older
    for bad in ("99", "x", "0", "-1", "9" * 30):
        page(client, market.asker, "quote_detail", quote.pk, status=404, version=bad)
    quote.refresh_from_db()
    actions.withdraw_quote(quote=quote, actor=market.x, now=market.now)
    assert "取り下げられました" in page(client, market.asker, "quote_detail", quote.pk)


def test_a_quote_in_the_making_has_no_page(client, market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    quote = actions.save_quote(
        invitation=invitation, facts=facts_for(invitation), revision=0, actor=market.x, now=market.now
    )
    page(client, market.asker, "quote_detail", quote.pk, status=404)
    shown = page(client, market.asker, "quote_request_detail", invitation.request_id)
    assert url("quote_detail", quote.pk) not in shown


def test_reasons_that_vendors_read_may_not_name_one(client, market, opened):
    request = opened()
    seen = {"seen_deadline_at": request.deadline_at.isoformat(), "reason": "甲システム株式会社の質問のため"}
    later = timezone.localtime(days(market, 15)).strftime("%Y-%m-%dT%H:%M")
    response = send(client, market.asker, "quote_request_extend", request.pk, deadline_at=later, **seen)
    assert set(response.context["form"].errors) == {"reason"}
    response = send(client, market.asker, "quote_request_cancel", request.pk, reason="乙の議事録（架空）に決めたため")
    assert set(response.context["form"].errors) == {"reason"}


def test_closing_and_cancelling(client, market, opened):
    request = opened()
    assert send(client, market.asker, "quote_request_close", request.pk).status_code == 302
    assert send(client, market.colleague, "quote_request_close", request.pk).status_code == 409
    assert send(client, market.asker, "quote_request_cancel", request.pk, reason="").status_code == 422
    assert send(client, market.asker, "quote_request_cancel", request.pk, reason="予算の都合").status_code == 302
    assert "予算の都合" in page(client, market.asker, "quote_request_detail", request.pk)
    page(client, market.asker, "quote_request_extend", request.pk, status=409)


def test_strangers_find_nothing(client, market, quoted):
    request = quoted().invitation.request
    for user in (market.stranger, market.x, market.y, market.outsider, market.member):
        for name in ("detail", "preview", "extend", "cancel"):
            page(client, user, f"quote_request_{name}", request.pk, status=404)
        page(client, user, "quote_request_create", market.project.pk, status=404)


def test_the_list_by_state(client, market, draft, opened):
    draft(title="まだ下書き")
    opened(title="もう受付中")
    assert "まだ下書き" in page(client, market.asker, "quote_request_list")
    accepting = page(client, market.asker, "quote_request_list", phase="accepting")
    assert "もう受付中" in accepting
    assert "まだ下書き" not in accepting
    wrong = page(client, market.asker, "quote_request_list", phase="x")
    assert "もう受付中" not in wrong
    assert "見積依頼がありません" in page(client, market.stranger, "quote_request_list")
