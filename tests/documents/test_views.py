"""The pages: what staff see and do, and what everybody else gets."""

from __future__ import annotations

import contextlib
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.models import MunicipalMembership
from documents import actions
from documents.enums import DocumentKind, DocumentStatus, DraftedBy, ParseStatus
from documents.extraction.blocks import Collector, Full
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from documents.years import fiscal_year
from tests.documents.makers import docx, upload
from tests.factories import (
    CategoryFactory,
    DocumentVersionFactory,
    MembershipFactory,
    PublishedServiceFactory,
    ServiceFactory,
    SharedDocumentFactory,
)

pytestmark = pytest.mark.django_db
STRANGERS = ("vendor", "advisor", "member", "operator")


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"documents:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def send(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"documents:{name}", args=args), data)


def shared(scene, **changes):
    document = SharedDocumentFactory(**({"municipality": scene.body, "created_by": scene.owner} | changes))
    DocumentVersionFactory(document=document)
    return document


def filled(**changes):
    data = {
        "file": upload("仕様書.docx", docx("本文")),
        "title": "議事録作成支援サービス仕様書",
        "kind": "specification",
        "drafted_by": "municipality",
        "reuse_terms": "credit",
        "client_token": str(uuid4()),
    }
    return data | changes


# --- Registering and publishing -------------------------------------------------------------------------------------


def test_from_the_form_to_the_shelf_and_the_file(client, scene):
    service = PublishedServiceFactory(name="議事録たすけ（架空）")
    shown = page(client, scene.owner, "document_create", service=service.pk).content.decode()
    assert f"/services/{service.pk}/ 議事録たすけ（架空）" in shown
    response = send(
        client, scene.owner, "document_create", **filled(services=f"/services/{service.pk}/ 議事録", note="初版")
    )
    document = SharedDocument.objects.get()
    assert (response.status_code, response.url) == (302, document.get_absolute_url())
    own = client.get(response.url).content.decode()
    assert "まだ公開していません" in own
    page(client, scene.other, "document_detail", document.pk, status=404)
    refused = send(client, scene.owner, "document_publish", document.pk, newest=1)
    declared = {"declares_redaction": "on", "newest": 1}
    assert refused.status_code == 422
    assert "情報が残っていないことの確認が必要です" in refused.content.decode()
    assert send(client, scene.colleague, "document_publish", document.pk, **declared).status_code == 302
    seen = page(client, scene.other, "document_detail", document.pk).content.decode()
    assert "議事録たすけ（架空）" in seen
    assert "説明を直す" not in seen
    file = page(client, scene.other, "version_download", document.pk, 1)
    with document.versions.get().open_file() as kept:
        assert b"".join(file.streaming_content) == kept.read()
    assert file["Content-Type"].endswith("wordprocessingml.document")
    assert file["Content-Disposition"] == (
        "attachment; filename=\"document.docx\"; filename*=UTF-8''%E4%BB%95%E6%A7%98%E6%9B%B8.docx"
    )
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert file["Cache-Control"] == "private, no-store"
    assert DocumentDownload.objects.get().downloaded_by_key == scene.other.key


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"file": upload("a.doc", b"\xd0\xcf\x11\xe0")}, "file", "古い形式のWord文書"),
        ({"file": upload("a.docx", b"")}, "file", "ファイルが空です"),
        ({"file": upload("a.csv", b"a,b")}, "file", "この種類のファイルは扱えません"),
        ({"title": "\u200b"}, "title", "このフィールドは必須です"),
        ({"kind": "novel"}, "kind", "選択"),
        ({"fiscal_year": "1066"}, "fiscal_year", "選択"),
        ({"services": "ほげ"}, "services", "読み取れません"),
        ({"services": "https://evil.example/x/5/"}, "services", "読み取れません"),
        ({"services": "/services/999999/"}, "services", "見つかりません"),
        ({"services": "\n".join(str(n) for n in range(21))}, "services", "20件まで"),
        ({"client_token": "x"}, "client_token", ""),
    ],
    ids=["doc", "empty", "csv", "title", "kind", "year", "line", "address", "missing", "many", "token"],
)
def test_bad_input_stands_beside_its_field(client, scene, changes, field, message):
    response = send(client, scene.owner, "document_create", **filled(**changes))
    assert response.status_code == 422
    assert message in str(response.context["form"].errors[field])
    assert not SharedDocument.objects.exists()


