"""The vendor's inbox, its exports, text blocks in answers, assignments, results and figures as pages."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import VendorRole
from accounts.models import AuditEvent, VendorMembership
from procurement import actions
from procurement.enums import Disclosure, InquiryKind, InquiryStatus
from procurement.models import AnswerTemplate, Inquiry, InquiryMessage, QuoteInvitation
from procurement.querysets.inbox import answer_due, in_one_list, inbox_leads, inbox_quotes
from tests.factories import InquiryFactory, ProjectFactory, QuoteFactory, QuoteRequestFactory

pytestmark = pytest.mark.django_db
INBOX = reverse("procurement:desk_inbox")


@pytest.fixture
def seller(client, scene):
    client.force_login(scene.seller)
    return scene.seller


def place(user):
    return VendorMembership.objects.get(user=user, ended_at=None)


def invite(scene, title="参考見積のお願い", **changes):
    project = ProjectFactory(municipality=scene.body)
    request = QuoteRequestFactory(project=project, title=title, with_services=[scene.service], opened=True, **changes)
    return request.invitations.get()


def block(scene, **changes):
    facts = {
        "title": "保存場所",
        "body": "{宛先}　様\n{サービス名}について、{会社名}の{担当者名}です。件名：{件名}",
        "client_token": uuid4(),
        "actor": scene.seller,
        "now": timezone.now(),
    }
    return actions.create_answer_template(**(facts | changes))


def test_what_waits_stands_by_its_deadline_and_the_rest_behind(client, scene, seller, ask):
    late = ask(subject="期限切れの件")
    Inquiry.objects.filter(pk=late.pk).update(awaited_since=timezone.now() - timedelta(days=40))
    fresh = ask(subject="届いたばかりの件")
    done = ask(subject="答えた件")
    actions.mark_lead_answered(inquiry=done, actor=scene.seller, now=timezone.now())
    invite(scene)  # due in ten days
    text = client.get(INBOX).content.decode()
    places = [text.index(words) for words in ("期限切れの件", "届いたばかりの件", "参考見積のお願い", "答えた件")]
    assert places == sorted(places)
    assert text.count("期限を過ぎています") == 1
    assert fresh.subject in client.get(INBOX, {"state": "waiting"}).content.decode()


@pytest.mark.parametrize("ago", range(45))
def test_the_day_of_a_lead_is_the_same_in_both_languages(ago, db):
    now = timezone.now()
    inquiry = InquiryFactory(awaited_since=now - timedelta(days=ago))
    due = inbox_leads(Inquiry.objects.filter(pk=inquiry.pk), now).get().due_at
    exact = answer_due(inquiry.awaited_since)
    assert due == exact if ago < 29 else due <= exact < now


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, {"質問の件", "資料の件", "見積の件", "済みの件"}),
        ({"kind": "question"}, {"質問の件", "済みの件"}),
        ({"kind": "lead"}, {"質問の件", "資料の件", "済みの件"}),
        ({"kind": "quote"}, {"見積の件"}),
        ({"state": "waiting"}, {"質問の件", "資料の件", "見積の件"}),
        ({"state": "answered"}, {"済みの件"}),
        ({"state": "closed"}, set()),
        ({"assigned": "mine"}, {"資料の件", "見積の件"}),
        ({"assigned": "nobody"}, {"質問の件", "済みの件"}),
        ({"overdue": "on"}, {"質問の件"}),
        ({"kind": "x"}, set()),
        ({"service": "999999"}, set()),
    ],
)
def test_filters(client, scene, seller, ask, query, wanted):
    question = ask(subject="質問の件")
    Inquiry.objects.filter(pk=question.pk).update(awaited_since=timezone.now() - timedelta(days=14))
    brochure = ask(subject="資料の件", kind=InquiryKind.BROCHURE)
    done = ask(subject="済みの件")
    actions.mark_lead_answered(inquiry=done, actor=scene.seller, now=timezone.now())
    invitation = invite(scene, "見積の件")
    own = {"assignee": place(scene.seller), "revision": 0, "actor": scene.seller, "now": timezone.now()}
    actions.assign_lead(inquiry=brochure, **own)
    actions.assign_quote_invitation(invitation=invitation, **own)
    text = client.get(INBOX, query).content.decode()
    assert {words for words in ("質問の件", "資料の件", "見積の件", "済みの件") if f"{words}</a>" in text} == wanted


def test_only_ones_own_and_only_what_was_disclosed(client, scene, ask):
    ask(subject="ひみつの件", disclosure=Disclosure.BAND)
    invite(scene)
    client.force_login(scene.rival)
    assert "ひみつの件" not in client.get(INBOX).content.decode()
    client.force_login(scene.seller)
    text = client.get(INBOX, {"kind": "lead"}).content.decode()
    assert "ひみつの件" in text
    for secret in (scene.body.name, scene.asker.name, scene.asker.email):
        assert secret not in text
    for person in (scene.asker, scene.member):
        client.force_login(person)
        assert client.get(INBOX).status_code == 403


def test_as_many_queries_for_three_as_for_one(client, scene, seller, ask):
    def one_more(number):
        inquiry = ask(subject=f"件{number}")
        invitation = invite(scene, f"見積{number}")
        actions.assign_lead(inquiry=inquiry, assignee=place(seller), revision=0, actor=seller, now=timezone.now())
        return inquiry, invitation

    inquiry, invitation = one_more(1)
    block(scene)
    pages = [
        INBOX,
        reverse("procurement:desk_result_list"),
        reverse("procurement:desk_statistics"),
        reverse("procurement:answer_template_list"),
        reverse("procurement:lead_detail", args=[inquiry.pk]),
        reverse("procurement:lead_assign", args=[inquiry.pk]),
        reverse("procurement:quote_invitation_assign", args=[invitation.pk]),
    ]
    for address in pages:
        client.get(address)
    counts = []
    for _ in range(2):
        numbers = []
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers.append(len(queries))
        counts.append(numbers)
        for number in range(2):
            one_more(10 + number + len(counts) * 10)
            block(scene, title=f"名前{number}{len(counts)}")
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8, dict(zip(pages, counts[0], strict=True))


def exported(client, ending, query=""):
    response = client.get(f"{INBOX}export.{ending}{query}")
    return response, b"".join(response.streaming_content)


def test_exports_tell_no_more_than_the_page(client, scene, seller, ask):
    ask(subject="=HYPERLINK(1)", disclosure=Disclosure.BAND)
    ask(subject="団体を伝えた件", disclosure=Disclosure.BODY)
    response, raw = exported(client, "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    by_subject = {row[1]: row for row in rows[1:]}
    assert set(by_subject) == {"'=HYPERLINK(1)", "団体を伝えた件"}
    assert "かなりや市" in by_subject["団体を伝えた件"][3]
    assert "かなりや市" not in "".join(by_subject["'=HYPERLINK(1)"])
    _, book = exported(client, "xlsx")
    sheet = load_workbook(io.BytesIO(book)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    everything = raw.decode() + str(response.headers)
    with ZipFile(io.BytesIO(book)) as parts:
        everything += "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    for secret in (scene.asker.name, scene.asker.email, "city.canary.lg.jp", str(scene.asker.key)):
        assert secret not in everything
    recorded = AuditEvent.objects.filter(verb="export_inbox").order_by("pk")
    assert [event.data for event in recorded] == [{"format": "csv", "rows": 2}, {"format": "xlsx", "rows": 2}]
    assert not any("件名" in str(event.data) for event in recorded)


def test_an_export_follows_the_filter_and_an_invalid_one_gives_nothing(client, scene, seller, ask):
    ask(subject="質問の件")
    invite(scene, "見積の件")
    assert "見積の件" not in exported(client, "csv", "?kind=question")[1].decode()
    assert len(exported(client, "csv", "?kind=x")[1].decode().splitlines()) == 1


def test_a_text_block_is_put_in_previewed_and_sent(client, scene, seller, ask):
    inquiry, template = ask(disclosure=Disclosure.BAND), block(scene)
    address = reverse("procurement:lead_answer", args=[inquiry.pk])
    token = str(uuid4())
    text = client.post(
        address, {"insert": "1", "template": template.pk, "body": "先に書いた言葉", "client_token": token}
    ).content.decode()
    assert "先に書いた言葉\n\n" in text
    assert (
        f"議事録たすけ（架空）について、答申システム株式会社の{scene.seller.name}です。件名：保存場所について" in text
    )
    assert scene.body.name not in text
    assert token in text
    preview = client.post(address, {"preview": "1", "body": "確かめる本文", "client_token": token})
    assert "まだ送信していません" in preview.content.decode()
    assert not InquiryMessage.objects.filter(side="vendor").exists()
    client.post(address, {"template": template.pk, "body": "直した本文", "client_token": token})
    assert InquiryMessage.objects.get(side="vendor").body == "直した本文"


def test_a_foreign_or_missing_text_block_is_refused_and_nothing_is_lost(client, scene, seller, ask):
    inquiry = ask()
    foreign = AnswerTemplate.objects.create(
        vendor=place(scene.rival).vendor,
        title="他社",
        body="他社の文面",
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )
    address = reverse("procurement:lead_answer", args=[inquiry.pk])
    for chosen in (foreign.pk, "", "x", "9" * 5000):
        response = client.post(address, {"insert": "1", "template": chosen, "body": "書いた言葉"})
        assert response.status_code == 422
        assert "書いた言葉" in response.content.decode()
        assert "他社の文面" not in response.content.decode()


def test_text_blocks_are_kept_by_the_team(client, scene, seller):
    new = reverse("procurement:answer_template_create")
    facts = {"title": "料金", "body": "{サービス名}の料金です。", "client_token": str(uuid4()), "revision": "0"}
    wrong = client.post(new, facts | {"body": "{自治体名}様"})
    assert wrong.status_code == 422
    assert "使えない差し込み" in wrong.content.decode()
    client.post(new, facts)
    client.post(new, facts)
    template = AnswerTemplate.objects.get()
    edit = reverse("procurement:answer_template_edit", args=[template.pk])
    client.post(edit, facts | {"revision": "1", "body": "新しい料金です。"})
    late = client.post(edit, facts | {"revision": "1", "body": "古い画面の料金です。"})
    assert late.status_code == 409
    assert "新しい料金です。" in late.content.decode()
    assert "古い画面の料金です。" in late.content.decode()
    delete = reverse("procurement:answer_template_delete", args=[template.pk])
    VendorMembership.objects.filter(user=seller).update(role=VendorRole.EDITOR)
    assert client.post(delete).status_code == 403
    VendorMembership.objects.filter(user=seller).update(role=VendorRole.OWNER)
    assert client.get(delete).status_code == 200
    client.post(delete)
    assert not AnswerTemplate.objects.exists()


def test_assigning_from_the_pages(client, scene, seller, ask):
    inquiry, invitation = ask(), invite(scene)
    for name, thing in (("lead", inquiry), ("quote_invitation", invitation)):
        address = reverse(f"procurement:{name}_assign", args=[thing.pk])
        detail = reverse(f"procurement:{name}_detail", args=[thing.pk])
        client.post(address, {"assignee": place(scene.partner).pk, "revision": "0"})
        assert scene.partner.name in client.get(detail).content.decode()
        assert client.post(address, {"assignee": place(scene.seller).pk, "revision": "0"}).status_code == 409
        assert client.post(address, {"assignee": place(scene.rival).pk, "revision": "1"}).status_code == 422
        assert scene.seller.name in client.get(address).content.decode()
    VendorMembership.objects.filter(user=scene.partner).update(ended_at=timezone.now())
    assert scene.partner.name not in client.get(INBOX).content.decode()
    assert "担当者なし" in client.get(INBOX, {"assigned": "nobody"}).content.decode()
    client.force_login(scene.asker)
    assert scene.partner.name not in client.get(inquiry.get_absolute_url()).content.decode()


def test_figures_are_ones_own(client, scene, seller, ask):
    inquiry = ask()
    actions.answer_lead(
        inquiry=inquiry, body="国内です。", client_token=uuid4(), actor=scene.seller, now=timezone.now()
    )
    QuoteFactory(invitation=invite(scene))
    text = client.get(reverse("procurement:desk_statistics")).content.decode()
    assert "0営業日" in text
    assert text.count("1件") >= 8
    client.force_login(scene.rival)
    text = client.get(reverse("procurement:desk_statistics")).content.decode()
    assert "営業日</td>" not in text
    assert "1件" not in text.replace("11件", "")


def test_turns_of_a_request(scene):
    now = timezone.now()
    invitation = invite(scene)

    def turn(at=now):
        return inbox_quotes(QuoteInvitation.objects.filter(pk=invitation.pk), at).get().turn

    assert turn() == "waiting"
    assert turn(now + timedelta(days=30)) == "closed"
    QuoteFactory(invitation=invitation)
    assert turn() == turn(now + timedelta(days=30)) == "answered"
    keys = in_one_list(None, inbox_quotes(QuoteInvitation.objects.filter(pk=invitation.pk), now))
    assert [what for what, *_ in keys] == ["quote"]


def test_a_declined_lead_is_over(client, scene, seller, ask):
    inquiry = ask(subject="断った件")
    actions.decline_lead(
        inquiry=inquiry, reason="地域の外です。", client_token=uuid4(), actor=scene.seller, now=timezone.now()
    )
    assert Inquiry.objects.get().status == InquiryStatus.DECLINED
    assert "断った件" in client.get(INBOX, {"state": "closed"}).content.decode()
    assert "断った件" not in client.get(INBOX, {"state": "waiting"}).content.decode()
