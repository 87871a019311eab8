"""The operators' screens."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from catalog.enums import DraftStatus, ServiceStatus
from catalog.models import Category, Collection, Review, ServiceDraft, ServiceVersion
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    CategoryFactory,
    CollectionFactory,
    MembershipFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ServiceDraftFactory,
    ServiceFactory,
    VendorMembershipFactory,
)


def screen(name, *args):
    return reverse(f"admin:catalog_{name}", args=args)


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.OPERATOR_MFA = False


@pytest.fixture
def office(operator):
    return signed_in(operator)


def test_the_queue_shows_what_waits_and_not_what_is_still_being_written(office):
    waiting = ServiceDraftFactory(in_review=True, service__name="待っている掲載")
    ServiceDraftFactory(service__name="書きかけの掲載")
    page = office.get(screen("servicedraft_changelist")).content.decode()
    assert "待っている掲載" in page
    assert "書きかけの掲載" not in page
    review = office.get(screen("servicedraft_review", waiting.pk)).content.decode()
    assert waiting.description in review
    assert "日本国内のみ" in review


def test_publishing_twice_from_two_screens(office):
    draft = ServiceDraftFactory(in_review=True)
    url = screen("servicedraft_publish", draft.pk)
    assert office.post(url, {"revision": 1}).status_code == 302
    assert ServiceVersion.objects.count() == 1
    assert office.post(url, {"revision": 1}).status_code == 404


def test_a_text_that_changed_is_not_published(office):
    draft = ServiceDraftFactory(in_review=True, revision=3)
    page = office.post(screen("servicedraft_publish", draft.pk), {"revision": 2}, follow=True).content.decode()
    assert "掲載内容が変わりました" in page
    assert (
        "画面の情報が欠けています"
        in office.post(screen("servicedraft_publish", draft.pk), {"revision": "x"}, follow=True).content.decode()
    )
    assert not ServiceVersion.objects.exists()


def test_returning_needs_a_reason(office):
    draft = ServiceDraftFactory(in_review=True)
    url = screen("servicedraft_return", draft.pk)
    assert office.get(url).status_code == 200
    assert office.post(url, {"reason": "　"}).status_code == 200
    assert ServiceDraft.objects.get().status == DraftStatus.IN_REVIEW
    office.post(url, {"reason": "価格の単位を書いてください。"})
    draft.refresh_from_db()
    assert (draft.status, draft.return_reason) == (DraftStatus.RETURNED, "価格の単位を書いてください。")


def test_suspending_and_lifting(office):
    service = PublishedServiceFactory()
    office.post(screen("service_suspend", service.pk), {"reason": "権利者から申立てがありました。"})
    service.refresh_from_db()
    assert service.status == ServiceStatus.SUSPENDED
    assert "停止を解除する" in office.get(screen("service_changelist")).content.decode()
    assert office.get(screen("service_lift", service.pk)).status_code == 200
    office.post(screen("service_lift", service.pk))
    service.refresh_from_db()
    assert service.status == ServiceStatus.PUBLISHED
    page = office.post(screen("service_lift", service.pk), follow=True).content.decode()
    assert "停止されていません" in page


def test_nothing_is_changed_by_hand(office):
    service, adoption, draft = ServiceFactory(), AdoptionFactory(), ServiceDraftFactory(in_review=True)
    for name, pk in (("service", service.pk), ("adoption", adoption.pk), ("servicedraft", draft.pk)):
        assert office.post(screen(f"{name}_change", pk), {"status": "published"}).status_code == 403
        assert office.get(screen(f"{name}_add")).status_code == 403
        assert office.post(screen(f"{name}_delete", pk), {"post": "yes"}).status_code == 403
        assert office.get(screen(f"{name}_changelist")).status_code == 200


def test_categories_are_renamed_with_an_audit_row(office):
    category = CategoryFactory()
    data = {"name": "新しい名前", "group": "", "position": 3}
    change = screen("category_change", category.pk)
    assert "保存する前に影響を見る" in office.get(change).content.decode()
    preview = office.post(change, data)
    assert (preview.status_code, Category.objects.get().name) == (200, category.name)
    assert office.post(change, data | {"seen": preview.context["state"]}).status_code == 302
    assert Category.objects.get().name == "新しい名前"
    assert AuditEvent.objects.get().verb == "category_saved"


def test_collections_are_kept_with_their_listings(office):
    service = PublishedServiceFactory()
    data = {
        "slug": "covid",
        "title": "感染症への備え",
        "introduction": "紹介文",
        "starts_on": "2026-01-01",
        "ends_on": "",
        "items-TOTAL_FORMS": 1,
        "items-INITIAL_FORMS": 0,
        "items-0-service": service.pk,
        "items-0-position": 1,
        "items-0-note": "すぐ使えます",
    }
    assert office.post(screen("collection_add"), data).status_code == 302
    collection = Collection.objects.get()
    assert collection.items.get().service == service
    assert AuditEvent.objects.get().verb == "collection_saved"
    assert office.get(screen("collection_change", collection.pk)).status_code == 200


def test_the_screens_are_for_operators(vendor_user):
    client = signed_in(vendor_user)
    draft = ServiceDraftFactory(in_review=True)
    CollectionFactory()
    for path in (
        screen("servicedraft_changelist"),
        screen("servicedraft_review", draft.pk),
        screen("servicedraft_publish", draft.pk),
    ):
        assert client.post(path).status_code in {302, 403, 404}
    draft.refresh_from_db()
    assert draft.status == DraftStatus.IN_REVIEW


def test_an_operator_of_the_same_vendor_reads_why(office, operator, vendor):
    VendorMembershipFactory(vendor=vendor, user=operator)
    draft = ServiceDraftFactory(in_review=True, service__vendor=vendor)
    page = office.post(screen("servicedraft_publish", draft.pk), {"revision": 1}, follow=True).content.decode()
    assert "所属する事業者" in page


def test_reviews_are_hidden_with_a_reason_and_shown_again(office):
    review = ReviewFactory(good_points="前の文章です。")
    Review.objects.filter(pk=review.pk).update(good_points="あとの文章です。")
    page = office.get(screen("review_change", review.pk)).content.decode()
    assert "前の文章です。" in page
    assert "あとの文章です。" in page
    ask = {"action": "hide", "_selected_action": review.pk}
    assert "理由" in office.post(screen("review_changelist"), ask).content.decode()
    office.post(screen("review_changelist"), ask | {"reason": "広告のため"})
    review.refresh_from_db()
    assert (review.status, review.hidden_reason) == ("hidden", "広告のため")
    again = office.post(screen("review_changelist"), ask | {"reason": "広告のため"}, follow=True).content.decode()
    assert "公開中のレビューだけ" in again
    office.post(screen("review_changelist"), ask | {"action": "show", "reason": "誤りでした"})
    review.refresh_from_db()
    assert review.status == "published"


def test_an_operator_of_a_vendor_sees_no_reviewers_of_it(office, operator, vendor):
    VendorMembershipFactory(vendor=vendor, user=operator)
    own = ReviewFactory(service__vendor=vendor, membership=MembershipFactory(municipality__name="架空深海市"))
    other = ReviewFactory(membership=MembershipFactory(municipality__name="架空高山市"))
    page = office.get(screen("review_changelist")).content.decode()
    assert "架空高山市" in page
    assert "架空深海市" not in page
    assert office.get(screen("review_change", other.pk)).status_code == 200
    assert office.get(screen("review_change", own.pk)).status_code == 302