def test_a_listing_nobody_sees_cannot_be_linked(client, scene):
    hidden = ServiceFactory()
    assert send(client, scene.owner, "document_create", **filled(services=str(hidden.pk))).status_code == 422


def test_the_form_sent_twice_makes_one(client, scene):
    token = str(uuid4())
    urls = {send(client, scene.owner, "document_create", **filled(client_token=token)).url for _ in range(2)}
    assert (len(urls), SharedDocument.objects.count(), DocumentVersion.objects.count()) == (1, 1, 1)


def test_a_full_disk_is_said_and_nothing_is_lost(client, scene, full_disk):
    large = upload("仕様書.md", "仕様".encode() * 20_000)
    response = send(client, scene.owner, "document_create", **filled(file=large, description="三年分の仕様"))
    assert response.status_code == 507
    text = response.content.decode()
    assert "空きが足りない" in text
    assert "三年分の仕様" in text
    assert "議事録作成支援サービス仕様書" in text
    assert not SharedDocument.objects.exists()
    assert [path for path in full_disk.rglob("*") if path.is_file()] == []
    small = upload("仕様書.md", "仕様".encode())
    assert send(client, scene.owner, "document_create", **filled(file=small)).status_code == 302


def test_without_the_configured_virus_scanner_nothing_is_taken_in(client, scene, settings):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.ctl"
    response = send(client, scene.owner, "document_create", **filled(description="三年分の仕様"))
    assert response.status_code == 503
    assert "ウイルスの検査ができない" in str(response.context["form"].errors["file"])
    assert "三年分の仕様" in response.content.decode()
    assert not SharedDocument.objects.exists()


# --- Versions -------------------------------------------------------------------------------------------------------


def test_a_further_version_of_a_published_document_needs_the_declaration(client, scene):
    document = shared(scene)
    data = {"file": upload("二.md", "# 第2版".encode()), "client_token": str(uuid4()), "note": "直しました"}
    refused = send(client, scene.owner, "version_create", document.pk, **data)
    assert refused.status_code == 422
    assert "公開中の文書です" in refused.content.decode()
    data["file"] = upload("二.md", "# 第2版".encode())
    assert send(client, scene.owner, "version_create", document.pk, declares_redaction="on", **data).status_code == 302
    old = page(client, scene.other, "version_detail", document.pk, 1).content.decode()
    assert "最新は第2版です" in old
    again = data | {"file": upload("二.md", "# 第2版".encode()), "client_token": str(uuid4())}
    same = send(client, scene.owner, "version_create", document.pk, declares_redaction="on", **again)
    assert "まったく同じ内容" in same.content.decode()
    assert same.status_code == 422


def test_long_texts_have_pages(client, scene):
    portions = [[{"kind": "paragraph", "text": f"第{n}画面の本文"}] for n in (1, 2, 3)]
    document = SharedDocumentFactory(municipality=scene.body)
    DocumentVersionFactory(document=document, portions=portions)
    opening = page(client, scene.other, "document_detail", document.pk).content.decode()
    assert "第1画面の本文" in opening
    assert "全3画面" in opening
    third = page(client, scene.other, "version_detail", document.pk, 1, page=3).content.decode()
    assert "第3画面の本文" in third
    assert "第1画面の本文" not in third
    assert (
        "3ページを表示しています"
        in page(client, scene.other, "version_detail", document.pk, 1, page=9).content.decode()
    )


