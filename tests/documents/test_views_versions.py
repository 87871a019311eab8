"""The files of a document on its pages: versions, texts, downloads."""

from __future__ import annotations

import contextlib
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import actions
from documents.enums import DraftedBy, ParseStatus
from documents.extraction.blocks import Collector, Full
from documents.models import DocumentDownload
from documents.years import fiscal_year
from tests.documents.makers import upload
from tests.documents.pages import page, send, shared
from tests.factories import (
    DocumentVersionFactory,
    SharedDocumentFactory,
)

pytestmark = pytest.mark.django_db


def test_others_see_a_further_version_when_it_is_published_too(client, scene):
    document = shared(scene)
    data = {"file": upload("二.md", "# 第2版".encode()), "client_token": str(uuid4()), "note": "直しました"}
    assert send(client, scene.owner, "version_create", document.pk, **data).status_code == 302
    page(client, scene.other, "version_detail", document.pk, 2, status=404)
    page(client, scene.other, "version_download", document.pk, 2, status=404)
    assert "二.md" not in page(client, scene.other, "document_detail", document.pk).content.decode()
    own = page(client, scene.colleague, "document_detail", document.pk).content.decode()
    for text in ("二.md", "未公開の版", "新しい版を公開する"):
        assert text in own
    sent = {"declares_redaction": "on", "newest": 2, "by_hand": "2"}
    assert send(client, scene.colleague, "document_publish", document.pk, **sent).status_code == 302
    old = page(client, scene.other, "version_detail", document.pk, 1).content.decode()
    assert "最新は第2版です" in old
    again = data | {"file": upload("二.md", "# 第2版".encode()), "client_token": str(uuid4())}
    same = send(client, scene.owner, "version_create", document.pk, **again)
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
        '<h3 id="place-3">1段</h3>',
        '<h6 id="place-8">6段</h6>',
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
