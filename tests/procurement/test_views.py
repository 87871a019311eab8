"""The pages: what each side sees, does, and what strangers get."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.body_class import body_class
from accounts.models import MunicipalMembership, VendorMembership
from procurement import actions
from procurement.enums import Disclosure, InquiryKind, InquiryStatus
from procurement.models import BrochureDownload, Inquiry, InquiryMessage
from tests.factories import BrochureFactory, BrochureHandoverFactory, InquiryFactory, InquiryMessageFactory
from tests.procurement.conftest import BODY, DOMAIN, PERSON


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"procurement:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def send(client, user, name, *args, query="", **data):
    client.force_login(user)
    return client.post(reverse(f"procurement:{name}", args=args) + query, data)


def address(scene, kind):
    return f"?service={scene.service.pk}&kind={kind}"


# --- Asking ---------------------------------------------------------------------------------------------------------


def test_brochure_from_the_confirm_page_to_the_file(client, scene):
    BrochureFactory(service=scene.service, original_name='導入 事例"集\r\n.exe')
    shown = page(client, scene.asker, "inquiry_create", service=scene.service.pk, kind="brochure")
    previews = (f"{body_class(scene.body)}の職員", f"埼玉県{BODY}の職員", f"埼玉県{BODY} {PERSON}")
    for text in ("サービス紹介資料", *previews):
        assert text in shown.content.decode()
    response = send(
        client,
        scene.asker,
        "inquiry_create",
        query=address(scene, "brochure"),
        disclosure="band",
        client_token=uuid4(),
    )
    inquiry = Inquiry.objects.get()
    assert (response.status_code, response.url) == (302, inquiry.get_absolute_url())
    assert inquiry.subject == f"資料請求：{scene.service.name}"
    thread = client.get(response.url).content.decode()
    link = inquiry.handovers.get().get_absolute_url()
    assert link in thread
    file = client.get(link)
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == (
        "attachment; filename=\"document.pdf\"; filename*=UTF-8''"
        "%E5%B0%8E%E5%85%A5%20%E4%BA%8B%E4%BE%8B_%E9%9B%86_.exe.pdf"
    )
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file["Cache-Control"] == "private, no-store"
    assert BrochureDownload.objects.get().downloaded_by_key == scene.asker.key


def test_without_a_brochure_the_vendor_is_asked_for_one(client, scene, ask):
    shown = page(client, scene.asker, "inquiry_create", service=scene.service.pk, kind="brochure")
    assert "まだ資料が登録されていません" in shown.content.decode()
    inquiry = ask(kind=InquiryKind.BROCHURE)
    assert "資料はまだ届いていません" in page(client, scene.asker, "inquiry_detail", inquiry.pk).content.decode()
    lead = page(client, scene.seller, "lead_detail", inquiry.pk).content.decode()
    assert "資料をまだ渡していません" in lead
    assert reverse("procurement:lead_hand_over", args=[inquiry.pk]) not in lead
    BrochureFactory(service=scene.service)
    lead = page(client, scene.seller, "lead_detail", inquiry.pk).content.decode()
    assert reverse("procurement:lead_hand_over", args=[inquiry.pk]) in lead
    send(client, scene.seller, "lead_hand_over", inquiry.pk)
    thread = page(client, scene.colleague, "inquiry_detail", inquiry.pk).content.decode()
    assert inquiry.handovers.get().get_absolute_url() in thread


def test_second_brochure_request_goes_to_the_thread(client, scene, ask):
    inquiry = ask(kind=InquiryKind.BROCHURE)
    response = page(client, scene.colleague, "inquiry_create", status=302, service=scene.service.pk, kind="brochure")
    assert response.url == inquiry.get_absolute_url()


def test_missing_file_is_said_plainly(client, scene, ask):
    brochure = BrochureFactory(service=scene.service)
    inquiry = ask(kind=InquiryKind.BROCHURE)
    brochure.file.storage.delete(brochure.file.name)
    shown = page(client, scene.asker, "inquiry_brochure", inquiry.pk, 1, status=404)
    assert "ファイルを読み出せませんでした" in shown.content.decode()
    assert not BrochureDownload.objects.exists()


@pytest.mark.parametrize("kind", ["question", "demo"])
def test_question_and_demo_need_words(client, scene, kind):
    response = send(
        client, scene.asker, "inquiry_create", query=address(scene, kind), disclosure="band", client_token=uuid4()
    )
    assert response.status_code == 422
    assert {"subject", "body"} <= set(response.context["form"].errors)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", "\u200b\u200b"),
        ("body", "あ" * 4001),
        ("body", "前\0後"),
        ("subject", "\u3164"),
        ("subject", "件" * 101),
        ("disclosure", "everything"),
        ("client_token", "1"),
    ],
)
def test_bad_input_is_refused_beside_its_field(client, scene, field, value):
    data = {"subject": "件名", "body": "本文", "disclosure": "body", "client_token": uuid4()} | {field: value}
    response = send(client, scene.asker, "inquiry_create", query=address(scene, "question"), **data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("level", "text", "is_refused"),
    [
        ("band", f"{BODY[:2]} {BODY[2:]}です", True),
        ("band", f"連絡は tsurukame@{DOMAIN.upper()} へ", True),
        ("band", f"{PERSON[:2]}\u3000{PERSON[2:]}より", True),
        ("body", f"{BODY}です", False),
        ("body", f"担当は{PERSON}です", True),
        ("person", f"{BODY}の{PERSON}です", False),
    ],
)
def test_names_that_are_kept_back_are_refused_in_the_text(client, scene, level, text, is_refused):
    data = {"subject": "件名", "body": text, "disclosure": level, "client_token": uuid4()}
    response = send(client, scene.asker, "inquiry_create", query=address(scene, "question"), **data)
    assert (response.status_code == 422) == is_refused
    if is_refused:
        assert "事業者に伝えない設定の言葉" in str(response.context["form"].errors["body"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?service=x&kind=question",
        "?service=1&kind=award",
        f"?service={'9' * 5000}&kind=demo",
        "?service=0&kind=demo",
    ],
)
def test_unknown_targets_are_not_found(client, scene, query):
    client.force_login(scene.asker)
    assert client.get(reverse("procurement:inquiry_create") + query).status_code == 404


def test_limit_keeps_what_was_typed(client, scene, ask):
    first = ask()
    fields = {field.attname: getattr(first, field.attname) for field in Inquiry._meta.concrete_fields}
    Inquiry.objects.bulk_create(Inquiry(**(fields | {"id": None, "client_token": uuid4()})) for _ in range(19))
    data = {"subject": "二十一件目", "body": "本文", "disclosure": "body", "client_token": uuid4()}
    response = send(client, scene.asker, "inquiry_create", query=address(scene, "question"), **data)
    assert response.status_code == 422
    assert "20件まで" in response.content.decode()
    assert "二十一件目" in response.content.decode()


# --- Going on -------------------------------------------------------------------------------------------------------


def test_the_thread_from_both_sides(client, scene, ask):
    inquiry = ask()
    send(client, scene.seller, "lead_answer", inquiry.pk, body="国内です。\r\n二重化しています。", client_token=uuid4())
    thread = page(client, scene.colleague, "inquiry_detail", inquiry.pk).content.decode()
    assert "答申システム株式会社 売子 一郎" in thread
    assert f"{BODY} {PERSON}" in thread
    assert "国内です。<br>二重化しています。" in thread
    send(
        client, scene.colleague, "inquiry_reply", inquiry.pk, body="<b>太字</b>", client_token=uuid4(), shown_as="band"
    )
    lead = page(client, scene.partner, "lead_detail", inquiry.pk).content.decode()
    assert "&lt;b&gt;太字&lt;/b&gt;" in lead
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.WAITING
    send(client, scene.partner, "lead_mark_answered", inquiry.pk)
    send(client, scene.asker, "inquiry_close", inquiry.pk)
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.CLOSED
    assert 'id="reply"' not in page(client, scene.asker, "inquiry_detail", inquiry.pk).content.decode()
    assert 'id="answer"' not in page(client, scene.seller, "lead_detail", inquiry.pk).content.decode()
    send(client, scene.colleague, "inquiry_reopen", inquiry.pk)
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.WAITING


def test_writing_into_a_thread_that_was_closed_meanwhile_keeps_the_text(client, scene, ask):
    inquiry = ask()
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=timezone.now())
    for user, name in ((scene.asker, "inquiry_reply"), (scene.seller, "lead_answer")):
        response = send(client, user, name, inquiry.pk, body="遅れた文", client_token=uuid4(), shown_as="band")
        assert response.status_code == 422
        assert "終了しています" in response.content.decode()
        assert "遅れた文" in response.content.decode()
    assert send(client, scene.asker, "inquiry_close", inquiry.pk).status_code == 409


def test_reply_of_a_colleague_keeps_names_back(client, scene, ask):
    inquiry = ask()
    text = {"body": f"{BODY}です", "client_token": uuid4(), "shown_as": "band"}
    response = send(client, scene.colleague, "inquiry_reply", inquiry.pk, **text)
    assert response.status_code == 422
    assert InquiryMessage.objects.count() == 1


def test_reveal(client, scene, ask):
    inquiry = ask()
    shown = page(client, scene.asker, "inquiry_reveal", inquiry.pk).content.decode()
    assert f"埼玉県{BODY} {PERSON}" in shown
    assert send(client, scene.asker, "inquiry_reveal", inquiry.pk, disclosure="band").status_code == 422
    assert send(client, scene.asker, "inquiry_reveal", inquiry.pk, disclosure="person").status_code == 302
    assert f"埼玉県{BODY} {PERSON}" in page(client, scene.seller, "lead_detail", inquiry.pk).content.decode()
    assert (
        "これ以上広げられる範囲はありません" in page(client, scene.asker, "inquiry_reveal", inquiry.pk).content.decode()
    )


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_lists_show_the_own_ones_and_filter(client, scene, ask):
    ask(subject="一件目")
    other = ask(subject="二件目", kind=InquiryKind.DEMO)
    actions.close_inquiry(inquiry=other, actor=scene.asker, now=timezone.now())
    InquiryFactory(subject="よその件")
    for user, name in ((scene.colleague, "inquiry_list"), (scene.partner, "lead_list")):
        everything = page(client, user, name).content.decode()
        assert "一件目" in everything
        assert "二件目" in everything
        assert "よその件" not in everything
    client.force_login(scene.colleague)
    closed = client.get(reverse("procurement:inquiry_list"), {"status": "closed"}).content.decode()
    assert ("二件目" in closed, "一件目" in closed) == (True, False)
    client.force_login(scene.partner)
    unanswered = client.get(reverse("procurement:lead_list"), {"status": "open"}).content.decode()
    assert ("一件目" in unanswered, "二件目" in unanswered) == (True, False)


@pytest.mark.parametrize("name", ["inquiry_list", "lead_list"])
def test_bad_filters_never_widen(client, scene, ask, name):
    ask(subject="隠れる件")
    user = scene.asker if name == "inquiry_list" else scene.seller
    client.force_login(user)
    for query in ({"status": "x"}, {"status": "\0"}, {"status": "9" * 5000}):
        shown = client.get(reverse(f"procurement:{name}"), query).content.decode()
        assert "隠れる件" not in shown
        assert "絞り込みの条件が正しくありません" in shown
    for number in ("-1", "0", "9" * 5000, "x", "\0"):
        shown = client.get(reverse(f"procurement:{name}"), {"page": number}).content.decode()
        assert "隠れる件" in shown


@pytest.mark.parametrize("name", ["inquiry_list", "lead_list"])
def test_empty_lists_say_what_to_do(client, scene, name):
    user = scene.asker if name == "inquiry_list" else scene.seller
    assert "まだ問い合わせがありません" in page(client, user, name).content.decode()


# --- Strangers ------------------------------------------------------------------------------------------------------

STAFF_PAGES = ("inquiry_detail", "inquiry_reply", "inquiry_close", "inquiry_reopen", "inquiry_reveal")
VENDOR_PAGES = ("lead_detail", "lead_answer", "lead_mark_answered", "lead_hand_over")


def everything_of(scene, ask):
    BrochureFactory(service=scene.service)
    inquiry = ask(kind=InquiryKind.BROCHURE)
    staff = [reverse(f"procurement:{name}", args=[inquiry.pk]) for name in STAFF_PAGES]
    staff.append(inquiry.handovers.get().get_absolute_url())
    vendor = [reverse(f"procurement:{name}", args=[inquiry.pk]) for name in VENDOR_PAGES]
    return inquiry, staff, vendor


def snapshot():
    return (
        list(Inquiry.objects.values()),
        InquiryMessage.objects.count(),
        BrochureDownload.objects.count(),
    )


def test_strangers_find_nothing_and_change_nothing(client, scene, ask):
    inquiry, staff, vendor = everything_of(scene, ask)
    before = snapshot()
    data = {"body": "侵入", "client_token": uuid4(), "disclosure": "person"}
    outsiders = (scene.stranger, scene.member, scene.rival)
    for user, addresses in [
        *((outsider, staff + vendor) for outsider in outsiders),
        (scene.asker, vendor),
        (scene.seller, staff),
    ]:
        client.force_login(user)
        for each in addresses:
            assert {client.get(each).status_code, client.post(each, data).status_code} <= {404, 405}, (user, each)
            missing = each.replace(f"/{inquiry.pk}/", "/99999999/")
            assert client.get(each).status_code == client.get(missing).status_code
    assert snapshot() == before


def test_visitors_learn_nothing_from_the_log_in_redirect(client, scene, ask):
    inquiry, staff, vendor = everything_of(scene, ask)
    before = snapshot()
    for each in staff + vendor:
        missing = each.replace(f"/{inquiry.pk}/", "/99999999/")
        for method in (client.get, client.post):
            assert method(each).status_code == method(missing).status_code == 302
    assert snapshot() == before


@pytest.mark.parametrize("number", ["9" * 5000, str(2**63), str(2**31), "0"])
def test_ids_beyond_reason_are_not_found(client, scene, number):
    client.force_login(scene.asker)
    for each in (f"/inquiries/{number}/", f"/inquiries/{number}/brochures/{number}/"):
        assert client.get(each).status_code == 404
    client.force_login(scene.seller)
    assert client.get(f"/desk/leads/{number}/").status_code == 404


def test_the_areas_explain_themselves_to_others(client, scene):
    for user in (scene.member, scene.seller, scene.rival):
        for query in ({}, {"service": scene.service.pk, "kind": "question"}):
            name = "inquiry_create" if query else "inquiry_list"
            assert "自治体職員の方" in page(client, user, name, status=403, **query).content.decode()
    for user in (scene.member, scene.asker):
        assert "事業者として登録" in page(client, user, "lead_list", status=403).content.decode()


def test_a_lapsed_person_is_a_stranger_at_the_next_request(client, scene, ask):
    inquiry = ask()
    page(client, scene.asker, "inquiry_detail", inquiry.pk)
    MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
    page(client, scene.asker, "inquiry_detail", inquiry.pk, status=404)
    page(client, scene.seller, "lead_detail", inquiry.pk)
    VendorMembership.objects.filter(user=scene.seller).update(ended_at=timezone.now())
    page(client, scene.seller, "lead_detail", inquiry.pk, status=404)


# --- Cost -----------------------------------------------------------------------------------------------------------


def queries(client, user, name, *args):
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"procurement:{name}", args=args)).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["inquiry_list", "lead_list"])
def test_lists_ask_the_same_number_of_queries(client, scene, ask, name):
    user = scene.colleague if name == "inquiry_list" else scene.seller
    ask(disclosure=Disclosure.PERSON)
    one = queries(client, user, name)
    ask(disclosure=Disclosure.PERSON, actor=scene.colleague)
    ask(disclosure=Disclosure.BODY)
    assert queries(client, user, name) == one <= 8


@pytest.mark.parametrize("name", ["inquiry_detail", "lead_detail"])
def test_threads_ask_the_same_number_of_queries(client, scene, ask, name):
    user = scene.colleague if name == "inquiry_detail" else scene.seller
    inquiry = ask(kind=InquiryKind.BROCHURE, disclosure=Disclosure.PERSON)
    BrochureHandoverFactory(inquiry=inquiry)
    one = queries(client, user, name, inquiry.pk)
    for number, author in ((2, scene.colleague), (3, scene.asker)):
        BrochureHandoverFactory(inquiry=inquiry, number=number)
        InquiryMessageFactory(inquiry=inquiry, author=author, names_author=True)
    assert queries(client, user, name, inquiry.pk) == one <= 8
