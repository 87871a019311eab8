"""料金プラン: written on the desk, frozen with the version, shown and exported."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalog import actions
from catalog.models import ServiceDraft
from catalog.plans import HIGHEST_PRICE, Plan, plans_of, stored_plans
from tests.catalog.conftest import signed_in
from tests.factories import PublishedServiceFactory, ServiceDraftFactory, ServiceVersionFactory

STANDARD = Plan("標準プラン", "月額", 50_000, "excluded", "利用者50人まで", 12)
ASKED = Plan("大規模プラン", "", None, "", "", None)


def sent(*plans, revision=1, **extra):
    """The formset as a browser sends it."""
    rows = [dict(plan) for plan in plans]
    data = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "revision": revision}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data | extra


def row(**changes):
    return {
        "name": "標準プラン",
        "price": "50000",
        "unit": "月額",
        "tax": "excluded",
        "minimum_months": "12",
        "includes": "利用者50人まで",
        "ORDER": "1",
    } | changes


@pytest.fixture
def draft(vendor):
    return ServiceDraftFactory(service__vendor=vendor)


@pytest.fixture
def page(draft):
    return reverse("catalog:desk_plans", args=[draft.service_id])


def test_plans_are_written_in_their_order(vendor_user, draft, page):
    asked = {"name": "大規模プラン", "ORDER": "1"}
    response = signed_in(vendor_user).post(page, sent(row(ORDER="2"), asked, {"name": ""}))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert plans_of(draft.plans) == [ASKED, STANDARD]
    assert draft.revision == 2
    assert "個別見積" in signed_in(vendor_user).get(response.url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"price": "1e3"}, "円の整数"),
        ({"price": "-1"}, "0"),
        ({"price": str(HIGHEST_PRICE + 1)}, "999999999999"),
        ({"price": "9" * 5000}, "整数"),
        ({"price": "50000.5"}, "円の整数"),
        ({"unit": ""}, "何についての価格"),
        ({"tax": ""}, "税込か税抜か"),
        ({"tax": "both"}, "選択"),
        ({"name": ""}, "プラン名を入力"),
        ({"name": "a\x00b"}, "使えない文字"),
        ({"includes": "あ" * 601}, "600文字"),
        ({"minimum_months": "0"}, "1"),
        ({"minimum_months": "121"}, "120"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(vendor_user, draft, page, wrong, said):
    response = signed_in(vendor_user).post(page, sent(row(**wrong)))
    assert response.status_code == 422
    assert said in response.content.decode()
    draft.refresh_from_db()
    assert draft.plans == []


def test_two_hundred_plans_and_twins_are_refused(vendor_user, draft, page):
    client = signed_in(vendor_user)
    many = client.post(page, sent(*(row(name=f"プラン{number}") for number in range(200))))
    twins = client.post(page, sent(row(), row()))
    assert (many.status_code, twins.status_code) == (422, 422)
    assert "10" in many.content.decode()
    assert "同じ名前のプラン" in twins.content.decode()
    draft.refresh_from_db()
    assert draft.plans == []


def test_the_database_knows_the_limit_too(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceDraft.objects.filter(pk=draft.pk).update(plans=stored_plans([STANDARD] * 11))


@pytest.mark.parametrize("broken", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "9" * 5000, "revision": "1"}])
def test_a_broken_form_changes_nothing(vendor_user, draft, page, broken):
    assert signed_in(vendor_user).post(page, broken).status_code == 422
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_lost_update_shows_both_texts(vendor_user, draft, page, now):
    actions.save_draft_plans(draft=draft, revision=1, plans=[ASKED], actor=vendor_user, now=now)
    response = signed_in(vendor_user).post(page, sent(row(name="私のプラン")))
    text = response.content.decode()
    assert response.status_code == 409
    assert "大規模プラン" in text
    assert "私のプラン" in text
    assert 'name="revision" value="2"' in text


def test_a_rival_reaches_no_plans(rival, operator, page):
    assert signed_in(rival).get(page).status_code == 404
    assert signed_in(rival).post(page, sent(row())).status_code == 404
    assert signed_in(operator).get(page).status_code == 404


def test_plans_stand_side_by_side(vendor, client):
    with_plans, without = PublishedServiceFactory(vendor=vendor), PublishedServiceFactory(vendor=vendor)
    with_plans.current = ServiceVersionFactory(service=with_plans, number=2, plans=stored_plans([STANDARD, ASKED]))
    with_plans.save()
    page = client.get("/services/compare/", {"id": [with_plans.pk, without.pk]}).content.decode()
    assert "標準プラン 月額 50,000円（税抜） ／ 大規模プラン 個別見積" in page


def test_plans_are_frozen_with_the_version_and_shown_to_everyone(vendor, vendor_user, operator, client, now):
    service = PublishedServiceFactory(vendor=vendor)
    first = service.current
    draft = actions.start_draft(service=service, actor=vendor_user, now=now)
    draft = actions.save_draft_plans(draft=draft, revision=1, plans=[STANDARD], actor=vendor_user, now=now)
    actions.submit_draft(draft=draft, actor=vendor_user, now=now)
    version = actions.publish_draft(draft=draft, revision=draft.revision, actor=operator, now=now)
    assert plans_of(version.plans) == [STANDARD]
    first.refresh_from_db()
    assert first.plans == []
    page = client.get(f"/services/{service.pk}/").content.decode()
    assert "月額 50,000円（税抜）" in page
    assert "12か月" in page
    assert "月額 50,000円（税抜）" not in client.get(f"/services/{service.pk}/versions/1/").content.decode()
    assert client.get("/services.json").json()["services"][0]["plans"] == stored_plans([STANDARD])
    assert "標準プラン" in b"".join(client.get("/services.csv")).decode()
    again = actions.start_draft(service=service, actor=vendor_user, now=now)
    assert again.plans == version.plans
