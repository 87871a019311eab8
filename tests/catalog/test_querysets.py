"""Who sees what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from catalog import actions
from catalog.enums import AdoptionStage, AdoptionStatus
from catalog.models import Adoption, Brochure, Collection, Review, Service, ServiceDraft, ServiceVersion
from tests.factories import (
    AdoptionFactory,
    BrochureFactory,
    CollectionFactory,
    MembershipFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ServiceDraftFactory,
    ServiceFactory,
    UserFactory,
)

ANONYMOUS = AnonymousUser()


@pytest.fixture
def listings(vendor, vendor_user, operator, now):
    published = PublishedServiceFactory(vendor=vendor)
    draft = ServiceFactory(vendor=vendor)
    ServiceDraftFactory(service=draft)
    hidden = PublishedServiceFactory(vendor=vendor)
    actions.unpublish_service(service=hidden, actor=vendor_user, now=now)
    suspended = PublishedServiceFactory(vendor=vendor)
    actions.suspend_service(service=suspended, reason="x", actor=operator, now=now)
    return {"published": published, "draft": draft, "hidden": hidden, "suspended": suspended}


def test_services(listings, vendor_user, rival, operator):
    for stranger in (ANONYMOUS, UserFactory(), rival, MembershipFactory().user):
        assert list(Service.objects.visible_to(stranger)) == [listings["published"]]
        assert ServiceVersion.objects.visible_to(stranger).count() == 1
        assert not ServiceDraft.objects.visible_to(stranger).exists()
        assert not Service.objects.editable_by(stranger).exists()
    for insider in (vendor_user, operator):
        assert set(Service.objects.visible_to(insider)) == set(listings.values())
        assert ServiceDraft.objects.visible_to(insider).count() == 1


def test_a_person_who_left_the_team_sees_what_everyone_sees(listings, vendor_user):
    vendor_user.vendor_memberships.update(ended_at=timezone.now())
    assert list(Service.objects.visible_to(vendor_user)) == [listings["published"]]


def test_a_suspended_vendor_disappears_from_the_shelf(listings, vendor, vendor_user):
    vendor.is_suspended = True
    vendor.save()
    assert not Service.objects.published().exists()
    assert not Service.objects.visible_to(vendor_user).exists()


def test_brochure_files_are_for_the_vendor(vendor, vendor_user, rival, operator):
    brochure = BrochureFactory(service=PublishedServiceFactory(vendor=vendor))
    for stranger in (ANONYMOUS, rival, MembershipFactory().user):
        assert not Brochure.objects.visible_to(stranger).exists()
    for insider in (vendor_user, operator):
        assert list(Brochure.objects.visible_to(insider)) == [brochure]


def test_considering_is_for_live_staff_and_disputes_for_nobody(vendor_user, operator):
    used = AdoptionFactory()
    considering = AdoptionFactory(stage=AdoptionStage.CONSIDERING)
    AdoptionFactory(status=AdoptionStatus.DISPUTED, disputed_at=timezone.now(), dispute_reason="違います。")
    lapsed = MembershipFactory(expires_on=dt.date(2020, 5, 31)).user
    for person in (ANONYMOUS, UserFactory(), vendor_user, lapsed):
        assert list(Adoption.objects.visible_to(person)) == [used]
    assert set(Adoption.objects.visible_to(MembershipFactory().user)) == {used, considering}
    assert Adoption.objects.visible_to(operator).count() == 3


def test_reviews_of_the_shelf_for_everyone_and_one_s_own_for_the_author(vendor, vendor_user, rival, operator, now):
    shown = ReviewFactory(service__vendor=vendor)
    off = ReviewFactory(service=PublishedServiceFactory(vendor=vendor))
    actions.unpublish_service(service=off.service, actor=vendor_user, now=now)
    withdrawn = ReviewFactory(service=shown.service, status="withdrawn", withdrawn_at=now)
    hidden = ReviewFactory(service=shown.service, status="hidden", hidden_at=now, hidden_reason="x")
    for person in (ANONYMOUS, UserFactory(), rival, MembershipFactory().user):
        assert list(Review.objects.visible_to(person)) == [shown]
        assert not Review.objects.for_vendor(person).exists()
    assert set(Review.objects.visible_to(vendor_user)) == set(Review.objects.for_vendor(vendor_user)) == {shown, off}
    assert set(Review.objects.visible_to(hidden.author)) == {shown, hidden}
    assert set(Review.objects.visible_to(withdrawn.author)) == {shown, withdrawn}
    assert Review.objects.visible_to(operator).count() == 4


def test_collections_show_between_their_days(operator):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    current = CollectionFactory(starts_on=today, ends_on=today)
    CollectionFactory(starts_on=today + day)
    CollectionFactory(starts_on=today - 2 * day, ends_on=today - day)
    assert list(Collection.objects.visible_to(ANONYMOUS)) == [current]
    assert Collection.objects.visible_to(operator).count() == 3


def test_the_default_order_lets_a_new_listing_be_seen(db):
    today = timezone.now()
    old = PublishedServiceFactory(published_at=today - dt.timedelta(days=400))
    proven = PublishedServiceFactory(published_at=today - dt.timedelta(days=100), confirmed_adoptions=12)
    new = PublishedServiceFactory(published_at=today)
    assert list(Service.objects.published().by_recommendation()) == [proven, new, old]
    assert list(Service.objects.published().by_news()) == [new, proven, old]
    assert Service.objects.published().by_adoptions().first() == proven


@pytest.mark.django_db
def test_what_needs_the_vendor_agrees_with_the_listing_itself():
    limit = dt.date(2026, 1, 1)
    for confirmed_on in (dt.date(2025, 12, 31), limit):
        Service.objects.filter(pk=PublishedServiceFactory().pk).update(confirmed_on=confirmed_on)
    drafted = ServiceDraftFactory().service
    found = set(Service.objects.needing_the_vendor(limit))
    assert found == {service for service in Service.objects.all() if service.needs_confirmation(limit)} | {drafted}
    assert len(found) == 2
