"""Rows of adoptions and words of reviews, rendered once for many: nothing old is shown, nothing of another reader."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from accounts.models import Vendor
from catalog import actions
from catalog.adoption_rows import _row, _use_row
from catalog.enums import AdoptionStage, AdoptionStatus, ReviewDisclosure
from catalog.models import Adoption, Review, Service
from catalog.municipality_page import PAGE_SIZE
from catalog.review_cards import _card
from catalog.specsheet import facet_token, load_sheet
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ReviewFactory,
    UserFactory,
    VendorMembershipFactory,
    complete_answers,
)
from tests.journeys.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    for remembered in (_row, _use_row, _card):
        remembered.cache_clear()
    caches["process"].clear()


@pytest.fixture
def fresh():
    """A visitor whose pages never come from the page cache."""
    client = Client()
    client.cookies.load("bench=fresh")
    return client


def page(reader, thing, query=None):
    response = reader.get(thing.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def test_buttons_are_of_the_readers_own_body_alone(fresh):
    member = MembershipFactory(municipality__name="確認する市")
    adoption = AdoptionFactory(municipality=member.municipality)
    places = (adoption.service, adoption.municipality)
    own, other = signed_in(member.user), signed_in(MembershipFactory().user)
    for _ in range(2):
        for place in places:
            assert "事実と確認する" in page(own, place)
            for reader in (other, fresh):
                shown = page(reader, place)
                assert "事業者申告" in shown
                assert "事実と確認する" not in shown
                assert "訂正する" not in shown


def test_a_row_follows_every_change_of_its_record(fresh):
    adoption = AdoptionFactory(department="はじめの課", amount=1_000_000, amount_tax="excluded")
    changes = [
        ({"department": "あとの課"}, "あとの課"),
        ({"amount": 2_345_678}, "2,345,678円"),
        ({"amount_scope": "五年分"}, "五年分"),
        ({"started_on": dt.date(2024, 5, 1)}, "2024年5月"),
        ({"procurement_method": "proposal"}, "公募型プロポーザル"),
        ({"source_url": "https://shutten.example/"}, "https://shutten.example/"),
        (
            {"status": AdoptionStatus.CONFIRMED, "confirmed_at": timezone.now(), "confirmed_by_key": UserFactory().key},
            "確認済み",
        ),
        ({"stage": AdoptionStage.TRIAL}, "試行"),
        ({"stage": AdoptionStage.ENDED, "end_reason": "やめました"}, "やめました"),
        ({"ended_on": dt.date(2025, 8, 1)}, "2025年8月"),
    ]
    for values, text in changes:
        before = [page(fresh, place) for place in (adoption.service, adoption.municipality)]
        Adoption.objects.filter(pk=adoption.pk).update(**values)
        after = [page(fresh, place) for place in (adoption.service, adoption.municipality)]
        assert all(old != new and text in new for old, new in zip(before, after, strict=True)), values


def test_what_is_disputed_or_only_considered_leaves_with_the_sight_of_it(fresh):
    member = MembershipFactory()
    claimed = AdoptionFactory(municipality=member.municipality, department="異議の課")
    service = claimed.service
    AdoptionFactory(
        service=service, municipality=member.municipality, department="検討の課", stage=AdoptionStage.CONSIDERING
    )
    own, outsider = signed_in(member.user), signed_in(UserFactory())
    places = (service, member.municipality)
    assert all("検討の課" in page(own, place) and "異議の課" in page(fresh, place) for place in places)
    actions.dispute_adoption(adoption=claimed, reason="契約していません。", actor=member.user, now=timezone.now())
    for place in places:
        assert "異議あり" in page(own, place)
        for reader in (fresh, outsider):
            shown = page(reader, place)
            assert "異議の課" not in shown
            assert "異議あり" not in shown
            assert "検討の課" not in shown


def test_a_row_marked_as_near_is_so_for_the_reader_alone(fresh):
    member = MembershipFactory()
    body = member.municipality
    near = MunicipalityFactory(kind=body.kind, prefecture=body.prefecture, prefecture_code=body.prefecture_code)
    adoption = AdoptionFactory(municipality=near, confirmed=True)
    mark = '<span class="badge badge--action">近い自治体</span>'
    for _ in range(2):
        assert mark in page(signed_in(member.user), adoption.service)
        assert mark not in page(fresh, adoption.service)


def test_a_review_shows_no_more_of_its_author_than_now_disclosed(fresh):
    member = MembershipFactory(user__name="公開 花子", municipality__name="公開市")
    review = ReviewFactory(membership=member, disclosure=ReviewDisclosure.PERSON, good_points="良い道具です")
    assert "公開 花子" in page(fresh, review.service)
    Review.objects.filter(pk=review.pk).update(disclosure=ReviewDisclosure.BODY)
    shown = page(fresh, review.service)
    assert "公開市" in shown
    assert "公開 花子" not in shown
    Review.objects.filter(pk=review.pk).update(disclosure=ReviewDisclosure.BAND)
    for reader in (fresh, signed_in(UserFactory()), signed_in(MembershipFactory().user)):
        shown = page(reader, review.service)
        assert "良い道具です" in shown
        assert "公開市" not in shown
        assert "公開 花子" not in shown


def test_a_closed_account_has_no_name_any_more(fresh):
    member = MembershipFactory(user__name="去った 太郎")
    review = ReviewFactory(membership=member, disclosure=ReviewDisclosure.PERSON)
    assert "去った 太郎" in page(fresh, review.service)
    member.user.is_active = False
    member.user.save()
    assert "去った 太郎" not in page(fresh, review.service)


def test_a_hidden_review_is_gone_and_its_reason_for_the_author_alone(fresh):
    member = MembershipFactory()
    review = ReviewFactory(membership=member, good_points="消える言葉です")
    readers = (fresh, signed_in(MembershipFactory().user))
    own = signed_in(member.user)
    assert "あなたのレビュー" in page(own, review.service)
    for reader in readers:
        shown = page(reader, review.service)
        assert "消える言葉です" in shown
        assert "あなたのレビュー" not in shown
    actions.hide_review(review=review, reason="個人情報のため", actor=OperatorFactory(), now=timezone.now())
    assert "個人情報のため" in page(own, review)
    for reader in readers:
        assert "消える言葉です" not in page(reader, review.service)
        assert reader.get(review.get_absolute_url()).status_code == 404


def test_helpful_marks_are_the_readers_own(fresh):
    review = ReviewFactory()
    member = MembershipFactory()
    actions.mark_review(review=review, is_helpful=True, actor=member.user, now=timezone.now())
    assert "参考になったを取り消す" in page(signed_in(member.user), review.service)
    other = page(signed_in(MembershipFactory().user), review.service)
    assert "参考になったを取り消す" not in other
    assert "参考になった</button>" in other
    assert "参考になった</button>" not in page(fresh, review.service)


def test_a_card_follows_every_change_of_its_review(fresh):
    review = ReviewFactory(membership=MembershipFactory(), disclosure=ReviewDisclosure.BODY, helpful_count=7)
    staff = signed_in(MembershipFactory().user)
    changes = [
        (Review, review.pk, {"good_points": "書き直した言葉です"}, "書き直した言葉です"),
        (Review, review.pk, {"wishes": "新しい要望です"}, "新しい要望です"),
        (Review, review.pk, {"usage": "over_5"}, "利用 5年以上"),
        (Review, review.pk, {"role": "procurement"}, "調達・契約の担当者"),
        (Review, review.pk, {"overall": 1}, None),
        (Review, review.pk, {"helpful_count": 1234}, "1,234人が参考になった"),
        (Service, review.service_id, {"name": "あとの名前の道具"}, "あとの名前の道具"),
    ]
    for model, pk, values, text in changes:
        before = [page(reader, review.municipality) for reader in (fresh, staff)]
        model.objects.filter(pk=pk).update(**values)
        after = [page(reader, review.municipality) for reader in (fresh, staff)]
        assert all(old != new for old, new in zip(before, after, strict=True)), values
        assert all((text or "") in shown for shown in after), values


def test_buttons_under_a_review_are_of_whom_they_concern(fresh):
    author, team = MembershipFactory(), VendorMembershipFactory()
    review = ReviewFactory(membership=author, service=PublishedServiceFactory(vendor=team.vendor))
    own, staff, vendor = (signed_in(each.user) for each in (author, MembershipFactory(), team))
    buttons = {own: "取り下げる</button>", staff: "参考になった</button>", vendor: ">返信する</a>"}
    for _ in range(2):
        for reader in (own, staff, vendor, fresh):
            shown = page(reader, review.service)
            for whose, button in buttons.items():
                assert (button in shown) == (whose is reader), button
            assert ("通報する" in shown) == (reader is not own)


def test_the_buttons_under_reviews_are_sent_with_the_readers_own_token(fresh):
    """A visitor's page, which is kept for others, holds no token."""
    member, review = (
        MembershipFactory(),
        ReviewFactory(membership=MembershipFactory(), disclosure=ReviewDisclosure.BODY),
    )
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    for place in (review.service, review.municipality, review):
        assert 'id="review-tools"' not in page(fresh, place)
        form, button = Page(page(client, place)).form_of("参考になった")
        assert client.post(button.action, form.filled_in(button, {})).status_code == 302
    review.refresh_from_db()
    assert review.helpful_count == 1, "pressed, taken back, pressed again"
    assert Client(enforce_csrf_checks=True).post(button.action, {"helpful": "no"}).status_code == 403


