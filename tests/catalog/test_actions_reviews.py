"""レビュー: written, rewritten, withdrawn, answered, marked, hidden."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, Notification, OutboxMail
from catalog import actions
from catalog.enums import ReviewDisclosure, ReviewerRole, ReviewStatus, UsagePeriod
from catalog.models import Review, ReviewHelpful, ReviewReply, ReviewSummary
from dss.access import DomainError, PolicyRefused
from tests.factories import (
    MembershipFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ServiceVersionFactory,
    UserFactory,
    VendorMembershipFactory,
)

WORDS = actions.ReviewWords(
    disclosure=ReviewDisclosure.BAND,
    overall=4,
    usability=5,
    administration=4,
    fit=3,
    support=4,
    value=None,
    usage=UsagePeriod.FROM_1,
    role=ReviewerRole.USER,
    good_points="画面が分かりやすいです。",
    wishes="",
)


@pytest.fixture
def service(vendor):
    return PublishedServiceFactory(vendor=vendor)


@pytest.fixture
def member(db):
    return MembershipFactory()


def write(service, member, now, words=WORDS, token=None):
    return actions.write_review(service=service, words=words, client_token=token or uuid4(), actor=member.user, now=now)


def summary(service):
    return ReviewSummary.objects.get(service=service)


def test_a_review_points_at_what_was_written_about_and_tells_the_vendor(service, member, vendor_user, now):
    review = write(service, member, now)
    assert (review.version, review.municipality, review.status) == (
        service.current,
        member.municipality,
        ReviewStatus.PUBLISHED,
    )
    assert review.body_class == "自治体（区分と人口規模は伏せています）"
    assert summary(service).reviews == 1
    assert [mail.to for mail in OutboxMail.objects.all()] == [vendor_user.email]
    assert AuditEvent.objects.get(verb="review_written").object_id == str(review.pk)


def test_the_same_form_sent_twice_makes_one_review_and_one_mail(service, member, vendor_user, now):
    token = uuid4()
    assert write(service, member, now, token=token) == write(service, member, now, token=token)
    assert (Review.objects.count(), OutboxMail.objects.count()) == (1, 1)
    with pytest.raises(DomainError, match="すでに書いています"):
        write(service, member, now)


def test_two_people_of_one_body_write_each_their_own(service, member, now):
    write(service, member, now)
    write(service, MembershipFactory(municipality=member.municipality), now)
    assert Review.objects.count() == 2


def test_averages_are_stored_from_three_municipalities_on(service, member, now):
    named = replace(WORDS, disclosure=ReviewDisclosure.BODY)
    write(service, member, now, named)
    write(service, MembershipFactory(municipality=member.municipality), now, named)
    write(service, MembershipFactory(), now, named)
    assert (summary(service).reviews, summary(service).overall) == (3, None)
    write(service, MembershipFactory(), now, replace(named, overall=2))
    assert summary(service).overall == pytest.approx(3.5)
    assert summary(service).value is None


def test_the_database_keeps_averages_back_before(service):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSummary.objects.create(service=service, reviews=2, bodies=2, overall=4)


def test_rewriting_keeps_the_earlier_words_and_takes_the_present_version(service, member, now):
    review = write(service, member, now)
    service.current = ServiceVersionFactory(service=service, number=2)
    service.save()
    later = now + dt.timedelta(days=30)
    actions.edit_review(
        review=review,
        revision=1,
        words=replace(WORDS, good_points="新しい版もよいです。"),
        actor=member.user,
        now=later,
    )
    review.refresh_from_db()
    assert (review.revision, review.version.number, review.revised_at) == (2, 2, later)
    texts = review.events.order_by("pgh_id").values_list("good_points", "version__number")
    assert list(texts) == [(WORDS.good_points, 1), ("新しい版もよいです。", 2)]
    with pytest.raises(actions.ReviewChanged, match="先に書き直されています"):
        actions.edit_review(review=review, revision=1, words=WORDS, actor=member.user, now=later)


def test_only_the_author_rewrites_and_only_while_serving_the_body(service, member, now):
    review = write(service, member, now)
    colleague = MembershipFactory(municipality=member.municipality).user
    for person in (colleague, UserFactory(), OperatorFactory()):
        with pytest.raises(PolicyRefused):
            actions.edit_review(review=review, revision=1, words=WORDS, actor=person, now=now)
        with pytest.raises(PolicyRefused):
            actions.withdraw_review(review=review, actor=person, now=now)
    member.expires_on = dt.date(2020, 5, 31)
    member.save()
    with pytest.raises(PolicyRefused, match="所属している間だけ"):
        actions.edit_review(review=review, revision=1, words=WORDS, actor=member.user, now=now)
    actions.withdraw_review(review=review, actor=member.user, now=now)
    assert Review.objects.get().status == ReviewStatus.WITHDRAWN


def test_a_withdrawn_review_comes_back_when_it_is_written_again(service, member, now):
    review = write(service, member, now)
    actions.withdraw_review(review=review, actor=member.user, now=now)
    assert summary(service).reviews == 0
    again = write(service, member, now, replace(WORDS, overall=1))
    assert (again.pk, again.status, again.overall) == (review.pk, ReviewStatus.PUBLISHED, 1)
    assert summary(service).reviews == 1


def test_the_vendor_replies_once(service, member, vendor_user, rival, now):
    review = write(service, member, now)
    for person in (rival, member.user, OperatorFactory()):
        with pytest.raises(PolicyRefused):
            actions.reply_review(review=review, body="ありがとうございます。", actor=person, now=now)
    actions.reply_review(review=review, body="ありがとうございます。", actor=vendor_user, now=now)
    colleague = VendorMembershipFactory(vendor=service.vendor).user
    with pytest.raises(DomainError, match="返信は一度だけ"):
        actions.reply_review(review=review, body="もう一言。", actor=colleague, now=now)
    assert ReviewReply.objects.get().body == "ありがとうございます。"
    assert Notification.objects.get(event="review_replied").user == member.user


def test_helpful_counts_each_colleague_once_and_never_the_author(service, member, vendor_user, now):
    review = write(service, member, now)
    readers = [MembershipFactory().user for _ in range(2)]
    for person in (*readers, readers[0]):
        actions.mark_review(review=review, is_helpful=True, actor=person, now=now)
    review.refresh_from_db()
    assert (review.helpful_count, ReviewHelpful.objects.count()) == (2, 2)
    actions.mark_review(review=review, is_helpful=False, actor=readers[0], now=now)
    review.refresh_from_db()
    assert review.helpful_count == 1
    for person in (member.user, vendor_user, UserFactory()):
        with pytest.raises(PolicyRefused):
            actions.mark_review(review=review, is_helpful=True, actor=person, now=now)


def test_operators_hide_with_a_reason_and_show_again(service, member, now):
    review, operator = write(service, member, now), OperatorFactory()
    actions.hide_review(review=review, reason="個人名が書かれています。", actor=operator, now=now)
    assert summary(service).reviews == 0
    assert "個人名が書かれています。" in OutboxMail.objects.get(event="review_hidden").body
    with pytest.raises(DomainError, match="運営が表示を止めている"):
        write(service, member, now)
    with pytest.raises(DomainError):
        actions.withdraw_review(review=review, actor=member.user, now=now)
    actions.show_review(review=review, reason="本人が申し出て確かめました。", actor=operator, now=now)
    assert summary(service).reviews == 1
    assert list(AuditEvent.objects.filter(verb__in=["review_hidden", "review_shown"]).values_list("reason", flat=True))


def test_an_operator_of_the_vendor_hides_nothing_about_it(service, member, vendor, now):
    review, operator = write(service, member, now), OperatorFactory()
    VendorMembershipFactory(vendor=vendor, user=operator)
    with pytest.raises(PolicyRefused, match="所属する事業者"):
        actions.hide_review(review=review, reason="低い評価のため", actor=operator, now=now)


def test_strangers_write_nothing(service, vendor_user, now):
    lapsed = MembershipFactory(expires_on=dt.date(2020, 5, 31)).user
    for person in (vendor_user, UserFactory(), OperatorFactory(), lapsed):
        with pytest.raises(PolicyRefused):
            actions.write_review(service=service, words=WORDS, client_token=uuid4(), actor=person, now=now)


def test_what_is_off_the_shelf_is_not_reviewed(service, member, vendor_user, now):
    actions.unpublish_service(service=service, actor=vendor_user, now=now)
    with pytest.raises(DomainError, match="公開中のサービス"):
        write(service, member, now)


@pytest.mark.parametrize(
    "wrong",
    [{"overall": 6}, {"usability": 0}, {"good_points": "", "wishes": ""}, {"disclosure": "all"}, {"status": "hidden"}],
)
def test_the_database_refuses_what_makes_no_sense(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(**wrong)


def test_a_second_review_of_the_same_author_is_refused_by_the_database(db):
    review = ReviewFactory()
    with pytest.raises(IntegrityError, match="review_once"), transaction.atomic():
        ReviewFactory(service=review.service, municipality=review.municipality, author=review.author)
