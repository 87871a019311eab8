"""The shelf: filters, order, queries."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.enums import DocumentKind, DocumentStatus, DraftedBy
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