def test_every_kind_of_block_is_shown_and_escaped(client, scene):
    evil = "<script>alert(1)</script>"
    portion = [
        {"kind": "page", "number": 7},
        {"kind": "sheet", "text": "配点"},
        *({"kind": "heading", "text": f"{level}段", "level": level} for level in range(1, 7)),
        {"kind": "row", "cells": ["項目", evil]},
        {"kind": "row", "cells": ["機能"]},
        {"kind": "paragraph", "text": evil},
        {"kind": "cut"},
    ]
    document = SharedDocumentFactory(municipality=scene.body)
    DocumentVersionFactory(document=document, portions=[portion])
    shown = page(client, scene.other, "document_detail", document.pk).content.decode()
    for text in (
        "7ページ",
        "シート「配点」",
        "<h3>1段</h3>",
        "<h6>6段</h6>",
        "<td>項目</td>",
        '<td colspan="2">機能</td>',
        "表示はここまで",
    ):
        assert text in shown
    assert evil not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ({"parse_status": ParseStatus.PENDING, "parsed_at": None}, "本文を読み取っています"),
        ({"parse_status": ParseStatus.FAILED, "parse_reason": "壊れています。"}, "壊れています。"),
    ],
)
def test_without_a_text_the_file_can_still_be_fetched(client, scene, state, text):
    document = SharedDocumentFactory(municipality=scene.body)
    DocumentVersionFactory(document=document, text="", portions=[], **state)
    for name, args in (("document_detail", ()), ("version_detail", (1,))):
        shown = page(client, scene.other, name, document.pk, *args).content.decode()
        assert text in shown
        assert reverse("documents:version_download", args=[document.pk, 1]) in shown


def test_a_lost_file_is_said_and_not_recorded(client, scene):
    document = shared(scene)
    version = document.versions.get()
    version.file.storage.delete(version.file.name)
    shown = page(client, scene.other, "version_download", document.pk, 1, status=404)
    assert "ファイルを読み出せませんでした" in shown.content.decode()
    assert not DocumentDownload.objects.exists()


def test_a_vendors_draft_is_marked_everywhere(client, scene):
    document = shared(scene, drafted_by=DraftedBy.VENDOR)
    for name, args in (
        ("document_list", ()),
        ("document_detail", (document.pk,)),
        ("version_detail", (document.pk, 1)),
    ):
        assert "事業者の案" in page(client, scene.other, name, *args).content.decode().split("<main")[1]
    for name in ("document_edit", "document_publish", "version_create"):
        assert "事業者の案です" in page(client, scene.owner, name, document.pk).content.decode()
    file = page(client, scene.other, "version_download", document.pk, 1)
    assert "%E3%80%90%E4%BA%8B%E6%A5%AD%E8%80%85%E3%81%AE%E6%A1%88%E3%80%91" in file["Content-Disposition"]
    b"".join(file.streaming_content)


def test_old_documents_are_marked(client, scene):
    old = shared(scene, fiscal_year=fiscal_year(timezone.localdate()) - 3)
    assert "3年前の版です" in page(client, scene.other, "document_detail", old.pk).content.decode()
    assert "年前の版です" not in page(client, scene.other, "document_detail", shared(scene).pk).content.decode()


# --- The owner's side -----------------------------------------------------------------------------------------------


