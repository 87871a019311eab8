"""Listings from files: published once, versioned when they change, never put back by force."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Vendor
from catalog import actions
from catalog.actions import ImportResult, ListingContent
from catalog.category_data import load_category_data
from catalog.enums import ServiceStatus
from catalog.models import Category, Service, ServiceVersion
from tests.factories import VendorMembershipFactory, complete_answers

CONTENT = ListingContent(
    name="窓口ならび順",
    name_kana="まどぐちならびじゅん",
    tagline="順番を知らせます。",
    description="番号札を発券します。",
    answers={"work": ["X13"], "delivery": ["oss"]},
)
FILE = """\
publiccodeYmlVersion: "0.4"
name: {name}
url: https://code.example/{name}
legal: {{license: MIT}}
description: {{ja: {{shortDescription: "{text}"}}}}
"""


def _publish(vendor, service, content, now):
    return actions.publish_listing(vendor=vendor, service=service, content=content, actor=None, now=now)


def _write(tmp_path, name, text="説明"):
    (tmp_path / f"{name}.yml").write_text(FILE.format(name=name, text=text), encoding="utf-8")


def _import(tmp_path):
    out = io.StringIO()
    call_command("import_publiccode", str(tmp_path), stdout=out)
    return out.getvalue()


def test_a_listing_is_published_with_its_facets(vendor, now):
    service, result = _publish(vendor, None, CONTENT, now)
    assert result == ImportResult.CREATED
    assert service.status == ServiceStatus.PUBLISHED
    assert service.current.answers == CONTENT.answers
    assert "work:X13" in service.facets
    assert AuditEvent.objects.get(verb="listing_imported").actor_key is None


def test_only_a_change_makes_a_version(vendor, now):
    service, _ = _publish(vendor, None, CONTENT, now)
    assert _publish(vendor, service, CONTENT, now + dt.timedelta(days=1))[1] == ImportResult.UNCHANGED
    changed = ListingContent(name="窓口順番", tagline="新", description="新", answers={})
    service, result = _publish(vendor, service, changed, now + dt.timedelta(days=2))
    assert (result, service.current.number, service.name) == (ImportResult.UPDATED, 2, "窓口順番")
    assert service.first_published_at == now


@pytest.mark.django_db
def test_what_was_taken_down_stays_down(vendor, operator, now):
    service, _ = _publish(vendor, None, CONTENT, now)
    actions.suspend_service(service=service, reason="確認中", actor=operator, now=now)
    changed = ListingContent(name="別名", tagline="新", description="新", answers={})
    assert _publish(vendor, service, changed, now)[1] == ImportResult.WITHHELD
    service.refresh_from_db()
    assert (service.status, service.name) == (ServiceStatus.SUSPENDED, CONTENT.name)


@pytest.mark.django_db
def test_publiccode_files_become_listings_once(tmp_path):
    _write(tmp_path, "one")
    _write(tmp_path, "two")
    assert "新しく掲載: 2件（one、two）" in _import(tmp_path)
    assert "変更なし: 2件" in _import(tmp_path)
    _write(tmp_path, "two", "新しい説明")
    assert "更新: 1件（two）" in _import(tmp_path)
    assert Vendor.objects.get().size == "community"
    assert sorted(Service.objects.values_list("name", flat=True)) == ["one", "two"]
    assert ServiceVersion.objects.count() == 3
    assert Service.objects.filter(facets__contains=["license:MIT", "delivery:oss"]).count() == 2


@pytest.mark.django_db
def test_answers_the_file_does_not_give_are_kept(tmp_path, now):
    _write(tmp_path, "one")
    _import(tmp_path)
    service = Service.objects.get()
    answers = {**service.current.answers, "audience": ["staff"], "license": "ISC"}
    content = ListingContent(name="one", tagline="短", description="長", answers=answers)
    _publish(service.vendor, service, content, now)
    assert "更新: 1件" in _import(tmp_path)
    service.refresh_from_db()
    assert service.current.answers["audience"] == ["staff"]
    assert service.current.answers["license"] == "MIT"


@pytest.mark.django_db
def test_a_listing_that_went_to_a_vendor_is_left_alone(tmp_path, vendor):
    _write(tmp_path, "one")
    _import(tmp_path)
    Service.objects.update(vendor=vendor)
    _write(tmp_path, "one", "新しい説明")
    assert "事業者が引き継いでいるため見送り: 1件（one）" in _import(tmp_path)
    assert ServiceVersion.objects.get().tagline == "説明"
    assert Service.objects.get().vendor == vendor


@pytest.mark.django_db
def test_what_somebody_wrote_and_the_operators_published_is_left_alone(tmp_path, operator, now):
    _write(tmp_path, "one")
    _import(tmp_path)
    service = Service.objects.get()
    maintainer = VendorMembershipFactory(vendor=service.vendor).user
    draft = actions.start_draft(service=service, actor=maintainer, now=now)
    draft.tagline = "自分たちの言葉"
    draft.answers |= complete_answers() | {"repository": "https://code.example/moved"}
    draft.name_kana = "わん"
    draft.save()
    actions.submit_draft(draft=draft, actor=maintainer, now=now)
    actions.publish_draft(draft=draft, revision=draft.revision, actor=operator, now=now)
    _write(tmp_path, "one", "新しい説明")
    assert "見送り: 1件（one）" in _import(tmp_path)
    service.refresh_from_db()
    assert service.current.tagline == "自分たちの言葉"
    assert Service.objects.count() == 1


@pytest.mark.django_db
def test_the_day_of_the_last_release_is_read(tmp_path):
    (tmp_path / "one.yml").write_text(FILE.format(name="one", text="説明") + 'releaseDate: "2026-04-01"\n')
    _import(tmp_path)
    assert Service.objects.get().current.answers["software_released_on"] == "2026-04-01"


@pytest.mark.django_db
def test_a_new_day_of_release_makes_the_next_version_once(tmp_path):
    path = tmp_path / "one.yml"
    for day, told, number in (
        ("2026-04-01", "新しく掲載", 1),
        ("2026-04-01", "変更なし", 1),
        ("2026-05-02", "更新", 2),
    ):
        path.write_text(FILE.format(name="one", text="説明") + f"softwareVersion: 1.{number}\nreleaseDate: {day}\n")
        assert f"{told}: 1件（one）" in _import(tmp_path)
        current = Service.objects.get().current
        assert (current.number, current.answers["software_released_on"]) == (number, day)
    path.write_text(FILE.format(name="one", text="説明") + "releaseDate: 2026-06-03\n")
    _import(tmp_path)
    answers = Service.objects.get().current.answers
    assert answers["software_released_on"] == "2026-06-03"
    assert "software_version" not in answers  # 1.2 was of another day


@pytest.mark.django_db
def test_the_reading_of_a_name_and_no_old_licence_stay(tmp_path, now):
    _write(tmp_path, "one")
    _import(tmp_path)
    service = Service.objects.get()
    answers = {**service.current.answers, "license": "other", "license_expression": "MIT OR ISC"}
    content = ListingContent(name="one", tagline="短", description="長", answers=answers, name_kana="わん")
    _publish(service.vendor, service, content, now)
    _import(tmp_path)
    service.refresh_from_db()
    assert service.current.name_kana == "わん"
    assert service.current.answers["license"] == "MIT"
    assert "license_expression" not in service.current.answers
    assert "変更なし" in _import(tmp_path)


@pytest.mark.django_db
def test_one_bad_file_and_nothing_is_imported(tmp_path):
    _write(tmp_path, "one")
    (tmp_path / "bad.yml").write_text('publiccodeYmlVersion: "9"\n', encoding="utf-8")
    with pytest.raises(CommandError, match=r"何も掲載しませんでした。\nbad\.yml: publiccodeYmlVersion"):
        _import(tmp_path)
    assert not Service.objects.exists()
    assert not Vendor.objects.exists()


@pytest.mark.django_db
def test_categories_are_loaded_once_and_renames_stay(now):
    call_command("load_categories", stdout=io.StringIO())
    assert Category.objects.count() == len(load_category_data())
    Category.objects.filter(code="X07").update(name="会議録")
    out = io.StringIO()
    call_command("load_categories", stdout=out)
    assert "分類を0件" in out.getvalue()
    assert Category.objects.get(code="X07").name == "会議録"
    assert AuditEvent.objects.filter(verb="category_loaded").count() == len(load_category_data())


def test_an_expired_certificate_leaves_the_filters(vendor, now):
    held = {"state": "held", "holder": "own", "expires_on": "2026-11-23"}
    content = ListingContent(name="a", tagline="b", description="c", answers={"iso27001": held, "work": ["X07"]})
    service, _ = _publish(vendor, None, content, now)
    assert actions.renew_facets(now=now) == 0
    assert "iso27001:held" in service.facets
    assert actions.renew_facets(now=now + dt.timedelta(days=1)) == 1
    service.refresh_from_db()
    assert service.facets == ["work:X07"]
