"""The upload on the desk, from the file to the drafts."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import ListingUpload, ServiceDraft
from tests.catalog.conftest import signed_in
from tests.factories import PublishedServiceFactory

LIST = "/desk/imports/"


@pytest.fixture
def desk_client(vendor_user):
    return signed_in(vendor_user)


def upload(client, text, name="掲載.csv"):
    content = text.encode() if isinstance(text, str) else text
    return client.post(LIST, {"file": SimpleUploadedFile(name, content, content_type="text/csv")})


def test_from_the_file_to_the_drafts(desk_client, vendor):
    service = PublishedServiceFactory(vendor=vendor, tagline="前のひとこと")
    page = upload(desk_client, f"id,name,tagline\n{service.pk},{service.current.name},後のひとこと\n,新規,はじめて\n")
    assert page.status_code == 302
    text = desk_client.get(page.url).content.decode()
    assert "前のひとこと" in text
    assert "後のひとこと" in text
    assert "掲載.csv" in text
    assert not ServiceDraft.objects.exists()
    mark = text.split('name="mark" value="')[1][:64]
    assert desk_client.post(f"{page.url}apply/", {"mark": mark}).url == page.url
    assert ServiceDraft.objects.count() == 2
    assert "まだ公開されていません" in desk_client.get(page.url).content.decode()
    assert desk_client.post(f"{page.url}discard/").status_code == 409


def test_bad_rows_are_shown_and_nothing_is_kept(desk_client):
    response = upload(desk_client, "id,spec.network\n999999,lgwan\n888888,moon\n")
    text = response.content.decode()
    assert response.status_code == 422
    assert "<strong>3行目</strong> 利用できる接続系 <code>spec.network</code>：" in text
    assert not ListingUpload.objects.exists()


def test_one_new_listing_in_two_rows_is_refused_though_only_one_names_the_vendor(desk_client, vendor):
    response = upload(desk_client, f"vendor_id,name\n,新規\n{vendor.pk},新規\n")
    assert response.status_code == 422
    assert "2行目と同じサービスの行です" in response.content.decode()
    assert not ListingUpload.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"PK\x03\x04", "名前".encode("utf-16"), b"[" * 9000, b'{"\\ud800": 1}'],
    ids=["empty", "nul", "zip", "utf16", "deep", "surrogate"],
)
def test_files_that_are_no_table(desk_client, content):
    assert upload(desk_client, content).status_code == 422
    assert desk_client.post(LIST).status_code == 422
    assert not ListingUpload.objects.exists()


def test_a_mark_that_is_none_changes_nothing(desk_client):
    page = upload(desk_client, "name\n新規\n")
    for mark in ("", "x", "0" * 5000, "\x00"):
        assert desk_client.post(f"{page.url}apply/", {"mark": mark}).url == page.url
    assert desk_client.post(f"{page.url}apply/", {"mark": "0" * 64}).status_code == 409
    assert not ServiceDraft.objects.exists()


def test_a_rival_learns_nothing(desk_client, rival):
    page = upload(desk_client, "name\n秘密の新製品\n")
    stranger = signed_in(rival)
    assert stranger.get(page.url).status_code == 404
    assert stranger.post(f"{page.url}apply/").status_code == 404
    assert "掲載.csv" not in stranger.get(LIST).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_rows(desk_client, vendor):
    counts = []
    for number in (1, 3):
        services = PublishedServiceFactory.create_batch(number, vendor=vendor)
        rows = "".join(f"{service.pk},新しい\n" for service in services)
        page = upload(desk_client, f"id,tagline\n{rows}")
        for url in (page.url, LIST):
            with CaptureQueriesContext(connection) as captured:
                assert desk_client.get(url).status_code == 200
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8


def test_the_vendors_own_file_can_be_uploaded_again(desk_client, vendor):
    PublishedServiceFactory(vendor=vendor)
    other = PublishedServiceFactory(name="よその")
    content = b"".join(desk_client.get("/desk/services.csv").streaming_content)
    assert other.name.encode() not in content
    text = desk_client.get(upload(desk_client, content).url).content.decode()
    assert "下書きに反映する" not in text
