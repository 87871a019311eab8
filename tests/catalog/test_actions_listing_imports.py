"""Listings from a table: all of it or nothing, once, and on the desk into drafts alone."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEvent
from catalog import actions
from catalog.enums import DraftStatus, ServiceStatus, UploadStatus
from catalog.exports import CSV_COLUMNS, export_lines
from catalog.importing.planning import plan_drafts
from catalog.importing.reading import read_listings
from catalog.importing.tables import DESK_LIMITS
from catalog.models import ListingUpload, Service, ServiceDraft, ServiceVersion
from catalog.specsheet import to_columns
from dss.access import DomainError, PolicyRefused
from tests.factories import (
    PublishedServiceFactory,
    ServiceDraftFactory,
    VendorFactory,
    VendorMembershipFactory,
    complete_answers,
)
from tests.races import all_at_once

pytestmark = pytest.mark.django_db

WORDS = {"name_kana": "あ", "tagline": "ひとこと", "description": "説明"}


def table(*rows):
    file = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def complete(vendor, name, **more):
    return {"vendor_id": vendor.pk, "name": name, **WORDS, **to_columns(complete_answers()), **more}


def rows_of(text):
    reading = read_listings(text.encode(), DESK_LIMITS)
    assert reading.problems == []
    return reading.rows


@pytest.fixture
def run(tmp_path):
    def run(text):
        path = tmp_path / "services.csv"
        path.write_text(text, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        call_command("import_services", str(path), stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def test_a_file_is_published_and_again_changes_nothing(run, vendor):
    text = table(complete(vendor, "一"), complete(vendor, "二"))
    out, err = run(text)
    assert "UTF-8として2行を読み取りました。" in out
    assert "新しく掲載: 2件（一、二）" in out
    assert "[##############################] 2 / 2" in err
    assert set(Service.objects.values_list("name", "status", "vendor")) == {
        ("一", ServiceStatus.PUBLISHED, vendor.pk),
        ("二", ServiceStatus.PUBLISHED, vendor.pk),
    }
    assert "変更なし: 2件" in run(text)[0]
    assert ServiceVersion.objects.count() == 2
    assert AuditEvent.objects.filter(verb="listing_imported", actor_key=None).count() == 2


def test_what_was_exported_comes_back_unchanged_and_a_change_makes_a_version(run, vendor):
    run(table(complete(vendor, "一"), complete(vendor, "二")))
    exported = "".join(export_lines(Service.objects.published()))
    assert exported.lstrip("\ufeff").splitlines()[0] == ",".join(CSV_COLUMNS)
    assert "変更なし: 2件" in run(exported)[0]
    out, _ = run(exported.replace("ひとこと", "新しいひとこと", 1))
    assert "更新: 1件（一）\n変更なし: 1件（二）" in out
    assert ServiceVersion.objects.get(number=2).tagline == "新しいひとこと"


def test_a_column_alone_changes_that_alone(run):
    service = PublishedServiceFactory()
    before = service.current
    run(table({"id": service.pk, "spec.network": "internet"}))
    service.refresh_from_db()
    assert service.current.answers == before.answers | {"network": ["internet"]}
    assert service.current.description == before.description


def test_one_bad_row_and_nothing_is_published(run, vendor):
    other = PublishedServiceFactory()
    rows = [
        complete(vendor, "一"),
        complete(vendor, "二", **{"spec.network": ""}),
        complete(vendor, "三", tagline=""),
        complete(vendor, "四") | {"vendor_id": 10**15},
        complete(vendor, "五") | {"vendor_id": ""},
        complete(vendor, "六", id=10**15),
        complete(vendor, "七", id=other.pk),
        {"vendor_id": vendor.pk, "name": ""},
    ]
    with pytest.raises(CommandError) as refused:
        run(table(*rows))
    assert str(refused.value).splitlines()[1:] == ["9行目 name: 入力してください。"]
    with pytest.raises(CommandError) as refused:
        run(table(*rows[:-1]))
    lines = str(refused.value).splitlines()
    assert lines[0] == "何も取り込みませんでした（6件の誤り）。"
    assert [line.split(":")[0] for line in lines[1:]] == [
        "3行目 spec.network",
        "4行目 tagline",
        "5行目 vendor_id",
        "6行目 vendor_id",
        "7行目 id",
        "8行目 vendor_id",
    ]
    assert Service.objects.get() == other


def test_what_was_missing_before_may_be_missing_still(run):
    service = PublishedServiceFactory(answers={"work": ["X08"]})
    run(table({"id": service.pk, "tagline": "新しい"}))
    service.refresh_from_db()
    assert service.tagline == "新しい"


def test_a_name_that_two_listings_have_is_not_guessed(run, vendor):
    twins = PublishedServiceFactory.create_batch(2, vendor=vendor, name="一")
    with pytest.raises(CommandError, match="同じ名前のサービスが複数あります"):
        run(table(complete(vendor, "一")))
    with pytest.raises(CommandError, match="3行目 id: 2行目と同じサービスの行です。"):
        run(table({"id": twins[0].pk, "tagline": "a"}, {"id": twins[0].pk, "tagline": "b"}))


def test_a_listing_found_by_id_and_by_name_is_one_listing(run):
    service = PublishedServiceFactory()
    with pytest.raises(CommandError, match="3行目 id: 2行目と同じサービスの行です。"):
        run(table({"id": service.pk, "name": "別"}, complete(service.vendor, service.name, id="")))


def test_what_was_taken_down_stays_down(run, operator, now):
    service = PublishedServiceFactory()
    actions.suspend_service(service=service, reason="確認中", actor=operator, now=now)
    assert "公開停止中のため見送り: 1件" in run(table({"id": service.pk, "tagline": "新しい"}))[0]


def test_no_file(tmp_path):
    with pytest.raises(CommandError, match="読み込めません"):
        call_command("import_services", str(tmp_path / "none.csv"))


def begin(user, vendor, text):
    return actions.begin_listing_upload(
        vendor=vendor, rows=rows_of(text), file_name="a.csv", actor=user, now=timezone.now()
    )


def apply(user, upload, mark=None):
    mark = mark or plan_drafts(upload.content(), upload.vendor).mark
    return actions.apply_listing_upload(upload=upload, mark=mark, actor=user, now=timezone.now())


def test_the_desk_writes_drafts_and_publishes_nothing(vendor_user, vendor):
    published = PublishedServiceFactory(vendor=vendor)
    written = ServiceDraftFactory(service__vendor=vendor, name="下書き", tagline="前", status=DraftStatus.EDITING)
    same = PublishedServiceFactory(vendor=vendor)
    rows = [
        {"id": "", "name": "新規", "tagline": "はじめて"},
        {"id": published.pk, "name": published.name, "tagline": "変えた"},
        {"id": written.service_id, "name": "改名", "tagline": "後"},
        {"id": same.pk, "name": same.current.name, "tagline": same.current.tagline},
    ]
    upload = apply(vendor_user, begin(vendor_user, vendor, table(*rows)))
    assert (upload.created, upload.changed, upload.unchanged, upload.rows) == (1, 2, 1, [])
    assert dict(ServiceDraft.objects.values_list("name", "tagline")) == {
        "新規": "はじめて",
        published.name: "変えた",
        "改名": "後",
    }
    published.refresh_from_db()
    assert published.current.number == 1
    assert published.draft.answers == published.current.answers
    assert Service.objects.get(name="新規").status == ServiceStatus.DRAFT
    written.refresh_from_db()
    assert written.revision == 2
    assert Service.objects.filter(name="改名").exists()
    assert AuditEvent.objects.filter(verb="listing_upload_applied").count() == 1


def test_applied_twice_is_applied_once(vendor_user, vendor):
    upload = begin(vendor_user, vendor, table({"name": "新規"}))
    mark = plan_drafts(upload.content(), vendor).mark
    assert apply(vendor_user, upload, mark).created == 1
    assert apply(vendor_user, upload, mark).created == 1
    assert Service.objects.count() == 1
    again = apply(vendor_user, begin(vendor_user, vendor, table({"name": "新規"})))
    assert (again.created, again.unchanged) == (0, 1)


def test_what_changed_since_it_was_read_is_not_overwritten(vendor_user, vendor, now):
    draft = ServiceDraftFactory(service__vendor=vendor, tagline="前")
    upload = begin(vendor_user, vendor, table({"id": draft.service_id, "tagline": "表の言葉"}))
    mark = plan_drafts(upload.content(), vendor).mark
    ServiceDraft.objects.update(tagline="同僚の言葉")
    with pytest.raises(DomainError, match="掲載内容が変わりました"):
        apply(vendor_user, upload, mark)
    draft.refresh_from_db()
    assert draft.tagline == "同僚の言葉"
    upload.refresh_from_db()
    assert upload.status == UploadStatus.PENDING


def test_drafts_in_review_and_other_vendors_listings_are_refused(vendor_user, vendor):
    waiting = ServiceDraftFactory(service__vendor=vendor, status=DraftStatus.IN_REVIEW, submitted_at=timezone.now())
    foreign = PublishedServiceFactory()
    rows = [
        {"id": waiting.service_id, "name": "一", "tagline": "新しい"},
        {"id": foreign.pk, "name": "二", "tagline": "のっとり"},
        {"id": 10**15, "name": "三", "tagline": "ない"},
        {"vendor_id": foreign.vendor_id, "name": "よその", "tagline": "x"},
    ]
    found = [str(problem) for problem in plan_drafts(rows_of(table(*rows)), vendor).problems]
    assert "審査中" in found[0]
    assert found[1].removeprefix("3行目") == found[2].removeprefix("4行目")
    assert "5行目 vendor_id: ほかの事業者の番号です。" in found[3]
    with pytest.raises(actions.ImportRefused):
        apply(vendor_user, begin(vendor_user, vendor, table(*rows)), "0" * 64)


def test_only_the_team_handles_its_upload(vendor_user, vendor, rival):
    upload = begin(vendor_user, vendor, table({"name": "新規"}))
    with pytest.raises(PolicyRefused):
        actions.discard_listing_upload(upload=upload, actor=rival, now=timezone.now())
    with pytest.raises(PolicyRefused):
        apply(rival, upload)
    assert not ListingUpload.objects.visible_to(rival).exists()
    assert ListingUpload.objects.visible_to(vendor_user).get() == upload


def test_another_file_or_a_week_lets_it_go(vendor_user, vendor, now):
    first = begin(vendor_user, vendor, table({"name": "新規"}))
    second = begin(vendor_user, vendor, table({"name": "別"}))
    first.refresh_from_db()
    assert (first.status, first.rows) == (UploadStatus.DISCARDED, [])
    with pytest.raises(DomainError, match="取りやめ"):
        apply(vendor_user, first, "0" * 64)
    assert actions.forget_listing_uploads(before=second.created_at, now=timezone.now()) == 0
    assert actions.forget_listing_uploads(before=timezone.now(), now=timezone.now()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_make_one_listing():
    vendor = VendorFactory()
    people = [VendorMembershipFactory(vendor=vendor).user for _ in range(2)]
    uploads = [begin(user, vendor, table({"name": "新規"})) for user in people]
    marks = [plan_drafts(upload.content(), vendor).mark for upload in uploads]
    calls = [lambda each=each: apply(*each) for each in zip(people, uploads, marks, strict=True)]
    done, refused = all_at_once(calls)
    assert (len(done), len(refused)) == (1, 1)
    assert Service.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_many_times_at_once_it_is_applied_once():
    vendor = VendorFactory()
    user = VendorMembershipFactory(vendor=vendor).user
    upload = begin(user, vendor, table({"name": "新規"}))
    mark = plan_drafts(upload.content(), vendor).mark
    done, refused = all_at_once([lambda: apply(user, upload, mark)] * 5)
    assert (len(done), refused) == (5, [])
    assert Service.objects.count() == 1
