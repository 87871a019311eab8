"""画面の画像: taken in, made anew, arranged, frozen with the version, shown to whom they may be shown."""

from __future__ import annotations

import io
import os

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from catalog import actions
from catalog.enums import ScreenshotStatus
from catalog.jobs import make_screenshot
from catalog.models import Screenshot, ServiceDraft
from catalog.screenshots import MOST_SCREENSHOTS, PREVIEW_EDGE, shots_of
from dss.access import DomainError
from dss.images.checking import check_image
from dss.images.cleaning import cleaned_image
from tests.catalog.conftest import signed_in
from tests.dss.pictures import given, picture, png_saying
from tests.factories import PublishedServiceFactory, ScreenshotFactory, ServiceDraftFactory, VendorMembershipFactory
from tests.races import all_at_once


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def draft(vendor):
    return ServiceDraftFactory(service=PublishedServiceFactory(vendor=vendor))


def address(name, *args):
    return reverse(f"catalog:{name}", args=args)


def new(draft):
    return address("desk_screenshot_new", draft.service_id)


def added(draft, user, now, colour=0, alt="会議の一覧"):
    content = picture("PNG", (64 + colour, 48))
    return actions.add_screenshot(draft=draft, upload=check_image(given(content)), alt=alt, actor=user, now=now)


def sent(draft, *rows, revision):
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "revision": revision}
    for number, (pk, alt, order, *gone) in enumerate(rows):
        data |= {f"form-{number}-id": pk, f"form-{number}-alt": alt, f"form-{number}-ORDER": order}
        data |= {f"form-{number}-DELETE": "on"} if gone else {}
    return data


def published(draft, vendor_user, operator, now):
    draft.refresh_from_db()
    actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    draft.refresh_from_db()
    return actions.publish_draft(draft=draft, revision=draft.revision, actor=operator, now=now)


def test_from_the_upload_to_the_shelf(draft, vendor_user, operator, client, now):
    desk = signed_in(vendor_user)
    response = desk.post(new(draft), {"picture": given(picture("PNG", (900, 600))), "alt": "会議の一覧の画面"})
    assert response.url == address("desk_screenshots", draft.service_id)
    shot = Screenshot.objects.get()
    assert "変換中" in desk.get(response.url).content.decode()
    with pytest.raises(DomainError, match="変換しています"):
        actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    make_screenshot(screenshot_id=shot.pk)
    shot.refresh_from_db()
    assert (shot.status, shot.upload.name, max(shot.width, shot.height)) == (ScreenshotStatus.READY, "", 240)
    preview = address("service_screenshot", draft.service_id, shot.pk, "preview")
    assert preview in desk.get(response.url).content.decode()
    assert preview in desk.get(address("desk_service_preview", draft.service_id)).content.decode()
    assert client.get(preview).status_code == 404

    version = published(draft, vendor_user, operator, now)
    [entry] = shots_of(version.screenshots)
    assert (entry.alt, entry.width) == ("会議の一覧の画面", 240)
    page = client.get(f"/services/{draft.service_id}/").content.decode()
    assert f'src="{preview}"' in page
    assert 'loading="lazy"' in page
    seen = client.get(preview)
    assert seen.headers["Content-Type"] == "image/webp"
    assert seen.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert b"".join(seen)[:4] == b"RIFF"
    again = client.get(preview, headers={"If-None-Match": seen.headers["ETag"]})
    assert again.status_code == 304


def test_pictures_of_a_draft_are_for_its_people_and_the_operators(draft, vendor_user, rival, operator, client, now):
    shot = ScreenshotFactory(service=draft.service, made=True)
    for size in ("picture", "preview"):
        url = address("service_screenshot", draft.service_id, shot.pk, size)
        assert client.get(url).status_code == 404
        assert signed_in(rival).get(url).status_code == 404
        for person in (vendor_user, operator):
            response = signed_in(person).get(url)
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "private, no-cache"
            assert b"".join(response) == b"RIFF" + size.encode()
    assert (
        signed_in(vendor_user).get(address("service_screenshot", draft.service_id, shot.pk, "upload")).status_code
        == 404
    )
    other = PublishedServiceFactory(vendor=draft.service.vendor)
    assert signed_in(vendor_user).get(address("service_screenshot", other.pk, shot.pk, "preview")).status_code == 404


