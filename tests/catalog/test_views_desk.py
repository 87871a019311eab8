"""The vendor's desk, and the whole way of a listing onto the shelf."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.enums import DraftStatus
from catalog.models import Brochure, Service, ServiceDraft
from catalog.specsheet import load_sheet
from tests.catalog.conftest import signed_in
from tests.factories import (
    BrochureFactory,
    MembershipFactory,
    PublishedServiceFactory,
    ServiceDraftFactory,
    ServiceFactory,
    complete_answers,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def desk(name, *args):
    return reverse(f"catalog:desk_{name}", args=args)


@pytest.fixture
def desk_client(vendor_user):
    return signed_in(vendor_user)


def test_from_the_first_word_to_the_shelf(desk_client, operator, client, settings):
    settings.OPERATOR_MFA = False
    page = desk_client.post(desk("service_new"), {"name": "議事録たすけ（架空）"})
    service = Service.objects.get()
    assert page.url == desk("service_section", service.pk, "intro")
    intro = {
        "revision": 1,
        "name": "議事録たすけ（架空）",
        "name_kana": "ぎじろくたすけ",
        "tagline": "会議の録音から議事録の下書きを作ります。",
        "description": "架空のサービスです。",
        "next": "section",
    }
    assert desk_client.post(page.url, intro).url == desk("service_section", service.pk, "basic")
    for revision, section in enumerate(load_sheet().sections, start=2):
        data = {
            key: value
            for key, value in complete_answers().items()
            if any(key == question.key for question in section.questions)
        }
        response = desk_client.post(desk("service_section", service.pk, section.key), data | {"revision": revision})
        assert response.status_code == 302
    page = desk_client.get(desk("service_detail", service.pk)).content.decode()
    assert "審査を依頼する" in page
    assert "会議の録音から" in desk_client.get(desk("service_preview", service.pk)).content.decode()
    desk_client.post(desk("draft_submit", service.pk))
    draft = ServiceDraft.objects.get()
    assert draft.status == DraftStatus.IN_REVIEW

    office = signed_in(operator)
    review = office.get(reverse("admin:catalog_servicedraft_review", args=[draft.pk]))
    assert "会議の録音から" in review.content.decode()
    publish = reverse("admin:catalog_servicedraft_publish", args=[draft.pk])
    assert office.post(publish, {"revision": draft.revision}).status_code == 302

    page = client.get("/services/", {"network": "lgwan"}).content.decode()
    assert "議事録たすけ（架空）" in page
    assert client.get(f"/services/{service.pk}/").status_code == 200


def test_a_lost_update_shows_both_texts(desk_client, vendor):
    draft = ServiceDraftFactory(service__vendor=vendor, tagline="先に保存した言葉", revision=5)
    url = desk("service_section", draft.service_id, "intro")
    mine = {"revision": 4, "name": "私の名前", "name_kana": "", "tagline": "私の言葉", "description": ""}
    response = desk_client.post(url, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "先に保存した言葉" in page
    assert "私の言葉" in page
    assert 'name="revision" value="5"' in page
    draft.refresh_from_db()
    assert draft.tagline == "先に保存した言葉"
    assert desk_client.post(url, mine | {"revision": 5}).status_code == 302
    draft.refresh_from_db()
    assert draft.tagline == "私の言葉"


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40])
def test_a_form_without_its_revision_is_refused(desk_client, vendor, revision):
    draft = ServiceDraftFactory(service__vendor=vendor)
    response = desk_client.post(desk("service_section", draft.service_id, "intro"), {"revision": revision, "name": "x"})
    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.revision == 1


@pytest.mark.parametrize("name", ["", "　", "\u200b", "a\x00b", "x" * 81, "\u202efdp.exe"])
def test_names_that_show_nothing_or_lie_are_refused(desk_client, name):
    response = desk_client.post(desk("service_new"), {"name": name})
    assert response.status_code == 422
    assert not Service.objects.exists()


def test_an_unknown_section_is_404(desk_client, vendor):
    draft = ServiceDraftFactory(service__vendor=vendor)
    assert desk_client.get(desk("service_section", draft.service_id, "nothing")).status_code == 404


def test_the_desk_is_for_vendors(client, db):
    staff = signed_in(MembershipFactory().user)
    for path in (desk("overview"), desk("service_list"), desk("service_new")):
        assert client.get(path).status_code == 302
        assert staff.get(path).status_code == 403


def test_a_rival_and_an_operator_find_nothing_on_a_foreign_desk(vendor, rival, operator):
    service = PublishedServiceFactory(vendor=vendor)
    ServiceDraftFactory(service=service)
    brochure = BrochureFactory(service=service)
    gets = [
        desk("service_detail", service.pk),
        desk("service_section", service.pk, "intro"),
        desk("service_preview", service.pk),
        desk("brochure_new", service.pk),
        desk("brochure_download", service.pk, brochure.pk),
    ]
    posts = [
        desk(name, service.pk)
        for name in (
            "draft_start",
            "draft_submit",
            "draft_withdraw",
            "service_unpublish",
            "service_republish",
            "service_confirm",
        )
    ] + [desk("brochure_remove", service.pk, brochure.pk)]
    before = list(Service.objects.values()), list(ServiceDraft.objects.values()), list(Brochure.objects.values())
    stranger, office = signed_in(rival), signed_in(operator)
    assert {path: stranger.get(path).status_code for path in gets} == dict.fromkeys(gets, 404)
    assert {path: stranger.post(path).status_code for path in posts} == dict.fromkeys(posts, 404)
    assert {office.post(path).status_code for path in posts} <= {403, 404}
    after = list(Service.objects.values()), list(ServiceDraft.objects.values()), list(Brochure.objects.values())
    assert before == after


def test_a_racing_state_is_explained(desk_client, vendor):
    draft = ServiceDraftFactory(service__vendor=vendor, in_review=True)
    response = desk_client.post(desk("draft_submit", draft.service_id))
    assert response.status_code == 409
    assert "すでに審査を依頼しています" in response.content.decode()


def test_the_overview_names_what_waits(desk_client, vendor):
    returned = ServiceDraftFactory(
        service__vendor=vendor, status=DraftStatus.RETURNED, returned_at=timezone.now(), return_reason="直してください"
    )
    waiting = ServiceDraftFactory(service__vendor=vendor, in_review=True)
    stale = PublishedServiceFactory(vendor=vendor, published_at=timezone.now() - dt.timedelta(days=400))
    page = desk_client.get(desk("overview"))
    assert [service.draft for service in page.context["drafts"]] == [returned]
    assert [service.draft for service in page.context["in_review"]] == [waiting]
    assert list(page.context["stale"]) == [stale]
    assert stale.name in page.content.decode()


def test_the_desk_list_asks_the_same_number_of_queries(desk_client, vendor):
    asked = []
    for rows in (1, 2):
        ServiceFactory.create_batch(rows, vendor=vendor)
        with CaptureQueriesContext(connection) as queries:
            desk_client.get(desk("service_list"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def upload(client, service, content, name="紹介資料.pdf", title="紹介資料"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(desk("brochure_new", service.pk), {"title": title, "file": file})


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_brochure_is_kept_under_a_path_that_tells_nothing(desk_client, vendor):
    service = PublishedServiceFactory(vendor=vendor)
    assert upload(desk_client, service, PDF, name="職員\u202e向け/../資料.pdf").status_code == 302
    brochure = Brochure.objects.get()
    assert brochure.original_name == "資料.pdf"
    assert brochure.file.name.startswith("brochures/")
    assert "資料" not in brochure.file.name
    assert brochure.size == len(PDF)
    download = desk_client.get(desk("brochure_download", service.pk, brochure.pk))
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Type"] == "application/pdf"
    assert download["Content-Disposition"].startswith("attachment")
    assert download["Content-Security-Policy"] == "default-src 'none'; sandbox"
    brochure.file.storage.delete(brochure.file.name)
    assert desk_client.get(desk("brochure_download", service.pk, brochure.pk)).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b"<html>", "a.pdf"),
        (PDF, "a.exe"),
        (PDF, "a.pdf.html"),
        (b"%PDF-1.7 cut short", "a.pdf"),
        (b"MZ" + PDF, "a.pdf"),
    ],
)
def test_what_is_no_pdf_is_refused(desk_client, vendor, content, name):
    service = PublishedServiceFactory(vendor=vendor)
    assert upload(desk_client, service, content, name=name).status_code == 422
    assert not Brochure.objects.exists()


def test_a_file_over_twenty_megabytes_is_refused(desk_client, vendor):
    service = PublishedServiceFactory(vendor=vendor)
    content = b"%PDF-1.7" + b"0" * (20 * 1024 * 1024) + b"%%EOF"
    response = upload(desk_client, service, content)
    assert response.status_code == 422
    assert "大きすぎます" in response.content.decode()


def test_without_the_configured_virus_scanner_no_brochure_is_taken_in(desk_client, vendor, settings):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.ctl"
    response = upload(desk_client, PublishedServiceFactory(vendor=vendor), PDF, title="残る資料名")
    assert response.status_code == 503
    assert "ウイルスの検査ができない" in str(response.context["form"].errors["file"])
    assert "残る資料名" in response.content.decode()
    assert not Brochure.objects.exists()


def test_a_full_disk_keeps_what_was_written_and_stores_nothing(desk_client, vendor, full_disk):
    content = b"%PDF-1.7\n1 0 obj\n" + b"0" * 100_000 + b"\nendobj\n%%EOF\n"
    response = upload(desk_client, PublishedServiceFactory(vendor=vendor), content, title="残る資料名")
    assert response.status_code == 507
    assert "残る資料名" in response.content.decode()
    assert not Brochure.objects.exists()
    assert [path for path in full_disk.rglob("*") if path.is_file()] == []


def test_the_same_file_twice_is_one_brochure_and_removal_takes_it_off_offer(desk_client, vendor, client):
    service = PublishedServiceFactory(vendor=vendor)
    upload(desk_client, service, PDF, title="見える資料")
    assert upload(desk_client, service, PDF).status_code == 422
    brochure = Brochure.objects.get()
    assert "見える資料" in client.get(service.get_absolute_url()).content.decode()
    assert desk_client.post(desk("brochure_remove", service.pk, brochure.pk)).status_code == 302
    assert "見える資料" not in client.get(service.get_absolute_url()).content.decode()
    assert desk_client.post(desk("brochure_remove", service.pk, brochure.pk)).status_code == 404