def test_everything_a_body_uses_is_reached_by_turning_pages(fresh):
    body = MunicipalityFactory()
    total = PAGE_SIZE + 3
    for number in range(total):
        AdoptionFactory(municipality=body, service__name=f"道具{number:03}の名")
    AdoptionFactory(municipality=body, service__name="昔の道具", stage=AdoptionStage.ENDED)
    seen = [page(fresh, body, {"page": number}) for number in (1, 2)]
    found = [[f"道具{number:03}の名" in shown for number in range(total)].count(True) for shown in seen]
    assert found == [PAGE_SIZE, 3]
    assert all(any(f"道具{number:03}の名" in shown for shown in seen) for number in range(total))
    assert ["昔の道具" in shown for shown in seen] == [True, False]
    assert "?page=2" in seen[0]


@pytest.mark.parametrize("asked", ["0", "-1", "x", "9", "9" * 400, "１", "\x00", "1.5"])
def test_a_page_that_is_not_there_is_repaired(fresh, asked):
    body = AdoptionFactory(service__name="ただ一つの道具").municipality
    shown = page(fresh, body, {"page": asked})
    assert "ただ一つの道具" in shown
    assert "ページ" in shown


def test_groups_stand_in_the_order_of_the_question_across_pages(fresh):
    body, choices = MunicipalityFactory(), load_sheet().question("work").choices
    asked = [choices[5], choices[40], choices[0]]
    for choice in asked:
        AdoptionFactory(
            municipality=body, service=PublishedServiceFactory(answers=complete_answers() | {"work": [choice.code]})
        )
    groups = fresh.get(body.get_absolute_url()).context["uses"].in_use
    assert [group.label for group in groups] == [choices[number].label for number in (0, 5, 40)]


