"""Several files at once, and their facts one after the other."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import actions
from documents.actions import versions
from documents.enums import DocumentKind
from documents.files.many import MAX_FILES
from documents.models import DocumentVersion, SharedDocument
from tests.documents.makers import docx, upload
from tests.documents.pages import STRANGERS, page, send
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def three():
    return [
        upload("業務委託契約書.md", "# 契約".encode()),
        upload("古い仕様書.doc", b"\xd0\xcf\x11\xe0"),
        upload("保守の仕様書.docx", docx("本文")),
    ]


def test_one_bad_file_does_not_lose_the_others(client, scene):
    limits = page(client, scene.owner, "document_upload").content.decode()
    assert "一度に20件まで、1件20MBまで、合計100MBまで" in limits
    response = send(client, scene.owner, "document_upload", file=three(), client_token=str(uuid4()))
    text = response.content.decode()
    assert response.status_code == 200
    assert "2件を登録しました。1件は登録できませんでした。" in text
    assert "古い形式のWord文書（.doc）は扱えません" in text
    made = list(SharedDocument.objects.order_by("pk").values_list("title", "kind", "facts_completed_at"))
    assert made == [("業務委託契約書", DocumentKind.CONTRACT, None), ("保守の仕様書", DocumentKind.SPECIFICATION, None)]


def test_the_form_sent_twice_makes_each_once(client, scene):
    token = str(uuid4())
    for _ in range(2):
        assert send(client, scene.owner, "document_upload", file=three(), client_token=token).status_code == 200
    assert (SharedDocument.objects.count(), DocumentVersion.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (list, "ファイルを選んでください。"),
        (lambda: [upload(f"{n}.md", b"x") for n in range(MAX_FILES + 1)], "20件まで"),
        (lambda: [upload("a.exe", b"MZ"), upload("空.docx", b"")], "どのファイルも登録できませんでした"),
    ],
    ids=["none", "many", "all bad"],
)
def test_refusals(client, scene, files, message):
    response = send(client, scene.owner, "document_upload", file=files(), client_token=str(uuid4()))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not SharedDocument.objects.exists()


def test_the_total_is_limited(client, scene, monkeypatch):
    monkeypatch.setattr("documents.files.many.MAX_TOTAL", 10)
    response = send(client, scene.owner, "document_upload", file=three(), client_token=str(uuid4()))
    assert (response.status_code, SharedDocument.objects.count()) == (422, 0)


def test_what_is_too_much_for_a_day_is_said_beside_its_file(client, scene, monkeypatch):
    monkeypatch.setattr(versions, "VERSIONS_A_DAY", 1)
    response = send(client, scene.owner, "document_upload", file=three(), client_token=str(uuid4()))
    assert "1日に登録できるファイルは1件まで" in response.content.decode()
    assert SharedDocument.objects.count() == 1


def test_facts_one_after_the_other(client, scene):
    send(client, scene.owner, "document_upload", file=three(), client_token=str(uuid4()))
    first, second = SharedDocument.objects.order_by("pk")
    start = page(client, scene.colleague, "document_finish", status=302)
    assert start.url == f"{reverse('documents:document_edit', args=[first.pk])}?finish=1"
    form = client.get(start.url)
    assert "説明を書いていない文書：2件" in form.content.decode()
    assert "checked" not in form.content.decode()  # nobody has said who drafted it, or what others may do with it
    skipped = page(client, scene.owner, "document_finish", status=302, after=first.pk)
    assert skipped.url.startswith(second.get_absolute_url())
    said = {"title": "契約書", "kind": "contract", "drafted_by": "vendor", "reuse_terms": "ask", "revision": 1}
    saved = client.post(start.url, said)
    assert saved.url == reverse("documents:document_finish")
    first.refresh_from_db()
    assert first.has_facts
    assert client.get(saved.url).url.startswith(second.get_absolute_url())
    client.post(f"{reverse('documents:document_edit', args=[second.pk])}?finish=1", said)
    done = page(client, scene.owner, "document_finish", status=302, after="x")
    assert done.url.endswith("?own=1&status=draft")


def test_without_facts_nothing_is_published(client, scene):
    send(client, scene.owner, "document_upload", file=three(), client_token=str(uuid4()))
    document = SharedDocument.objects.earliest("pk")
    for name in ("document_detail", "document_edit", "document_publish"):
        assert "説明がまだ書かれていません" in page(client, scene.owner, name, document.pk).content.decode()
    sent = {"declares_redaction": "on", "newest": 1, "by_hand": "1"}
    refused = send(client, scene.owner, "document_publish", document.pk, **sent)
    assert refused.status_code == 422
    assert "説明を書いてから公開してください" in refused.content.decode()
    assert "説明を書いていない共有文書" in client.get("/").content.decode()
    waiting = client.get(reverse("documents:document_list"), {"own": "1", "status": "draft", "waits": "facts"})
    assert len(waiting.context["page"]) == 2


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_register_nothing(client, scene, who):
    page(client, getattr(scene, who), "document_upload", status=403)
    page(client, getattr(scene, who), "document_finish", status=403)
    assert send(client, getattr(scene, who), "document_upload", file=three()).status_code == 403
    assert not SharedDocument.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_file_sent_many_times(scene, checked):
    token = uuid4()
    upload_once = [
        lambda: actions.register_file(upload=checked(), client_token=token, actor=scene.owner, now=timezone.now())
        for _ in range(20)
    ]
    won, refused = all_at_once(upload_once)
    assert (len({document.pk for document in won}), refused) == (1, [])


def test_a_full_disk_and_a_silent_scanner_are_nobodys_mistake(client, scene, settings, full_disk):
    large = [upload("一.md", "仕様".encode() * 20_000)]
    response = send(client, scene.owner, "document_upload", file=large, client_token=str(uuid4()))
    assert response.status_code == 507
    assert "空きが足りない" in response.content.decode()
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.ctl"
    response = send(client, scene.owner, "document_upload", file=three(), client_token=str(uuid4()))
    assert response.status_code == 503
    assert "ウイルスの検査ができない" in response.content.decode()
    assert not SharedDocument.objects.exists()