def test_editing_and_a_lost_update(client, scene):
    document = shared(scene)
    shown = page(client, scene.owner, "document_edit", document.pk).content.decode()
    assert document.title in shown
    data = {
        "title": "同僚の題",
        "kind": "rfp",
        "drafted_by": "municipality",
        "revision": 1,
        "reuse_terms": "free",
        "fiscal_year": "2026",
    }
    assert send(client, scene.colleague, "document_edit", document.pk, **data).status_code == 302
    late = send(client, scene.owner, "document_edit", document.pk, **data | {"title": "私の題"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "同僚の題" in text
    assert "私の題" in text
    assert 'name="revision" value="2"' in text
    document.refresh_from_db()
    assert (document.title, document.kind, document.fiscal_year) == ("同僚の題", DocumentKind.RFP, 2026)
    assert send(client, scene.owner, "document_edit", document.pk, **data | {"revision": ""}).status_code == 422


def test_a_linked_listing_stays_linked_when_it_left_the_shelf(client, scene):
    document, hidden = shared(scene), ServiceFactory(name="掲載をやめたもの")
    document.services.add(hidden)
    data = {
        "title": "題",
        "kind": "rfp",
        "drafted_by": "vendor",
        "reuse_terms": "ask",
        "revision": 1,
        "services": f"/services/{hidden.pk}/ 名",
    }
    assert send(client, scene.owner, "document_edit", document.pk, **data).status_code == 302
    assert list(document.services.all()) == [hidden]
    assert "掲載をやめたもの" not in page(client, scene.other, "document_detail", document.pk).content.decode()


def test_withdrawing(client, scene):
    document = shared(scene)
    assert send(client, scene.other, "document_withdraw", document.pk).status_code == 403
    assert send(client, scene.colleague, "document_withdraw", document.pk).status_code == 302
    for name, args in (("document_detail", ()), ("version_detail", (1,)), ("version_download", (1,))):
        page(client, scene.other, name, document.pk, *args, status=404)
    assert "取り下げた文書です" in page(client, scene.owner, "document_detail", document.pk).content.decode()
    assert send(client, scene.owner, "document_withdraw", document.pk).status_code == 409


# --- Operators ------------------------------------------------------------------------------------------------------


def test_operators_act_on_what_was_reported(client, scene):
    document = shared(scene)
    for name in ("document_detail", "document_suspend"):
        page(client, scene.operator, name, document.pk, status=404)
    report_object(target=document, reason="氏名があります", actor=scene.other, now=timezone.now())
    assert "公開を停止する" in page(client, scene.operator, "document_detail", document.pk).content.decode()
    file = page(client, scene.operator, "version_download", document.pk, 1)
    b"".join(file.streaming_content)
    assert DocumentDownload.objects.get().municipality is None
    assert send(client, scene.operator, "document_suspend", document.pk, reason="").status_code == 422
    assert send(client, scene.operator, "document_suspend", document.pk, reason="氏名が残っています").status_code == 302
    page(client, scene.other, "document_detail", document.pk, status=404)
    assert "氏名が残っています" in page(client, scene.owner, "document_detail", document.pk).content.decode()
    assert send(client, scene.operator, "document_lift", document.pk).status_code == 302
    document.refresh_from_db()
    assert document.status == DocumentStatus.WITHDRAWN


def test_reporting_is_for_those_who_see_it(client, scene):
    document = shared(scene)
    address = reverse("accounts:report_new", args=["document", document.pk])
    for who, status in (("other", 200), ("vendor", 404), ("member", 404), ("advisor", 404)):
        client.force_login(getattr(scene, who))
        assert client.get(address).status_code == status, who


def test_the_owner_sees_which_bodies_fetched_it_and_never_who(client, scene):
    document = shared(scene)
    second = MembershipFactory(municipality__name="梅桜村", user__name="梅田 桜子").user
    for person in (scene.other, scene.other, second):
        actions.download_version(version=document.versions.get(), actor=person, now=timezone.now())
    shown = page(client, scene.colleague, "document_downloads", document.pk).content.decode()
    for text in ("松竹町", "梅桜村", "2回", "1回"):
        assert text in shown
    for secret in (second.name, second.email, str(second.key)):
        assert secret not in shown
    page(client, scene.other, "document_downloads", document.pk, status=403)
    page(client, scene.vendor, "document_downloads", document.pk, status=404)
    assert (
        "まだ取得されていません" in page(client, scene.owner, "document_downloads", shared(scene).pk).content.decode()
    )


# --- Everybody else -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_learn_what_the_area_is_and_nothing_more(client, scene, who):
    document = shared(scene)
    closed = page(client, getattr(scene, who), "document_list", status=403).content.decode()
    assert "自治体職員どうしの場所です" in closed
    assert document.title not in closed
    missing = client.get(reverse("documents:document_detail", args=[999_999])).content.decode()
    hidden = client.get(document.get_absolute_url()).content.decode()
    assert missing.split("<main")[1] == hidden.split("<main")[1]
    for number in (1, 2):
        page(client, getattr(scene, who), "version_download", document.pk, number, status=404)
    assert not DocumentDownload.objects.exists()


def test_a_lapsed_member_is_a_stranger_at_the_next_request(client, scene):
    document = shared(scene)
    page(client, scene.owner, "document_detail", document.pk)
    MunicipalMembership.objects.filter(user=scene.owner).update(expires_on="2020-05-31")
    page(client, scene.owner, "document_detail", document.pk, status=404)
    page(client, scene.owner, "version_download", document.pk, 1, status=404)
    page(client, scene.owner, "document_list", status=403)


def test_the_file_has_no_address_of_its_own(client, scene):
    version = shared(scene).versions.get()
    for address in (f"/media/{version.file.name}", f"/{version.file.name}"):
        assert client.get(address).status_code in {302, 404}


# --- The list -------------------------------------------------------------------------------------------------------


def titles(response) -> list[str]:
    return [document.title for document in response.context["page"]]


def test_filters_tabs_and_order(client, scene):
    category = CategoryFactory(code="X08", name="議事録")
    spec = shared(scene, title="仕様", fiscal_year=2024, amount_band="1m_5m")
    spec.categories.add(category)
    rfi = shared(scene, title="情報提供", kind=DocumentKind.RFI, drafted_by=DraftedBy.VENDOR, fiscal_year=2026)
    far = SharedDocumentFactory(
        title="札幌の文書", municipality__prefecture_code="01", municipality__prefecture="北海道"
    )
    DocumentVersionFactory(document=far)
    shared(scene, title="下書き", status=DocumentStatus.DRAFT)
    for query, expected in [
        ({}, {spec.title, rfi.title, far.title}),
        ({"kind": "rfi"}, {rfi.title}),
        ({"category": "X08"}, {spec.title}),
        ({"year": "2024"}, {spec.title}),
        ({"drafted_by": "vendor"}, {rfi.title}),
        ({"amount": "1m_5m"}, {spec.title}),
        ({"prefecture": "01"}, {far.title}),
        ({"own": "1"}, {spec.title, rfi.title, "下書き"}),
    ]:
        assert set(titles(page(client, scene.owner, "document_list", **query))) == expected, query
    assert titles(page(client, scene.owner, "document_list", sort="year"))[:2] == [rfi.title, spec.title]
    assert titles(page(client, scene.owner, "document_list", sort="title")) == sorted(
        [spec.title, rfi.title, far.title]
    )
    assert titles(page(client, scene.other, "document_list", own="1")) == []


@pytest.mark.parametrize("name", ["kind", "category", "year", "drafted_by", "amount", "prefecture"])
def test_a_filter_that_is_not_understood_shows_nothing(client, scene, name):
    shared(scene)
    response = page(client, scene.owner, "document_list", **{name: "x\x00y"})
    assert titles(response) == []
    assert "読み取れない条件" in response.content.decode()


def test_repairs_are_said(client, scene):
    shared(scene)
    assert "新しい版の順で表示" in page(client, scene.owner, "document_list", sort="x").content.decode()
    assert "1ページを表示しています" in page(client, scene.owner, "document_list", page=7).content.decode()


def count_queries(client, address) -> int:
    cache.clear()  # the session is read from the database, too
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_same_number_of_queries_whatever_the_number_of_rows(client, scene):
    document = shared(scene)
    document.services.add(PublishedServiceFactory())
    client.force_login(scene.owner)
    addresses = [
        reverse("documents:document_list"),
        document.get_absolute_url(),
        document.versions.get().get_absolute_url(),
    ]
    before = [count_queries(client, address) for address in addresses]
    for number in (2, 3):
        shared(scene).categories.add(CategoryFactory())
        MembershipFactory(municipality=scene.body)
        DocumentVersionFactory(document=document, number=number)
        document.services.add(PublishedServiceFactory())
    assert [count_queries(client, address) for address in addresses] == before
    assert max(before) <= 8, before


def test_versions_of_another_document_are_not_found(client, scene):
    one, two = shared(scene), shared(scene)
    DocumentVersionFactory(document=two, number=2)
    page(client, scene.other, "version_detail", one.pk, 2, status=404)
    page(client, scene.other, "version_download", one.pk, 2, status=404)


def test_a_suspended_document_takes_no_version(client, scene):
    document = shared(scene)
    actions.suspend_document(document=document, reason="理由", actor=scene.operator, now=timezone.now())
    data = {"file": upload("二.md", b"# 2"), "client_token": str(uuid4())}
    response = send(client, scene.owner, "version_create", document.pk, **data)
    assert response.status_code == 422
    assert "運営が公開を止めている" in response.content.decode()


# --- On a listing's page --------------------------------------------------------------------------------------------


def test_a_listing_names_its_documents_to_staff_alone(client, scene):
    service = PublishedServiceFactory()
    document, draft = shared(scene, title="共有した仕様書"), shared(scene, title="準備中", status=DocumentStatus.DRAFT)
    for each in (document, draft):
        each.services.add(service)
    shared(scene, title="ほかの文書")
    for who in ("other", "owner"):
        fragment = page(client, getattr(scene, who), "service_documents", service.pk).content.decode()
        assert "共有した仕様書" in fragment
        assert "準備中" not in fragment
        listing = client.get(service.get_absolute_url()).content.decode()
        for address in (f"/documents/?service={service.pk}", f"/documents/of-service/{service.pk}/"):
            assert address in listing
    assert (
        "まだ共有されていません"
        in page(client, scene.other, "service_documents", PublishedServiceFactory().pk).content.decode()
    )
    assert titles(page(client, scene.other, "document_list", service=service.pk)) == ["共有した仕様書"]
    assert titles(page(client, scene.other, "document_list", service="x")) == []
    for who in (*STRANGERS, None):
        client.logout()
        if who:
            client.force_login(getattr(scene, who))
        text = client.get(service.get_absolute_url()).content.decode()
        for secret in ("共有文書", "共有した仕様書", "/documents/"):
            assert secret not in text, who


def test_what_waits_is_the_own_bodys(client, scene):
    shared(scene, status=DocumentStatus.DRAFT)
    client.force_login(scene.colleague)
    assert "公開前の共有文書" in client.get("/").content.decode()
    assert len(titles(client.get(reverse("documents:document_list"), {"own": "1", "status": "draft"}))) == 1
    assert titles(client.get(reverse("documents:document_list"), {"own": "1", "status": "suspended"})) == []
    client.force_login(scene.other)
    assert "公開前の共有文書" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "rows",
    [[["x"] * 60] * 2_000, [[""] * 59 + ["x"]] * 2_000, [["あ" * 9_000] * 60] * 20, [["x"]] * 3_000 + [["x"] * 60]],
    ids=["small cells", "empty cells", "long cells", "one wide row"],
)
def test_no_page_of_a_text_is_heavy(client, scene, rows):
    collector = Collector()
    with contextlib.suppress(Full):
        for row in rows:
            collector.row(row)
    document = SharedDocumentFactory(municipality=scene.body)
    DocumentVersionFactory(document=document, portions=collector.portions)
    heaviest = max(len(str(portion)) for portion in collector.portions)
    number = next(n for n, portion in enumerate(collector.portions, 1) if len(str(portion)) == heaviest)
    assert len(page(client, scene.other, "document_detail", document.pk).content) < 60_000
    assert len(page(client, scene.other, "version_detail", document.pk, 1, page=number).content) < 60_000