def test_fragments_are_rendered_once(fresh):
    service = PublishedServiceFactory()
    AdoptionFactory.create_batch(3, service=service)
    ReviewFactory(service=service, membership=MembershipFactory())
    for _ in range(3):
        page(fresh, service)
    assert (_row.cache_info().misses, _row.cache_info().hits) == (3, 6)
    assert (_card.cache_info().misses, _card.cache_info().hits) == (1, 2)


def test_the_text_of_a_page_follows_what_it_names_of_the_vendor_and_the_figures(fresh):
    service = PublishedServiceFactory(vendor__name="前の社名")
    changes = [
        (Vendor, service.vendor_id, {"name": "後の社名"}, "後の社名"),
        (Vendor, service.vendor_id, {"is_startup": True}, "スタートアップ"),
        (Vendor, service.vendor_id, {"headquarters": "11"}, "埼玉県"),
        (Vendor, service.vendor_id, {"service_areas": ["13"]}, "東京都"),
        (Vendor, service.vendor_id, {"website": "https://ato.example/"}, "https://ato.example/"),
        (Service, service.pk, {"confirmed_adoptions": 1234}, "1,234団体（確認済み）"),
        (Service, service.pk, {"confirmed_on": dt.date(2024, 2, 3)}, "2024年2月3日"),
        (Service, service.pk, {"facets": [facet_token("delivery", "saas")]}, '<span class="tag">'),
    ]
    for model, pk, values, text in changes:
        before = page(fresh, service)
        model.objects.filter(pk=pk).update(**values)
        after = page(fresh, service)
        assert before != after, values
        assert text in after, values
    assert "前の社名" not in after


def test_what_is_compiled_for_visitors_shows_each_listing_its_own(fresh):
    shown = [PublishedServiceFactory(), PublishedServiceFactory()]
    for number, service in enumerate(shown):
        AdoptionFactory(service=service, department=f"第{number}の課")
        ReviewFactory(service=service, membership=MembershipFactory(), good_points=f"第{number}の言葉")
    for _ in range(2):
        for number, service in enumerate(shown):
            text = page(fresh, service)
            assert f"第{number}の課" in text
            assert f"第{number}の言葉" in text
            assert f"第{1 - number}の" not in text


def test_a_listing_that_left_is_gone_for_visitors(fresh):
    service = PublishedServiceFactory()
    assert page(fresh, service)
    Vendor.objects.filter(pk=service.vendor_id).update(is_suspended=True)
    assert fresh.get(service.get_absolute_url()).status_code == 404
    assert fresh.get(f"/services/{10**30}/").status_code == 404
