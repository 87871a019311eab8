"""When a document counts as old depends on what it is."""

from __future__ import annotations

import datetime as dt

import pytest

from documents.enums import DocumentKind
from documents.models import DocumentVersion, SharedDocument
from documents.staleness import STALE_AFTER, age_of
from tests.documents.pages import page, shared
from tests.factories import DocumentVersionFactory

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "years"), [("specification", 3), ("contract", 3), ("rfi", 2), ("rfp", 2), ("guideline", 5)]
)
def test_each_kind_has_its_years(kind, years):
    version = DocumentVersion(uploaded_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    old = SharedDocument(kind=kind, fiscal_year=2026 - years)
    young = SharedDocument(kind=kind, fiscal_year=2027 - years)
    age = age_of(old, version, TODAY)
    assert age is not None
    assert (age.years, age.reason.endswith("。")) == (years, True)
    assert age_of(young, version, TODAY) is None


def test_every_kind_is_in_the_table():
    assert set(STALE_AFTER) == set(DocumentKind)


@pytest.mark.django_db
def test_the_pages_and_the_file_of_an_old_version_say_so(client, scene):
    document = shared(scene, kind="rfi", fiscal_year=2020)
    DocumentVersionFactory(document=document, number=2)
    for name, args in (("document_detail", ()), ("version_detail", (1,))):
        text = page(client, scene.other, name, document.pk, *args).content.decode()
        assert "年前の版です。事業者の製品と価格は、毎年変わります。" in text
    assert "旧版" in page(client, scene.other, "document_detail", document.pk).content.decode()
    file = page(client, scene.other, "version_download", document.pk, 1)
    assert "%E3%80%90%E6%97%A7%E7%89%88" in file["Content-Disposition"]
    b"".join(file.streaming_content)
    newest = page(client, scene.other, "version_download", document.pk, 2)
    assert "%E6%97%A7%E7%89%88" not in newest["Content-Disposition"]
    b"".join(newest.streaming_content)
