"""The shelf: filters, order, queries."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import actions
from documents.enums import DocumentKind, DocumentStatus, DraftedBy
from documents.extraction import Reading
from documents.extraction.blocks import plain_text
from documents.indexing import DOCUMENTS
from documents.models import DocumentVersion
from tests.documents.pages import page, shared, titles
from tests.factories import (
    CategoryFactory,
    DocumentVersionFactory,
    MembershipFactory,
    PublishedServiceFactory,
    SharedDocumentFactory,
)

pytestmark = pytest.mark.django_db


def test_filters_tabs_and_order(client, scene):
    category = CategoryFactory(code="X08", name="議事録")
    spec = shared(scene, title="仕様", procurement_method="proposal", fiscal_year=2024, amount_band="1m_5m")
    spec.categories.add(category)
    rfi = shared(
        scene,
        title="情報提供",
        reuse_terms="free",
        kind=DocumentKind.RFI,
        drafted_by=DraftedBy.VENDOR,
        fiscal_year=2026,
    )
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
        ({"body": far.municipality_id}, {far.title}),
        ({"kind": ["rfi", "specification"], "year": "2026"}, {rfi.title}),
        ({"format": "md"}, {spec.title, rfi.title, far.title}),
        ({"format": "pdf"}, set()),
        ({"method": "proposal"}, {spec.title}),
        ({"terms": "free"}, {rfi.title}),
        ({"own": "1"}, {spec.title, rfi.title, "下書き"}),
    ]:
        assert set(titles(page(client, scene.owner, "document_list", **query))) == expected, query
    assert titles(page(client, scene.owner, "document_list", sort="year"))[:2] == [rfi.title, spec.title]
    assert titles(page(client, scene.owner, "document_list", sort="title")) == sorted(
        [spec.title, rfi.title, far.title]
    )
    assert titles(page(client, scene.other, "document_list", own="1")) == []


@pytest.mark.parametrize(
    "name", ["kind", "category", "year", "drafted_by", "amount", "prefecture", "body", "format", "method", "terms"]
)
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


def test_the_shelf_costs_the_same_under_filters(client, scene):
    category = CategoryFactory(code="X09")
    shared(scene).categories.add(category)
    client.force_login(scene.owner)
    shelf = reverse("documents:document_list")
    for query in ("category=X09", f"body={scene.body.pk}", f"category=X09&body={scene.body.pk}"):
        address = f"{shelf}?{query}"
        assert category.name in client.get(address).content.decode()
        assert count_queries(client, address) <= 8, query


def ticks(response, param) -> dict[str, int]:
    group = next(group for group in response.context["shelf"].panel if group.param == param)
    return {tick.value: tick.count for tick in group.ticks if tick.count or tick.is_chosen}


def test_the_counts_respect_the_other_filters_and_the_words(client, scene):
    category = CategoryFactory(code="X09", name="議事録")
    for year, kind in ((2024, "rfi"), (2024, "specification"), (2025, "specification")):
        shared(scene, title=f"{year}の文書", fiscal_year=year, kind=kind).categories.add(category)
    shared(scene, title="墓地の文書", fiscal_year=2024, kind="contract", drafted_by=DraftedBy.VENDOR)
    DOCUMENTS.reindex_stale()
    everything = page(client, scene.other, "document_list")
    assert ticks(everything, "kind") == {"specification": 2, "contract": 1, "rfi": 1}
    assert ticks(everything, "category") == {"X09": 3}
    assert ticks(everything, "body") == {scene.body.pk: 4}
    narrowed = page(client, scene.other, "document_list", kind="specification", year="2024")
    assert ticks(narrowed, "kind") == {"specification": 1, "contract": 1, "rfi": 1}
    assert ticks(narrowed, "year") == {"2024": 1, "2025": 1}
    assert ticks(narrowed, "drafted_by") == {"municipality": 1}
    worded = page(client, scene.other, "document_list", q="墓地")
    assert (ticks(worded, "kind"), titles(worded)) == ({"contract": 1}, ["墓地の文書"])


def test_each_condition_can_be_taken_off(client, scene):
    shared(scene, fiscal_year=2024)
    query = {"kind": ["specification", "rfi"], "body": scene.body.pk, "q": "議事録", "page": "1"}
    response = page(client, scene.other, "document_list", **query)
    chips = {chip.text: chip.href for chip in response.context["shelf"].chips}
    assert set(chips) == {"仕様書", "RFI（情報提供依頼書）", scene.body.full_name}
    assert "kind=rfi" not in chips["RFI（情報提供依頼書）"]
    for kept in ("kind=specification", "q=", f"body={scene.body.pk}"):
        assert kept in chips["RFI（情報提供依頼書）"]
    assert "page" not in chips["仕様書"]
    nothing = page(client, scene.other, "document_list", kind="contract", q="議事録")
    assert "左の条件を1つずつ外す" in nothing.content.decode()


def test_words_in_another_order(client, scene):
    for year in (2022, 2026):
        shared(scene, title=f"議事録の文書{year}", fiscal_year=year)
    DOCUMENTS.reindex_stale()
    by_year = page(client, scene.other, "document_list", q="議事録", sort="year")
    assert titles(by_year) == ["議事録の文書2026", "議事録の文書2022"]


def test_a_hit_says_where_the_words_stand_and_leads_there(client, scene):
    document = shared(scene)
    portions = [
        [{"kind": "page", "number": 1}, {"kind": "paragraph", "text": "はじめに。" * 100}],
        [{"kind": "page", "number": 2}, {"kind": "paragraph", "text": "墓地の区画を管理する。"}],
    ]
    reading = Reading(portions=portions, text=plain_text(portions))
    version = document.versions.get()
    DocumentVersion.objects.filter(pk=version.pk).update(parse_status="pending", parsed_at=None)
    actions.save_reading(version_id=version.pk, reading=reading, now=timezone.now())
    shown = page(client, scene.other, "document_list", q="区画").content.decode()
    assert "<mark>区画</mark>" in shown
    address = f"{version.get_absolute_url()}?page=2#place-1"
    assert f'href="{address}">2ページを読む</a>' in shown
    everywhere = client.get(reverse("search"), {"q": "区画"}).content.decode()
    assert f'href="{address}">2ページを読む</a>' in everywhere
    preview = page(client, scene.other, "version_detail", document.pk, 1, page=2).content.decode()
    assert 'id="place-1">2ページ' in preview
    assert f'<a href="{version.get_absolute_url()}?page=1#place-1">1ページ</a>' in preview