def test_a_picture_goes_with_its_listing(draft, vendor_user, client, now):
    shot = ScreenshotFactory(service=draft.service, made=True, frozen_at=now)
    url = address("service_screenshot", draft.service_id, shot.pk, "preview")
    response = client.get(url)
    assert b"".join(response) == b"RIFFpreview"
    actions.unpublish_service(service=draft.service, actor=vendor_user, now=now)
    assert client.get(url).status_code == 404
    own = signed_in(vendor_user).get(url)
    assert b"".join(own) == b"RIFFpreview"
    assert (own.status_code, own.headers["Cache-Control"]) == (200, "private, no-cache")


def test_order_words_and_removal(draft, vendor_user, now):
    first, second, third = (added(draft, vendor_user, now, colour) for colour in range(3))
    desk, page = signed_in(vendor_user), address("desk_screenshots", draft.service_id)
    rows = [(first.pk, "一枚目", 2), (second.pk, "二枚目", 1), (third.pk, "三枚目", 3, "gone")]
    assert desk.post(page, sent(draft, *rows, revision=4)).status_code == 302
    draft.refresh_from_db()
    assert [(shot.id, shot.alt) for shot in shots_of(draft.screenshots)] == [
        (second.pk, "二枚目"),
        (first.pk, "一枚目"),
    ]
    assert not Screenshot.objects.filter(pk=third.pk).exists()
    assert desk.post(page, sent(draft, (first.pk, "", 1), revision=5)).status_code == 422
    stale = desk.post(page, sent(draft, (first.pk, "古い画面から", 1), revision=4))
    assert stale.status_code == 409
    assert "古い画面から" in stale.content.decode()
    assert "<li>二枚目</li>" in stale.content.decode()
    foreign = ScreenshotFactory(made=True)
    assert desk.post(page, sent(draft, (foreign.pk, "よその画像", 1), revision=5)).status_code == 409
    assert desk.post(page, sent(draft, (first.pk, "甲", 1), (first.pk, "乙", 2), revision=5)).status_code == 422
    draft.refresh_from_db()
    assert draft.revision == 5


@pytest.mark.parametrize("broken", [{}, {"form-TOTAL_FORMS": "9" * 5000, "revision": "1"}, {"form-TOTAL_FORMS": "x"}])
def test_a_broken_form_changes_nothing(draft, vendor_user, broken):
    page = address("desk_screenshots", draft.service_id)
    assert signed_in(vendor_user).post(page, broken).status_code == 422
    draft.refresh_from_db()
    assert draft.revision == 1


def test_six_and_not_the_same_twice(draft, vendor_user, now):
    added(draft, vendor_user, now)
    with pytest.raises(DomainError, match="同じ画像"):
        added(draft, vendor_user, now)
    for colour in range(1, MOST_SCREENSHOTS):
        added(draft, vendor_user, now, colour)
    response = signed_in(vendor_user).post(new(draft), {"picture": given(picture("PNG", (99, 99))), "alt": "七枚目"})
    assert response.status_code == 422
    assert "6枚まで" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (png_saying(30_000, 30_000), "画面.png", "縦横が大きすぎます"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "画面.svg", "SVG"),
        (picture("PNG")[:100], "画面.png", "壊れている"),
        (picture("PNG") + b"PK\x03\x04", "画面.png", "別の種類のデータ"),
        (b"", "画面.png", "空です"),
        (picture("PNG"), "画面.exe", "終わるものにしてください"),
    ],
    ids=["huge", "svg", "broken", "polyglot", "empty", "ending"],
)
def test_what_is_no_picture_of_ours_is_refused(draft, vendor_user, content, name, said):
    response = signed_in(vendor_user).post(new(draft), {"picture": given(content, name), "alt": "画面"})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Screenshot.objects.exists()


def test_a_picture_that_breaks_inside_says_why_and_is_not_handed_in(draft, vendor_user, now):
    upload = check_image(given(png_saying(4000, 3000)))
    shot = actions.add_screenshot(draft=draft, upload=upload, alt="壊れた画像", actor=vendor_user, now=now)
    make_screenshot(screenshot_id=shot.pk)
    make_screenshot(screenshot_id=shot.pk)
    shot.refresh_from_db()
    assert shot.status == ScreenshotStatus.REFUSED
    page = signed_in(vendor_user).get(address("desk_screenshots", draft.service_id)).content.decode()
    assert shot.refusal in page
    with pytest.raises(DomainError, match="表示できない"):
        actions.submit_draft(draft=draft, actor=vendor_user, now=now)


def test_a_full_disk_keeps_what_was_written(draft, vendor_user, full_disk):
    noise = Image.frombytes("RGB", (400, 400), os.urandom(480_000))
    noise.save(out := io.BytesIO(), "PNG")
    response = signed_in(vendor_user).post(new(draft), {"picture": given(out.getvalue()), "alt": "会議の画面"})
    assert response.status_code == 507
    assert "会議の画面" in response.content.decode()
    assert not Screenshot.objects.exists()


