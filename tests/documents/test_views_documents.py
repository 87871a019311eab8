"""Registering, editing, withdrawing: the owner's side of a document."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reports import report_object
from documents import actions
from documents.enums import DocumentKind, DocumentStatus
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from tests.documents.makers import upload
from tests.documents.pages import filled, page, send, shared
from tests.factories import (
    MembershipFactory,
    PublishedServiceFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


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
    assert refused.status_code == 422
    declared = {"declares_redaction": "on", "newest": 1}
    by_eye = send(client, scene.owner, "document_publish", document.pk, **declared)
    assert "本文をまだ読み取っていないため" in by_eye.content.decode()
    assert by_eye.status_code == 422
    declared["by_hand"] = "1"
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
        ({"file": upload("a.svg", b"<svg/>")}, "file", "この種類のファイルは扱えません"),
        ({"title": "\u200b"}, "title", "入力してください。"),
        ({"kind": "novel"}, "kind", "選択"),
        ({"fiscal_year": "1066"}, "fiscal_year", "選択"),
        ({"services": "ほげ"}, "services", "読み取れません"),
        ({"services": "https://evil.example/x/5/"}, "services", "読み取れません"),
        ({"services": "/services/999999/"}, "services", "見つかりません"),
        ({"services": "\n".join(str(n) for n in range(21))}, "services", "20件まで"),
        ({"client_token": "x"}, "client_token", ""),
    ],
    ids=["doc", "empty", "svg", "title", "kind", "year", "line", "address", "missing", "many", "token"],
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
