"""レビュー through the pages: who writes, what is shown of them, and nothing more."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutboxMail
from catalog.actions.reviews import recount_reviews
from catalog.enums import ReviewDisclosure, ReviewStatus
from catalog.models import Review, ReviewReply
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ReviewReplyFactory,
    UserFactory,
)

CLASS = "市（人口3万人〜5万人未満）"


@pytest.fixture
def member(db):
    return MembershipFactory(municipality__name="架空深海市", user__name="深海 太郎")


@pytest.fixture
def service(vendor):
    return PublishedServiceFactory(vendor=vendor)


def address(name, service, *args):
    return reverse(f"catalog:{name}", args=[service.pk, *args])


def words(**changed):
    return {
        "overall": "4",
        "usability": "5",
        "administration": "",
        "usage": "1_3",
        "role": "user",
        "good_points": "画面が分かりやすいです。",
        "wishes": "",
        "disclosure": "band",
        "client_token": str(uuid4()),
    } | changed


def text(response):
    return response.content.decode()


def test_staff_write_and_everyone_reads(service, member, client):
    own = signed_in(member.user)
    assert "レビューを書く" in text(own.get(service.get_absolute_url()))
    page = text(own.get(address("review_create", service)))
    assert "埼玉県架空深海市 深海 太郎" in page  # the preview says what each choice shows
    data = words()
    response = own.post(address("review_create", service), data)
    review = Review.objects.get()
    assert response.url == review.get_absolute_url()
    assert own.post(address("review_create", service), data).url == response.url
    assert (Review.objects.count(), review.administration) == (1, None)
    for path in (service.get_absolute_url(), address("review_list", service), review.get_absolute_url()):
        shown = text(client.get(path))
        assert "画面が分かりやすいです。" in shown
        assert "個人の見解です" in shown


def test_who_has_written_goes_on_to_rewrite(service, member):
    own = signed_in(member.user)
    own.post(address("review_create", service), words())
    review = Review.objects.get()
    edit = address("review_edit", service, review.pk)
    assert own.get(address("review_create", service)).url == review.get_absolute_url()
    assert edit in text(own.get(review.get_absolute_url()))
    again = own.post(address("review_create", service), words())
    assert again.status_code == 422
    assert "すでに書いています" in text(again)
    assert "画面が分かりやすいです。" in text(own.get(edit))
    assert own.post(edit, words(good_points="直しました。", revision="1")).url == review.get_absolute_url()
    stale = own.post(edit, words(good_points="古い画面から", revision="1"))
    assert stale.status_code == 409
    assert "古い画面から" in text(stale)
    assert "直しました。" in text(stale)
    assert 'name="revision" value="2"' in text(stale)
    assert Review.objects.get().good_points == "直しました。"


@pytest.mark.parametrize(
    "wrong",
    [
        {"overall": ""},
        {"overall": "6"},
        {"usability": "x"},
        {"usage": "forever"},
        {"role": ""},
        {"good_points": "", "wishes": "　"},
        {"good_points": "あ" * 2001},
        {"good_points": "架空深海市で使っています。"},
        {"wishes": "担当の深海太郎です。"},
        {"disclosure": "body", "wishes": "深海 太郎より"},
        {"disclosure": "all"},
        {"client_token": "x"},
    ],
)
def test_what_is_wrong_is_said_beside_the_field(service, member, wrong):
    response = signed_in(member.user).post(address("review_create", service), words(**wrong))
    assert response.status_code == 422
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("level", "shown", "kept_back"),
    [
        (ReviewDisclosure.BAND, [CLASS], ["架空深海市", "深海 太郎"]),
        (ReviewDisclosure.BODY, ["埼玉県架空深海市"], [CLASS, "深海 太郎"]),
        (ReviewDisclosure.PERSON, ["埼玉県架空深海市", "深海 太郎"], [CLASS]),
    ],
)
def test_nobody_reads_more_of_the_author_than_they_chose(service, member, vendor_user, level, shown, kept_back):
    review = ReviewFactory(service=service, membership=member, disclosure=level, body_class=CLASS)
    ReviewReplyFactory(review=review)
    recount_reviews(service, now=timezone.now())
    secrets = [*kept_back, member.user.email, str(member.user.key)]
    readers = [Client(), *map(signed_in, (UserFactory(), vendor_user, MembershipFactory().user))]
    colleague = MembershipFactory(municipality=MembershipFactory(municipality__name="別の市").municipality)
    for reader in [*readers, signed_in(colleague.user)]:
        for path in (service.get_absolute_url(), address("review_list", service), review.get_absolute_url()):
            page = text(reader.get(path))
            assert all(word in page for word in shown)
            assert [word for word in secrets if word in page] == []
    desk = text(signed_in(vendor_user).get(reverse("catalog:desk_review_list")))
    assert [word for word in secrets if word in desk] == []
    data = "".join(text(Client().get(f"/services.{kind}")) for kind in ("json", "atom"))
    assert [word for word in secrets if word in data] == []


def test_a_hidden_body_does_not_show_on_its_own_page(client, member):
    ReviewFactory(membership=member, good_points="伏せて書きました。")
    ReviewFactory(membership=member, good_points="名乗って書きました。", disclosure=ReviewDisclosure.BODY)
    for reader in (client, signed_in(MembershipFactory(municipality=member.municipality).user)):
        page = text(reader.get(member.municipality.get_absolute_url()))
        assert "名乗って書きました。" in page
        assert "伏せて書きました。" not in page


def test_a_confirmed_adoption_is_marked_only_beside_a_named_body(client, service):
    named = MembershipFactory()
    for disclosure in (ReviewDisclosure.BAND, ReviewDisclosure.BODY):
        review = ReviewFactory(service=service, membership=named, author=UserFactory(), disclosure=disclosure)
        AdoptionFactory(service=service, municipality=review.municipality, department=disclosure, confirmed=True)
    page = text(client.get(address("review_list", service)))
    assert page.count("導入を確認済みの団体") == 1


def test_a_closed_account_has_no_name_and_a_deleted_one_leaves_the_review(client, member):
    review = ReviewFactory(membership=member, disclosure=ReviewDisclosure.PERSON)
    member.user.is_active = False
    member.user.save()
    page = text(client.get(review.get_absolute_url()))
    assert "架空深海市" in page
    assert "深海 太郎" not in page
    Review.objects.update(author=None)
    assert client.get(review.get_absolute_url()).status_code == 200


def test_averages_show_from_three_municipalities_on(client, service):
    ReviewFactory.create_batch(2, service=service, disclosure=ReviewDisclosure.BODY)
    recount_reviews(service, now=timezone.now())
    assert "3団体以上のレビューが集まってから" in text(client.get(service.get_absolute_url()))
    ReviewFactory(service=service, disclosure=ReviewDisclosure.BODY, overall=1)
    recount_reviews(service, now=timezone.now())
    page = text(client.get(service.get_absolute_url()))
    assert "5点中3.0点（3件）" in page
    assert "まだ平均を出せません" in page  # nobody judged 費用対効果


def test_the_vendor_replies_once_and_names_nobody(service, vendor_user, rival):
    review = ReviewFactory(service=service)
    url = address("review_reply", service, review.pk)
    own = signed_in(vendor_user)
    page = own.get(url)
    assert page.status_code == 200
    assert "返信する</a>" not in text(page), "it is the way it would lead to"
    assert "返信する</a>" in text(own.get(review.get_absolute_url()))
    assert own.post(url, {"body": " "}).status_code == 422
    assert own.post(url, {"body": "改善します。"}).url == review.get_absolute_url()
    again = own.post(url, {"body": "もう一度。"})
    assert again.status_code == 422
    assert "返信済みです" in text(again)
    assert "もう一度。" in text(again)  # what was written is not lost
    assert ReviewReply.objects.get().body == "改善します。"
    page = text(Client().get(review.get_absolute_url()))
    assert f"{service.vendor.name}からの返信" in page
    assert vendor_user.name not in page
    assert signed_in(rival).get(url).status_code == 403


def test_a_reply_older_than_the_words_says_so(client, service):
    review = ReviewFactory(service=service)
    ReviewReplyFactory(review=review)
    Review.objects.update(revised_at=timezone.now())
    assert "返信のあとに書き直されています" in text(client.get(review.get_absolute_url()))


def test_helpful_is_pressed_and_taken_back(service):
    review = ReviewFactory(service=service)
    url, reader = address("review_helpful", service, review.pk), signed_in(MembershipFactory().user)
    reader.post(url, {"helpful": "yes"})
    assert "1人が参考になった" in text(reader.get(review.get_absolute_url()))
    reader.post(url, {"helpful": "no"})
    reader.post(url, {"helpful": "perhaps"})
    review.refresh_from_db()
    assert review.helpful_count == 0


def test_a_withdrawn_review_is_gone_for_all_but_its_author(client, service, member, vendor_user):
    review = ReviewFactory(service=service, membership=member)
    own = signed_in(member.user)
    assert own.post(address("review_withdraw", service, review.pk)).status_code == 302
    for reader in (client, signed_in(vendor_user)):
        assert reader.get(review.get_absolute_url()).status_code == 404
    assert own.get(review.get_absolute_url()).status_code == 200
    assert review.good_points in text(own.get(address("review_create", service)))  # ready to be published again
    own.post(address("review_create", service), words())
    assert client.get(review.get_absolute_url()).status_code == 200


def test_a_hidden_review_shows_its_reason_to_the_author_alone(client, service, member):
    review = ReviewFactory(
        service=service,
        membership=member,
        status=ReviewStatus.HIDDEN,
        hidden_at=timezone.now(),
        hidden_reason="個人名があるため",
    )
    own = signed_in(member.user)
    assert "個人名があるため" in text(own.get(review.get_absolute_url()))
    assert own.get(address("review_create", service)).url == review.get_absolute_url()
    assert own.post(address("review_create", service), words()).status_code == 422
    assert client.get(review.get_absolute_url()).status_code == 404


def test_reviews_of_another_listing_are_not_at_this_address(client, service):
    review = ReviewFactory()
    assert client.get(address("review_detail", service, review.pk)).status_code == 404


def test_reviews_are_reported_to_the_operators(service):
    review, operator = ReviewFactory(service=service), OperatorFactory()
    reader = signed_in(UserFactory())
    url = reverse("accounts:report_new", args=["review", review.pk])
    assert f"「{service.name}」へのレビュー" in reader.get(url).content.decode()
    assert reader.post(url, {"reason": "広告です。"}).url == review.get_absolute_url()
    assert OutboxMail.objects.get(event="report_received").to == operator.email


def queries_of(client, path):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("staff", "limit"), [(False, 5), (True, 8)])
@pytest.mark.parametrize("page", ["listing", "reviews"])
def test_the_pages_ask_the_same_number_of_queries(service, staff, limit, page):
    reader = signed_in(MembershipFactory().user) if staff else Client()
    path = service.get_absolute_url() if page == "listing" else address("review_list", service)

    def more(number):
        for _ in range(number):
            review = ReviewFactory(service=service, disclosure=ReviewDisclosure.PERSON)
            AdoptionFactory(service=service, municipality=review.municipality, confirmed=True)
            ReviewReplyFactory(review=review)
        recount_reviews(service, now=timezone.now())

    more(1)
    first = queries_of(reader, path)
    more(2)
    assert queries_of(reader, path) == first <= limit


def test_the_desk_asks_the_same_number_of_queries(service, vendor_user):
    reader, path = signed_in(vendor_user), reverse("catalog:desk_review_list")
    ReviewFactory(service=service)
    first = queries_of(reader, path)
    ReviewReplyFactory(review=ReviewFactory(service=service))
    ReviewFactory(service=service)
    assert queries_of(reader, path) == first <= 8