def test_while_in_review_nothing_is_added(draft, vendor_user, now):
    draft.status, draft.submitted_at = "in_review", now
    draft.save()
    with pytest.raises(DomainError, match="審査中"):
        added(draft, vendor_user, now)


def test_a_rival_and_an_operator_reach_no_desk_of_others(draft, rival, operator):
    for page in (new(draft), address("desk_screenshots", draft.service_id)):
        for person in (rival, operator):
            assert signed_in(person).get(page).status_code == 404
            assert signed_in(person).post(page).status_code == 404


def test_what_was_published_stays(draft, vendor_user, operator, now):
    shot = ScreenshotFactory(service=draft.service, made=True)
    ServiceDraft.objects.filter(pk=draft.pk).update(screenshots=[{"id": shot.pk, "alt": "初版"}])
    published(draft, vendor_user, operator, now)
    later = actions.start_draft(service=draft.service, actor=vendor_user, now=now)
    assert [entry.id for entry in shots_of(later.screenshots)] == [shot.pk]
    actions.arrange_screenshots(draft=later, revision=1, words=[], actor=vendor_user, now=now)
    assert Screenshot.objects.filter(pk=shot.pk).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_screenshot SET picture = 'other.webp'",
        "UPDATE catalog_screenshot SET frozen_at = NULL",
        "DELETE FROM catalog_screenshot",
    ],
)
def test_the_database_keeps_a_published_picture(db, now, statement):
    ScreenshotFactory(made=True, frozen_at=now)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_discarded_draft_lets_its_pictures_go(draft, vendor_user, now):
    shot = added(draft, vendor_user, now)
    actions.discard_draft(draft=draft, actor=vendor_user, now=now)
    assert not Screenshot.objects.filter(pk=shot.pk).exists()


def test_a_copy_shows_the_same_pictures_as_its_own(draft, vendor_user, now):
    shot = ScreenshotFactory(service=draft.service, made=True)
    pending = ScreenshotFactory(service=draft.service)
    entries = [{"id": shot.pk, "alt": "甲"}, {"id": pending.pk, "alt": "乙"}]
    ServiceDraft.objects.filter(pk=draft.pk).update(screenshots=entries)
    copy = actions.copy_service(service=draft.service, actor=vendor_user, now=now)
    [entry] = shots_of(copy.draft.screenshots)
    own = Screenshot.objects.get(pk=entry.id)
    assert entry.id != shot.pk
    assert (own.service, own.picture.name, entry.alt) == (copy, shot.picture.name, "甲")


def test_another_picture_under_the_same_words_is_a_change(draft, vendor_user, operator, client, now):
    first, second = (ScreenshotFactory(service=draft.service, made=True) for _ in range(2))
    ServiceDraft.objects.filter(pk=draft.pk).update(screenshots=[{"id": first.pk, "alt": "一覧"}])
    published(draft, vendor_user, operator, now)
    later = actions.start_draft(service=draft.service, actor=vendor_user, now=now)
    ServiceDraft.objects.filter(pk=later.pk).update(screenshots=[{"id": second.pk, "alt": "一覧"}])
    page = signed_in(vendor_user).get(address("desk_service_preview", draft.service_id)).content.decode()
    assert "画像1: 一覧" in page
    assert "画像2: 一覧" in page


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    team = VendorMembershipFactory()
    draft, at = ServiceDraftFactory(service__vendor=team.vendor), timezone.now()
    for colour in range(MOST_SCREENSHOTS - 1):
        added(draft, team.user, at, colour)
    uploads = [check_image(given(picture("PNG", (100 + number, 50)))) for number in range(4)]
    done, refused = all_at_once(
        [
            lambda upload=upload: actions.add_screenshot(
                draft=draft, upload=upload, alt="最後", actor=team.user, now=at
            )
            for upload in uploads
        ]
    )
    assert (len(done), len(refused)) == (1, 3)
    assert Screenshot.objects.count() == MOST_SCREENSHOTS


def test_a_full_page_of_pictures_weighs_little():
    """The busiest screen there can be; six of usual ones weigh about 30 kB."""

    noisy = Image.effect_noise((1280, 800), 90).convert("RGB")
    noisy.save(out := io.BytesIO(), "PNG")
    made = cleaned_image(io.BytesIO(out.getvalue()), preview_edge=PREVIEW_EDGE)
    assert len(made.preview.content) < 12_000
