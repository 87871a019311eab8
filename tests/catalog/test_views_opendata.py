"""The catalogue as data."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import jsonschema
import pytest

from catalog.exports import CHUNK, CSV_COLUMNS, in_chunks
from catalog.models import Service
from catalog.open_records import FACTS, LICENCE_URL, columns, page_schema
from tests.factories import PublishedServiceFactory, ServiceFactory, VendorFactory, complete_answers


def rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_carries_facts_and_answers_of_what_fits(client, db):
    fits = PublishedServiceFactory(answers=complete_answers() | {"network": ["lgwan", "internet"]})
    PublishedServiceFactory(answers=complete_answers() | {"network": ["internet"]})
    ServiceFactory(name="まだ秘密")
    found = rows(client.get("/services.csv", {"network": "lgwan"}))
    assert [row["id"] for row in found] == [str(fits.pk)]
    assert found[0]["vendor"] == fits.vendor.name
    assert found[0]["spec.network"] == "lgwan;internet"


@pytest.mark.parametrize("name", ["=1+1", "+81", "-1", "@SUM(A1)", "＝1+1"])
def test_no_cell_is_a_formula(client, db, name):
    PublishedServiceFactory(name=name, vendor=VendorFactory(name=name))
    (row,) = rows(client.get("/services.csv"))
    assert row["name"] == row["vendor"] == f"'{name}"


def test_chunks_bring_every_listing_once(db, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("catalog.exports.CHUNK", 2)
    PublishedServiceFactory.create_batch(5)
    with django_assert_num_queries(4):
        assert len({service.pk for service, _ in in_chunks(Service.objects.published())}) == 5
    assert CHUNK == 500


def test_json_carries_the_canonical_answers_page_by_page(client, db):
    service = PublishedServiceFactory()
    body = client.get("/services.json", {"page": "7"}).json()
    assert body["count"] == body["pages"] == body["page"] == 1
    assert body["notes"] == ["7ページはないため、1ページを表示しています。"]
    assert body["services"][0]["answers"] == service.current.answers
    assert body["services"][0]["url"].endswith(service.get_absolute_url())


def test_atom_lists_the_newest(client, db):
    service = PublishedServiceFactory(name="<新着> & 記号")
    response = client.get("/services.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 (our own feed)
    titles = [entry.findtext("{*}title") for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")]
    assert titles == [service.name]


@pytest.mark.parametrize("path", ["/services.csv", "/services.json", "/services.atom"])
def test_a_filter_that_is_not_understood_is_refused(client, db, path):
    PublishedServiceFactory()
    response = client.get(path, {"network": "moon"})
    assert response.status_code == 400
    assert "読み取れませんでした" in response.json()["errors"][0]


def test_a_page_is_as_its_schema_says_and_leads_to_the_next(client, db, monkeypatch):
    monkeypatch.setattr("catalog.views.opendata.RECORDS", 1)
    PublishedServiceFactory.create_batch(2)
    schema = client.get("/services.schema.json").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    first = client.get("/services.json", {"sort": "name"}).json()
    check.validate(first)
    assert first["schema"].endswith("/services.schema.json")
    second = client.get(first["next"]).json()
    check.validate(second)
    assert second["page"] == 2
    assert second["next"] is None
    assert first["services"][0]["id"] != second["services"][0]["id"]
    with pytest.raises(jsonschema.ValidationError):
        check.validate(first | {"services": [first["services"][0] | {"secret": 1}]})


def test_every_column_is_explained(client, db):
    page = client.get("/open-data/").content.decode()
    assert [column.name for column in columns()] == list(CSV_COLUMNS)
    for name in CSV_COLUMNS:
        assert f"<code>{name}</code>" in page
    assert "CC BY 4.0" in page
    assert {fact.name for fact in FACTS} | {"plans", "answers"} == set(page_schema()["$defs"]["service"]["properties"])


@pytest.mark.parametrize("path", ["/services.csv", "/services.json", "/services.atom"])
def test_the_licence_goes_with_the_data(client, db, path):
    PublishedServiceFactory()
    assert LICENCE_URL in client.get(path)["Link"]
