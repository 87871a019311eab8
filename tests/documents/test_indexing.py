"""What of a shared document can be found, by whom, and when."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reports import report_object
from catalog.models import Category, Service
from catalog.search.engine import Scope, search
from catalog.search.rows import CHARACTERS_AT_ONCE
from catalog.search.synonym_table import read_synonyms
from documents import actions, jobs
from documents.enums import DocumentKind
from documents.extraction import Reading
from documents.indexing import DOCUMENTS
from documents.models import DocumentSearch, DocumentVersion, SharedDocument
from tests.factories import DocumentVersionFactory, PublishedServiceFactory, SharedDocumentFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture(autouse=True)
def synonyms_read(db):
    read_synonyms("default")


def found(text, user):
    result = search(text, Scope(DocumentSearch, SharedDocument.objects.searchable_by(user)))
    return [SharedDocument.objects.get(pk=hit.pk).title for hit in result.hits]


def shared(title="文書", text="本文です。", **facts):
    document = SharedDocumentFactory(title=title, **facts)
    DocumentVersionFactory(document=document, text=text)
    DOCUMENTS.reindex([document.pk])
    return document


def test_title_kind_category_listings_owner_and_text(scene):
    category = Category.objects.create(axis="work", code="kenshin", slug="kenshin", name="検針業務", position=1)
    service = PublishedServiceFactory(name="決裁さくら")
    document = shared("契約の雛形", "墓地の区画を管理する。", kind=DocumentKind.RFP)
    document.categories.add(category)
    document.services.add(service)
    DOCUMENTS.reindex([document.pk])
    for text in ("雛形", "RFP", "検針", "決裁さくら", document.municipality.name, "墓地", "ぼち 区画"):
        assert found(text, scene.other) == [document.title], text
    assert found("まどぐち", scene.other) == []


def test_what_was_registered_is_found_at_once_and_its_text_when_it_is_read(scene, register):
    document = register()
    assert found("議事録", scene.colleague) == [document.title]
    version = document.versions.get()
    reading = Reading(text="墓地の区画を管理する。", portions=[[]])
    actions.save_reading(version_id=version.pk, reading=reading, now=NOW())
    assert found("墓地", scene.colleague) == [document.title]


def test_a_newer_version_replaces_the_text(scene):
    document = shared(text="墓地の区画")
    DocumentVersionFactory(document=document, number=2, text="検針の台帳")
    DOCUMENTS.reindex([document.pk])
    assert found("墓地", scene.other) == []
    assert found("検針", scene.other) == [document.title]


def test_only_readers_find_anything(scene, register):
    prepared = register()
    public = shared("検針の仕様書")
    assert found("議事録", scene.colleague) == [prepared.title]
    assert found("議事録", scene.other) == []
    report_object(target=public, reason="確かめてください", actor=scene.other, now=NOW())
    for stranger in (scene.vendor, scene.advisor, scene.member, scene.operator, AnonymousUser()):
        assert found("検針", stranger) == []
        assert found("議事録", stranger) == []


def test_edited_facts_replace_the_old_ones(scene, register, facts):
    document = register()
    actions.edit_document(
        document=document, facts=facts(title="検針の仕様書"), revision=1, actor=scene.owner, now=NOW()
    )
    assert found("検針", scene.owner) == ["検針の仕様書"]
    assert found("議事録", scene.owner) == []


def test_a_renamed_listing_and_a_renamed_category():
    category = Category.objects.create(axis="work", code="a", slug="a", name="道路", position=1)
    document = shared()
    document.categories.add(category)
    service = PublishedServiceFactory(name="決裁さくら")
    document.services.add(service)
    DOCUMENTS.reindex([document.pk])
    Service.objects.filter(pk=service.pk).update(name="検針さくら")
    assert list(DOCUMENTS.stale_ids()) == [document.pk]
    jobs.reindex_stale_document_rows()
    assert list(DOCUMENTS.stale_ids()) == []
    Category.objects.filter(pk=category.pk).update(name="墓地")
    assert list(DOCUMENTS.stale_ids()) == [document.pk]


def test_a_long_text_is_left_to_a_job_and_found_to_its_end(scene):
    document = shared(municipality=scene.body)
    text = "決裁の規程を定める。" * (CHARACTERS_AT_ONCE // 5) + "墓地の区画"
    version = DocumentVersion.objects.get()
    DocumentVersion.objects.filter(pk=version.pk).update(parse_status="pending", parsed_at=None, text="")
    actions.save_reading(version_id=version.pk, reading=Reading(text=text, portions=[]), now=NOW())
    assert found("墓地", scene.owner) == []
    jobs.reindex_stale_documents()
    assert found("墓地の区画", scene.owner) == [document.title]


def test_the_shelf_is_searched_by_words_within_its_filters(client, scene, django_assert_max_num_queries):
    shared("検針の仕様書", "別の本文", kind=DocumentKind.SPECIFICATION)
    shared("契約書", "はじめに。" * 100 + "検針は<毎月>行う。" + "おわりに。" * 400, kind=DocumentKind.CONTRACT)
    client.force_login(scene.other)
    shelf = reverse("documents:document_list")
    with django_assert_max_num_queries(8):
        response = client.get(shelf, {"q": "検針"})
    assert [document.title for document in response.context["page"]] == ["検針の仕様書", "契約書"]
    text = response.content.decode()
    assert "<mark>検針</mark>は&lt;毎月&gt;行う。" in text
    assert "第1版（Markdown）" in text
    response = client.get(shelf, {"q": "検針", "kind": "contract"})
    assert [document.title for document in response.context["page"]] == ["契約書"]
    assert "条件に合う文書がありません" in client.get(shelf, {"q": "存在しない言葉"}).content.decode()
    client.force_login(scene.vendor)
    response = client.get(shelf, {"q": "検針"})
    assert response.status_code == 403
    assert "仕様書</a>" not in response.content.decode()


def test_the_command_writes_everything_anew(capsys):
    document = SharedDocumentFactory()
    call_command("reindex_documents")
    assert "1件" in capsys.readouterr().out
    assert DocumentSearch.objects.get().pk == document.pk
