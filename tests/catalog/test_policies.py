"""Who may do what; every refusal says why."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from catalog import policies
from tests.factories import (
    AdoptionFactory,
    AdvisorFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    ReviewFactory,
    UserFactory,
)


@pytest.fixture
def people(vendor_user, rival, operator):
    return {
        "member": UserFactory(),
        "staff": MembershipFactory().user,
        "own": vendor_user,
        "rival": rival,
        "advisor": AdvisorFactory().user,
        "operator": operator,
    }


def allowed(people, decide):
    decisions = {name: decide(user) for name, user in people.items()}
    assert all(bool(decision) != bool(decision.reason) for decision in decisions.values())
    return {name for name, decision in decisions.items() if decision}


def test_listings(people, vendor):
    service = PublishedServiceFactory(vendor=vendor)
    assert allowed(people, lambda user: policies.can_create_service(user, vendor)) == {"own"}
    assert allowed(people, lambda user: policies.can_edit_service(user, service)) == {"own"}
    assert allowed(people, lambda user: policies.can_review_service(user, service)) == {"operator"}
    assert allowed(people, policies.can_curate_catalog) == {"operator"}
    assert allowed(people | {"anonymous": AnonymousUser()}, policies.can_open_desk) == {"own", "rival"}


def test_adoptions(people, vendor):
    service = PublishedServiceFactory(vendor=vendor)
    own_town = people["staff"].memberships.get().municipality
    other_town = MunicipalityFactory()
    adoption = AdoptionFactory(service=service, municipality=own_town)
    assert allowed(people, lambda user: policies.can_record_adoption(user, service)) == {"staff", "own"}
    assert allowed(people, lambda user: policies.can_claim_adoption(user, service, own_town)) == {"staff", "own"}
    assert allowed(people, lambda user: policies.can_claim_adoption(user, service, other_town)) == {"own"}
    assert allowed(people, lambda user: policies.can_decide_adoption(user, adoption)) == {"staff"}


def test_changes_of_adoptions(people, vendor):
    service = PublishedServiceFactory(vendor=vendor)
    town = people["staff"].memberships.get().municipality
    claimed = AdoptionFactory(service=service, municipality=town)
    confirmed = AdoptionFactory(service=service, municipality=town, department="税務課", confirmed=True)
    recorded = AdoptionFactory(service=service, municipality=town, origin="staff")
    everybody = people | {"anonymous": AnonymousUser()}
    assert allowed(everybody, policies.can_open_adoptions) == {"staff"}
    assert allowed(people, lambda user: policies.can_edit_adoption(user, claimed)) == {"staff", "own"}
    assert allowed(people, lambda user: policies.can_edit_adoption(user, confirmed)) == {"staff"}
    assert allowed(people, lambda user: policies.can_edit_adoption(user, recorded)) == {"staff"}
    assert allowed(people, lambda user: policies.can_end_adoption(user, confirmed)) == {"staff"}
    assert allowed(people, lambda user: policies.can_withdraw_adoption(user, claimed)) == {"own"}
    assert allowed(people, lambda user: policies.can_withdraw_adoption(user, confirmed)) == set()
    assert allowed(people, lambda user: policies.can_withdraw_adoption(user, recorded)) == {"staff"}
    assert allowed(people, lambda user: policies.can_claim_stage(user, "considering")) == {"staff"}
    assert allowed(people, lambda user: policies.can_claim_stage(user, "trial")) == people.keys()


def test_reviews(people, vendor):
    review = ReviewFactory(service__vendor=vendor)
    everybody = people | {"anonymous": AnonymousUser(), "author": review.author}
    assert allowed(everybody, lambda user: policies.can_write_review(user, review.service)) == {"staff", "author"}
    assert allowed(everybody, lambda user: policies.can_edit_review(user, review)) == {"author"}
    assert allowed(everybody, lambda user: policies.can_withdraw_review(user, review)) == {"author"}
    assert allowed(everybody, lambda user: policies.can_reply_review(user, review)) == {"own"}
    assert allowed(everybody, lambda user: policies.can_mark_review(user, review)) == {"staff"}
    assert allowed(people, lambda user: policies.can_moderate_review(user, review)) == {"operator"}
    review.author.is_staff = True
    assert not policies.can_moderate_review(review.author, review)


def test_a_suspended_vendor_does_nothing(vendor, vendor_user):
    service = PublishedServiceFactory(vendor=vendor)
    vendor.is_suspended = True
    vendor.save()
    assert not policies.can_edit_service(vendor_user, service)
    assert not policies.can_open_desk(vendor_user)
