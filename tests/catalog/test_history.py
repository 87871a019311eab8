"""What changed between two texts of a listing: for everyone, for its vendor and for the operators."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from catalog.differences import changed_sections
from catalog.enums import ServiceStatus
from catalog.models import ServiceVersion
from catalog.plans import Plan, stored_plans
from tests.catalog.conftest import signed_in
from tests.factories import (
    PublishedServiceFactory,
    ServiceDraftFactory,
    ServiceVersionFactory,
    complete_answers,
)

TODAY = dt.date(2026, 11, 23)


def version(**changes):
    facts = {"name": "甲", "name_kana": "こう", "tagline": "一言", "description": "一つ目。二つ目。", "plans": []}
    return ServiceVersion(**{**facts, "answers": complete_answers(), **changes})


def changes(before, after):
    return {
        change.label: ("".join(part.text for part in change.before), "".join(part.text for part in change.after))
        for section in changed_sections(before, after, TODAY)
        for change in section.changes
    }


def test_only_what_changed_is_named():
    answers = complete_answers()
    answers["data_location"] = "overseas" if answers["data_location"] != "overseas" else "japan"
    del answers["export_formats"]
    found = changes(version(), version(tagline="別の一言", answers=answers))
    assert found["ひとこと"] == ("一言", "別の一言")
    assert found["データの出力形式"][1] == "未回答"
    assert len(found) == 3
    assert changes(version(), version()) == {}


def test_sentences_are_marked_and_not_the_whole_text():
    [section] = changed_sections(version(), version(description="一つ目。三つ目。"), TODAY)
    [change] = section.changes
    assert [(part.text, part.is_changed) for part in change.before] == [("一つ目。", False), ("二つ目。", True)]
    assert [(part.text, part.is_changed) for part in change.after] == [("一つ目。", False), ("三つ目。", True)]


def test_a_certificate_that_expired_in_between_did_not_change():
    held = {"state": "held", "holder": "own", "expires_on": "2020-01-01"}
    answers = complete_answers() | {"iso27001": held}
    assert changes(version(answers=answers), version(answers=dict(answers))) == {}


def test_plans_are_compared_by_name():
    standard, larger = Plan("標準", "月額", 100, "included", "", None), Plan("拡張", "月額", 300, "included", "", None)
    dearer = Plan("標準", "月額", 200, "included", "", None)
    found = changes(version(plans=stored_plans([standard])), version(plans=stored_plans([dearer, larger])))
    assert found["標準"] == ("月額 100円（税込）", "月額 200円（税込）")
    assert found["拡張"] == ("", "月額 300円（税込）")
    both = [standard, larger]
    turned = changes(version(plans=stored_plans(both)), version(plans=stored_plans(both[::-1])))
    assert turned == {"並び順": ("標準、拡張", "拡張、標準")}


@pytest.fixture
def service(vendor):
    """Three versions; the shelf shows the third."""
    service = PublishedServiceFactory(vendor=vendor)
    ServiceVersionFactory(service=service, number=2, tagline="二番目の言葉")
    service.current = ServiceVersionFactory(service=service, number=3, tagline="三番目の言葉")
    service.save()
    return service


def history(service, query=""):
    return reverse("catalog:service_history", args=[service.pk]) + query


def test_everyone_compares_any_two_versions(client, service):
    newest = client.get(history(service)).content.decode()
    assert "二番目の言葉" in newest
    assert "三番目の言葉" in newest
    chosen = client.get(history(service, "?from=1&to=2")).content.decode()
    assert "二番目の言葉" in chosen
    assert "三番目の言葉" not in chosen
    assert client.get(history(service, "?from=2&to=1")).content.decode() == chosen
    assert "比べる相手の版がありません" in client.get(history(service, "?from=2&to=2")).content.decode()


@pytest.mark.parametrize(
    "query", ["?from=9", "?to=0", "?from=x", f"?to={'9' * 5000}", "?from=-1", "?from=%00", "?to=²"]
)
def test_versions_that_do_not_exist_are_repaired_and_said_so(client, service, query):
    response = client.get(history(service, query))
    assert response.status_code == 200
    assert "指定された版が見つからない" in response.content.decode()


def test_a_listing_with_one_version_has_nothing_to_compare(client, db):
    response = client.get(history(PublishedServiceFactory()))
    assert "比べる相手の版がありません" in response.content.decode()


@pytest.mark.parametrize("status", [ServiceStatus.UNPUBLISHED, ServiceStatus.SUSPENDED])
def test_what_is_off_the_shelf_keeps_its_history_to_its_own(client, service, vendor_user, rival, now, status):
    service.status = status
    service.unpublished_at = now if status == ServiceStatus.UNPUBLISHED else None
    service.suspended_at = now if status == ServiceStatus.SUSPENDED else None
    service.suspension_reason = "理由" if status == ServiceStatus.SUSPENDED else ""
    service.save()
    assert client.get(history(service)).status_code == 404
    assert signed_in(rival).get(history(service)).status_code == 404
    assert signed_in(vendor_user).get(history(service)).status_code == 200


@pytest.mark.parametrize("count", [2, 4])
def test_the_history_asks_the_same_number_of_queries(client, db, count, django_assert_num_queries):
    service = PublishedServiceFactory()
    for number in range(2, count + 1):
        ServiceVersionFactory(service=service, number=number)
    with django_assert_num_queries(2):
        client.get(history(service))


def test_the_vendor_and_the_operator_see_what_a_draft_changes(service, vendor_user, operator, settings):
    settings.OPERATOR_MFA = False
    draft = ServiceDraftFactory(service=service, tagline="四番目の言葉", in_review=True)
    for client, page in (
        (signed_in(vendor_user), reverse("catalog:desk_service_preview", args=[service.pk])),
        (signed_in(operator), reverse("admin:catalog_servicedraft_review", args=[draft.pk])),
    ):
        text = client.get(page).content.decode()
        assert "変更前" in text
        assert "<del>三番目の言葉</del>" in text
        assert "<ins>四番目の言葉</ins>" in text


def test_a_first_publication_has_nothing_to_compare_with(operator, settings):
    settings.OPERATOR_MFA = False
    draft = ServiceDraftFactory(in_review=True)
    page = signed_in(operator).get(reverse("admin:catalog_servicedraft_review", args=[draft.pk])).content.decode()
    assert "変更前" not in page
    assert "はじめての公開" in page
