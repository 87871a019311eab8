"""A listing copied, and the yearly question whether it is still true."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, OutboxMail
from catalog import actions
from catalog.enums import ServiceStatus
from catalog.models import Service
from dss.access import PolicyRefused
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ServiceDraftFactory,
    VendorMembershipFactory,
    complete_answers,
)
from tests.races import all_at_once

HELD = {"state": "held", "holder": "own", "expires_on": "2030-01-01"}


def test_a_copy_has_the_words_and_answers_but_nothing_that_was_proven(vendor, vendor_user, now):
    answers = complete_answers() | {"iso27001": HELD}
    service = PublishedServiceFactory(vendor=vendor, answers=answers, confirmed_adoptions=2)
    AdoptionFactory(service=service, confirmed=True)
    ReviewFactory(service=service)
    copy = actions.copy_service(service=service, actor=vendor_user, now=now)
    assert copy.status == ServiceStatus.DRAFT
    assert copy.vendor == vendor
    assert copy.name == f"{service.name}（写し）"
    assert copy.draft.answers == complete_answers()
    assert copy.draft.description == service.current.description
    assert (copy.confirmed_on, copy.confirmed_adoptions, copy.current) == (None, 0, None)
    assert not copy.adoptions.exists()
    assert not copy.reviews.exists()


def test_the_working_text_is_copied_when_there_is_one(vendor, vendor_user, now):
    service = ServiceDraftFactory(service__vendor=vendor, tagline="書きかけの言葉").service
    copy = actions.copy_service(service=service, actor=vendor_user, now=now)
    assert copy.draft.tagline == "書きかけの言葉"


def test_the_longest_name_still_fits(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor, name="名" * 80)
    copy = actions.copy_service(service=service, actor=vendor_user, now=now)
    assert len(copy.name) == 80
    assert copy.name.endswith("（写し）")


def test_pressed_twice_it_is_one_copy_until_somebody_writes(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor)
    first = actions.copy_service(service=service, actor=vendor_user, now=now)
    assert actions.copy_service(service=service, actor=vendor_user, now=now) == first
    actions.save_draft_plans(draft=first.draft, revision=1, plans=[], actor=vendor_user, now=now)
    assert actions.copy_service(service=service, actor=vendor_user, now=now) != first


def test_nobody_else_copies(vendor, rival, now):
    service = PublishedServiceFactory(vendor=vendor)
    page = reverse("catalog:desk_service_copy", args=[service.pk])
    assert signed_in(rival).post(page).status_code == 404
    with pytest.raises(PolicyRefused):
        actions.copy_service(service=service, actor=rival, now=now)
    assert Service.objects.count() == 1


def test_the_button_leads_to_the_copy(vendor, vendor_user):
    service = PublishedServiceFactory(vendor=vendor)
    response = signed_in(vendor_user).post(reverse("catalog:desk_service_copy", args=[service.pk]))
    assert response.url == reverse("catalog:desk_service_detail", args=[Service.objects.latest("pk").pk])


@pytest.mark.django_db(transaction=True)
def test_copies_pressed_at_once_are_one():
    team = VendorMembershipFactory()
    service, at = PublishedServiceFactory(vendor=team.vendor), timezone.now()
    done, refused = all_at_once([lambda: actions.copy_service(service=service, actor=team.user, now=at)] * 4)
    assert len({copy.pk for copy in done}) == 1
    assert not refused


def stale(vendor, now, **facts):
    return PublishedServiceFactory(vendor=vendor, published_at=now - dt.timedelta(days=400), **facts)


def test_a_stale_listing_is_asked_about_once_a_year(vendor, vendor_user, now):
    service = stale(vendor, now)
    PublishedServiceFactory(vendor=vendor, published_at=now - dt.timedelta(days=300))
    assert actions.ask_for_confirmation(now=now) == 1
    [mail] = OutboxMail.objects.filter(event="listing_unconfirmed")
    assert mail.to == vendor_user.email
    assert service.name in mail.subject
    assert Notification.objects.filter(event="listing_unconfirmed", user=vendor_user).count() == 1
    for later in (1, 30, 364):
        asked = actions.ask_for_confirmation(now=now + dt.timedelta(days=later))
        assert asked == (1 if later >= 66 else 0)  # the other listing is stale by then
    assert OutboxMail.objects.filter(event="listing_unconfirmed", subject__contains=service.name).count() == 1
    actions.ask_for_confirmation(now=now + dt.timedelta(days=366))
    assert OutboxMail.objects.filter(event="listing_unconfirmed", subject__contains=service.name).count() == 2


def test_a_confirmed_listing_is_left_alone_for_a_year(vendor, vendor_user, now):
    service = stale(vendor, now)
    actions.ask_for_confirmation(now=now)
    actions.confirm_service(service=service, actor=vendor_user, now=now)
    assert actions.ask_for_confirmation(now=now + dt.timedelta(days=365)) == 0
    assert actions.ask_for_confirmation(now=now + dt.timedelta(days=366)) == 1


def test_what_is_off_the_shelf_is_not_asked_about(vendor, vendor_user, now):
    actions.unpublish_service(service=stale(vendor, now), actor=vendor_user, now=now)
    stopped = VendorMembershipFactory(vendor__is_suspended=True).vendor
    stale(stopped, now)
    assert actions.ask_for_confirmation(now=now) == 0


def test_many_listings_are_asked_about_in_portions(vendor, now, monkeypatch):
    monkeypatch.setattr("catalog.actions.reminders.PORTION", 2)
    for _ in range(5):
        stale(vendor, now)
    assert actions.ask_for_confirmation(now=now) == 5


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_once():
    team = VendorMembershipFactory()
    at = timezone.now()
    stale(team.vendor, at)
    done, _ = all_at_once([lambda: actions.ask_for_confirmation(now=at)] * 4)
    assert sum(done) == 1
    assert OutboxMail.objects.filter(event="listing_unconfirmed").count() == 1
