"""What everybody else gets, and what staff see elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import MunicipalMembership
from documents.enums import DocumentStatus
from documents.models import DocumentDownload
from tests.documents.pages import STRANGERS, page, shared, titles
from tests.factories import (
    PublishedServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_learn_what_the_area_is_and_nothing_more(client, scene, who):
    document = shared(scene)
    closed = page(client, getattr(scene, who), "document_list", status=403).content.decode()
    assert "自治体職員どうしの場所です" in closed
    assert document.title not in closed
    missing = client.get(reverse("documents:document_detail", args=[999_999])).content.decode()
    hidden = client.get(document.get_absolute_url()).content.decode()
    assert missing.split("<main")[1] == hidden.split("<main")[1]
    for number in (1, 2):
        page(client, getattr(scene, who), "version_download", document.pk, number, status=404)
    assert not DocumentDownload.objects.exists()


def test_a_lapsed_member_is_a_stranger_at_the_next_request(client, scene):
    document = shared(scene)
    page(client, scene.owner, "document_detail", document.pk)
    MunicipalMembership.objects.filter(user=scene.owner).update(expires_on="2020-05-31")
    page(client, scene.owner, "document_detail", document.pk, status=404)
    page(client, scene.owner, "version_download", document.pk, 1, status=404)
    page(client, scene.owner, "document_list", status=403)


def test_the_file_has_no_address_of_its_own(client, scene):
    version = shared(scene).versions.get()
    for address in (f"/media/{version.file.name}", f"/{version.file.name}"):
        assert client.get(address).status_code in {302, 404}


def test_a_listing_names_its_documents_to_staff_alone(client, scene):
    service = PublishedServiceFactory()
    document, draft = shared(scene, title="共有した仕様書"), shared(scene, title="準備中", status=DocumentStatus.DRAFT)
    for each in (document, draft):
        each.services.add(service)
    shared(scene, title="ほかの文書")
    for who in ("other", "owner"):
        fragment = page(client, getattr(scene, who), "service_documents", service.pk).content.decode()
        assert "共有した仕様書" in fragment
        assert "準備中" not in fragment
        listing = client.get(service.get_absolute_url()).content.decode()
        for address in (f"/documents/?service={service.pk}", f"/documents/of-service/{service.pk}/"):
            assert address in listing
    assert (
        "まだ共有されていません"
        in page(client, scene.other, "service_documents", PublishedServiceFactory().pk).content.decode()
    )
    assert titles(page(client, scene.other, "document_list", service=service.pk)) == ["共有した仕様書"]
    assert titles(page(client, scene.other, "document_list", service="x")) == []
    for who in (*STRANGERS, None):
        client.logout()
        if who:
            client.force_login(getattr(scene, who))
        text = client.get(service.get_absolute_url()).content.decode()
        for secret in ("共有文書", "共有した仕様書", "/documents/"):
            assert secret not in text, who


def test_what_waits_is_the_own_bodys(client, scene):
    shared(scene, status=DocumentStatus.DRAFT)
    client.force_login(scene.colleague)
    assert "公開前の共有文書" in client.get("/").content.decode()
    assert len(titles(client.get(reverse("documents:document_list"), {"own": "1", "status": "draft"}))) == 1
    assert titles(client.get(reverse("documents:document_list"), {"own": "1", "status": "suspended"})) == []
    client.force_login(scene.other)
    assert "公開前の共有文書" not in client.get("/").content.decode()
