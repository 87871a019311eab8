"""Municipalities and what each uses; the inbox of its staff."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MunicipalityKind
from accounts.models import Municipality
from accounts.personas import persona_of
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus
from catalog.models import Adoption
from catalog.waiting import piles_of
from tests.catalog.conftest import NOW, signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ReviewReplyFactory,
    UserFactory,
    complete_answers,
)

LIST = "/municipalities/"
INBOX = "/me/adoptions/"


@pytest.fixture
def member(db):
    return MembershipFactory(municipality__name="架空深海市")


def text(response):
    return response.content.decode()


def names(response):
    return [body.name for body in response.context["page"].object_list]


def test_the_list_is_searched_and_filtered(client, db):
    fukaya = MunicipalityFactory(name="深谷市", kana="ふかやし")
    town = MunicipalityFactory(
        name="深浦町",
        kana="ふかうらまち",
        prefecture="青森県",
        prefecture_code="02",
        kind=MunicipalityKind.TOWN,
    )
    MunicipalityFactory(name="廃村", kana="はいそん", ended_on=dt.date(2006, 1, 1))
    AdoptionFactory(municipality=fukaya, confirmed=True)
    AdoptionFactory(municipality=town)
    assert names(client.get(LIST)) == ["深浦町", "深谷市"]
    assert names(client.get(LIST, {"q": "深谷"})) == ["深谷市"]
    assert names(client.get(LIST, {"q": "フカウラ"})) == ["深浦町"]
    assert names(client.get(LIST, {"q": "埼玉県深谷市"})) == ["深谷市"]
    assert names(client.get(LIST, {"q": fukaya.code})) == ["深谷市"]
    assert names(client.get(LIST, {"q": "埼玉県 深浦"})) == []
    assert names(client.get(LIST, {"prefecture": "02"})) == ["深浦町"]
    assert names(client.get(LIST, {"kind": "town"})) == ["深浦町"]
    assert names(client.get(LIST, {"used": "on"})) == ["深谷市"]


@pytest.mark.parametrize("query", [{"prefecture": "99"}, {"kind": "moon"}, {"q": "\x00"}, {"q": "あ" * 61}])
def test_a_condition_that_is_not_understood_never_widens(client, db, query):
    MunicipalityFactory()
    response = client.get(LIST, query)
    assert response.status_code == 400
    assert names(response) == []


def test_the_count_is_of_confirmed_public_services(client, db):
    body = MunicipalityFactory()
    service = PublishedServiceFactory()
    for department in ("総務課", "税務課"):
        AdoptionFactory(service=service, municipality=body, department=department, confirmed=True)
    AdoptionFactory(municipality=body)
    AdoptionFactory(municipality=body, confirmed=True, stage=AdoptionStage.CONSIDERING)
    hidden = AdoptionFactory(municipality=body, confirmed=True).service
    hidden.status, hidden.unpublished_at = "unpublished", timezone.now()
    hidden.save()
    assert client.get(LIST).context["page"].object_list[0].uses == 1


def test_the_page_sorts_by_work_and_keeps_the_past_apart(client, member):
    body = member.municipality
    minutes = PublishedServiceFactory(name="議事録の道具")
    forms = PublishedServiceFactory(name="申請の道具", answers=complete_answers() | {"work": ["X01"]})
    AdoptionFactory(service=minutes, municipality=body, confirmed=True)
    AdoptionFactory(service=forms, municipality=body)
    AdoptionFactory(
        municipality=body, stage=AdoptionStage.ENDED, ended_on=dt.date(2026, 3, 1), end_reason="再調達のため"
    )
    uses = client.get(body.get_absolute_url()).context["uses"]
    assert [[row.face.service for row in group.rows] for group in uses.in_use] == [
        ["申請の道具"],
        ["議事録の道具"],
    ]
    assert [len(group.rows) for group in uses.ended] == [1]
    page = text(client.get(body.get_absolute_url()))
    assert "事業者申告" in page
    assert "再調達のため" in page


def test_considering_is_for_live_staff_and_hidden_listings_for_nobody(client, member, vendor_user):
    body = member.municipality
    AdoptionFactory(municipality=body, stage=AdoptionStage.CONSIDERING, department="秘密の検討課")
    off = AdoptionFactory(municipality=body, department="停止中の課", confirmed=True).service
    off.status, off.unpublished_at = "unpublished", timezone.now()
    off.save()
    for reader in (client, signed_in(vendor_user), signed_in(UserFactory())):
        page = text(reader.get(body.get_absolute_url()))
        assert "秘密の検討課" not in page
        assert "停止中の課" not in page
    assert "秘密の検討課" in text(signed_in(MembershipFactory().user).get(body.get_absolute_url()))


def test_a_body_that_ended_names_its_successor(client, db):
    successor = MunicipalityFactory(name="新市")
    old = MunicipalityFactory(name="旧町", successor=successor, ended_on=dt.date(2006, 1, 1))
    page = text(client.get(old.get_absolute_url()))
    assert "廃止" in page
    assert successor.get_absolute_url() in page
    assert "まだ登録されていません" in page


@pytest.mark.parametrize("code", ["999999", "12345", "abc", "1" * 300])
def test_codes_beyond_reason_are_404(client, db, code):
    assert client.get(f"/municipalities/{code}/").status_code == 404


def test_the_listing_leads_to_the_body(client, member):
    adoption = AdoptionFactory(municipality=member.municipality)
    assert member.municipality.get_absolute_url() in text(client.get(adoption.service.get_absolute_url()))


def test_the_inbox_holds_what_waits_for_this_body(member):
    waiting = AdoptionFactory(municipality=member.municipality, service__name="待っている道具")
    AdoptionFactory(municipality=member.municipality, service__name="確認した道具", confirmed=True)
    AdoptionFactory(municipality=member.municipality, service__name="検討の道具", stage=AdoptionStage.CONSIDERING)
    AdoptionFactory(service__name="よその道具")
    own = signed_in(member.user)
    page = text(own.get(INBOX))
    assert "待っている道具" in page
    assert "登録した本人が確認することもできます" in page
    assert [name for name in ("確認した道具", "検討の道具", "よその道具") if name in page] == []
    confirm = reverse("catalog:adoption_confirm", args=[waiting.pk])
    assert own.post(f"{confirm}?from=inbox", {"revision": "x"}).url == INBOX
    assert own.post(f"{confirm}?from=inbox", {"revision": 1}).url == INBOX
    assert "確認待ちの導入実績はありません" in text(own.get(INBOX))


def test_a_dispute_is_found_again_in_the_inbox(member, client):
    adoption = AdoptionFactory(municipality=member.municipality)
    own = signed_in(member.user)
    dispute = reverse("catalog:adoption_dispute", args=[adoption.pk])
    assert own.post(f"{dispute}?from=inbox", {"reason": "契約していません。"}).url == INBOX
    page = text(own.get(INBOX))
    assert "契約していません。" in page
    own.post(reverse("catalog:adoption_confirm", args=[adoption.pk]), {"revision": 1})
    assert Adoption.objects.get().status == AdoptionStatus.CONFIRMED


def test_a_correction_with_both_texts_when_a_colleague_was_quicker(member):
    adoption = AdoptionFactory(municipality=member.municipality, department="総務課", origin=AdoptionOrigin.STAFF)
    url = reverse("catalog:adoption_edit", args=[adoption.pk])
    first, second = (signed_in(person.user) for person in (member, MembershipFactory(municipality=member.municipality)))
    assert "総務課" in text(first.get(url))
    data = {"stage": "trial", "department": "税務課", "revision": "1"}
    assert first.post(f"{url}?from=body", data).url == member.municipality.get_absolute_url()
    late = second.post(url, data | {"department": "市民課"})
    assert late.status_code == 409
    assert "先に保存された内容" in text(late)
    assert all(name in text(late) for name in ("税務課", "市民課", 'value="2"'))
    assert second.post(url, data | {"revision": "", "stage": "considering"}).status_code == 422
    assert second.post(url, data | {"revision": "2", "stage": "considering"}).status_code == 302
    adoption.refresh_from_db()
    assert (adoption.department, adoption.stage) == ("税務課", AdoptionStage.CONSIDERING)


def test_ending_through_the_page(member):
    adoption = AdoptionFactory(municipality=member.municipality, started_on=dt.date(2024, 4, 1))
    url, own = reverse("catalog:adoption_end", args=[adoption.pk]), signed_in(member.user)
    assert own.get(url).status_code == 200
    assert own.post(url, {"revision": "1", "ended_on": "2026-03"}).status_code == 422
    early = own.post(url, {"revision": "1", "ended_on": "2024-03", "reason": "再調達"})
    assert early.status_code == 422
    assert "開始月より後" in text(early)
    assert own.post(url, {"revision": "1", "ended_on": "2026-03", "reason": "再調達"}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.stage == AdoptionStage.ENDED
    assert signed_in(MembershipFactory().user).post(url).status_code == 403


def test_the_vendor_corrects_and_withdraws_its_own_unconfirmed_claims(vendor, vendor_user, rival):
    service = PublishedServiceFactory(vendor=vendor)
    claimed = AdoptionFactory(service=service, municipality__name="申告市")
    confirmed = AdoptionFactory(service=service, municipality__name="確認市", confirmed=True)
    AdoptionFactory(service=service, municipality__name="職員市", origin=AdoptionOrigin.STAFF)
    AdoptionFactory(
        service=service,
        municipality__name="異議市",
        status=AdoptionStatus.DISPUTED,
        disputed_at=timezone.now(),
        dispute_reason="違います。",
    )
    own, desk = signed_in(vendor_user), reverse("catalog:desk_adoption_list")
    page = text(own.get(desk))
    assert "申告市" in page
    assert "確認市" in page
    assert [name for name in ("職員市", "異議市") if name in page] == []
    edit = reverse("catalog:adoption_edit", args=[claimed.pk])
    assert "検討" not in text(own.get(edit)).split("<form", 2)[2]
    assert own.post(edit, {"stage": "considering", "revision": "1"}).status_code == 422
    assert own.post(edit, {"stage": "trial", "revision": "1"}).status_code == 422  # without its source
    facts = {"stage": "trial", "revision": "1", "source_url": claimed.source_url}
    assert own.post(f"{edit}?from=desk", facts).url == desk
    assert own.get(reverse("catalog:adoption_edit", args=[confirmed.pk])).status_code == 403
    withdraw = reverse("catalog:adoption_withdraw", args=[claimed.pk])
    assert signed_in(rival).post(withdraw).status_code == 403
    assert own.post(f"{withdraw}?from=desk").url == desk
    assert "申告市" not in text(own.get(desk))
    assert own.post(withdraw).status_code == 404


def test_what_waits(vendor, vendor_user, member):
    AdoptionFactory.create_batch(2, municipality=member.municipality)
    answered = ReviewFactory(service__vendor=vendor)
    ReviewReplyFactory(review=answered)
    ReviewFactory.create_batch(3, service=answered.service)
    counts = [
        {pile.href: pile.rows.count() for pile in piles_of(person, persona_of(person), NOW) if pile.rows.count()}
        for person in (member.user, vendor_user, UserFactory())
    ]
    assert counts == [{INBOX: 2}, {"/desk/reviews/": 3}, {}]


def queries_of(client, path):
    cache.clear()
    caches["process"].clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
def test_the_pages_ask_the_same_number_of_queries(member, staff, limit):
    reader = signed_in(member.user) if staff else Client()
    paths = [LIST, member.municipality.get_absolute_url(), *([INBOX] if staff else [])]

    def more(number):
        for _ in range(number):
            AdoptionFactory(municipality=member.municipality)
            AdoptionFactory(municipality=member.municipality, confirmed=True)
            AdoptionFactory(
                municipality=member.municipality,
                status=AdoptionStatus.DISPUTED,
                disputed_at=timezone.now(),
                dispute_reason="違います。",
            )
            ReviewFactory(municipality=member.municipality, author=UserFactory(), disclosure="body")

    more(1)
    first = [queries_of(reader, path) for path in paths]
    more(2)
    assert [queries_of(reader, path) for path in paths] == first
    assert max(first) <= limit
    assert Municipality.objects.count() > 1


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"confirmed": True}, True),
        ({"stage": AdoptionStage.CONSIDERING}, False),
        ({"status": AdoptionStatus.DISPUTED, "disputed_at": NOW, "dispute_reason": "使っていません"}, False),
    ],
)
def test_what_a_body_considers_or_disputes_is_not_said_to_be_used_there(member, facts, expected):
    body = member.municipality
    near = MunicipalityFactory(prefecture_code=body.prefecture_code, prefecture=body.prefecture)
    service = AdoptionFactory(municipality=near, confirmed=True).service
    AdoptionFactory(service=service, municipality=body, **facts)
    around = signed_in(member.user).get(body.get_absolute_url()).context["around"]
    assert [row.is_used_here for row in around.neighbours] == [expected]
