"""The page that compares two versions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.enums import ParseStatus
from documents.models import DocumentVersion
from tests.factories import DocumentVersionFactory, SharedDocumentFactory

pytestmark = pytest.mark.django_db
TEXTS = ("第1条 目的\n第2条 録音を使う。", "第1条 目的\n第2条 音声を使う。", "第1条 目的\n第2条 音声を使う。\n附則")


@pytest.fixture
def document(scene):
    document = SharedDocumentFactory(municipality=scene.body)
    for number, text in enumerate(TEXTS, 1):
        DocumentVersionFactory(document=document, number=number, text=text)
    return document


def page_of(client, document, **query):
    return client.get(reverse("documents:document_diff", args=[document.pk]), query).content.decode()


def test_the_newest_with_the_one_before(client, scene, document):
    client.force_login(scene.other)
    page = page_of(client, document)
    assert "第2版から第3版まで" in page
    assert "追加された段落 <strong>1</strong>" in page
    assert "<ins>附則</ins>" in page
    assert "<del>" not in page.split('class="diff"')[1]


def test_any_two_by_word_or_by_sign(client, scene, document):
    client.force_login(scene.other)
    page = page_of(client, document, old="1", new="2")
    assert "<del>録音</del><ins>音声</ins>" in page
    assert 'value="sign" selected' in page_of(client, document, old="1", new="2", unit="sign")
    assert "文字に違いはありません" in page_of(client, document, old="2", new="2")


@pytest.mark.parametrize(
    "query", [{"old": "99"}, {"new": "x" * 5000}, {"unit": "\x00"}, {"page": "9" * 40}, {"old": "-1"}]
)
def test_what_cannot_be_read_is_repaired_and_said(client, scene, document, query):
    client.force_login(scene.other)
    answer = client.get(reverse("documents:document_diff", args=[document.pk]), query)
    assert answer.status_code == 200
    assert "ため、" in answer.content.decode()


def test_what_nobody_declared_is_compared_by_the_owner_alone(client, scene, document):
    DocumentVersion.objects.filter(document=document, number=3).update(
        redaction_declared_at=None, redaction_declared_by_key=None
    )
    client.force_login(scene.other)
    assert "附則" not in page_of(client, document, new="3")
    client.force_login(scene.colleague)
    assert "附則" in page_of(client, document, new="3")


def test_a_text_that_was_not_read_is_said_to_be_so(client, scene, document):
    DocumentVersion.objects.filter(document=document, number=3).update(
        parse_status=ParseStatus.FAILED, parse_reason="壊れています。", parsed_at=timezone.now()
    )
    client.force_login(scene.other)
    assert "壊れています。" in page_of(client, document)


def test_one_version_alone(client, scene):
    document = SharedDocumentFactory(municipality=scene.body)
    DocumentVersionFactory(document=document)
    client.force_login(scene.other)
    assert "比べられる版がありません" in page_of(client, document)


def test_three_hundred_pages_make_a_light_page(client, scene, document):
    long = "\n".join(f"第{n}条 {'この条文は長い。' * 18}{n}" for n in range(2000))
    DocumentVersion.objects.filter(document=document, number=2).update(text=long)
    DocumentVersion.objects.filter(document=document, number=3).update(text=long.replace("条文", "規定"))
    client.force_login(scene.other)
    with CaptureQueriesContext(connection) as queries:
        page = page_of(client, document)
    assert "変更された段落 <strong>2,000</strong>" in page
    assert len(page.encode()) < 80_000
    assert len(queries) <= 8
