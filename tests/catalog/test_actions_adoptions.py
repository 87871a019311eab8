"""導入実績."""

from __future__ import annotations

import pytest

from catalog import actions
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus
from catalog.models import Adoption
from dss.access import DomainError, PolicyRefused
from tests.factories import AdoptionFactory, MembershipFactory, PublishedServiceFactory, UserFactory

FACTS = actions.AdoptionFacts(stage=AdoptionStage.IN_USE, department="総務課")


def test_a_claim_counts_only_when_the_municipality_confirms_it(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor)
    member = MembershipFactory()
    adoption = actions.claim_adoption(
        service=service, municipality=member.municipality, facts=FACTS, actor=vendor_user, now=now
    )
    service.refresh_from_db()
    assert (adoption.origin, service.confirmed_adoptions) == (AdoptionOrigin.VENDOR, 0)
    rank = service.rank
    actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1
    assert service.rank > rank
    with pytest.raises(DomainError, match="すでに確認"):
        actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    actions.dispute_adoption(adoption=adoption, reason="導入していません。", actor=member.user, now=now)
    service.refresh_from_db()
    assert (service.confirmed_adoptions, service.rank) == (0, rank)


def test_three_departments_of_one_city_count_once(db, now):
    service = PublishedServiceFactory()
    member = MembershipFactory()
    for department in ("総務課", "税務課", "市民課"):
        adoption = AdoptionFactory(service=service, municipality=member.municipality, department=department)
        actions.confirm_adoption(adoption=adoption, revision=1, actor=member.user, now=now)
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1


def test_the_same_adoption_is_not_recorded_twice(db, now):
    service = PublishedServiceFactory()
    member = MembershipFactory()
    ask = {"service": service, "municipality": member.municipality, "facts": FACTS, "actor": member.user, "now": now}
    assert actions.claim_adoption(**ask).origin == AdoptionOrigin.STAFF
    with pytest.raises(DomainError, match="すでに登録"):
        actions.claim_adoption(**ask)


@pytest.mark.parametrize("stage", [AdoptionStage.CONSIDERING, None])
def test_a_refused_claim_does_not_tell_the_vendor_what_is_hidden(vendor, vendor_user, now, stage):
    """The vendor may claim whether or not the body is considering; its own second claim is refused either way."""
    service = PublishedServiceFactory(vendor=vendor)
    body = MembershipFactory().municipality
    if stage:
        AdoptionFactory(service=service, municipality=body, department=FACTS.department, stage=stage, origin="staff")
    ask = {"service": service, "municipality": body, "facts": FACTS, "actor": vendor_user, "now": now}
    assert actions.claim_adoption(**ask).origin == AdoptionOrigin.VENDOR
    with pytest.raises(DomainError, match="すでに登録"):
        actions.claim_adoption(**ask)


def test_a_vendor_does_not_repeat_what_the_municipality_shows(vendor, vendor_user, now):
    service = PublishedServiceFactory(vendor=vendor)
    shown = AdoptionFactory(service=service, department=FACTS.department, stage=AdoptionStage.IN_USE, origin="staff")
    with pytest.raises(DomainError, match="すでに登録"):
        actions.claim_adoption(
            service=service, municipality=shown.municipality, facts=FACTS, actor=vendor_user, now=now
        )


def test_strangers_neither_claim_nor_confirm(vendor, vendor_user, rival, now):
    service = PublishedServiceFactory(vendor=vendor)
    other_town = MembershipFactory()
    adoption = AdoptionFactory(service=service)
    for person in (rival, other_town.user, UserFactory()):
        with pytest.raises(PolicyRefused):
            actions.claim_adoption(
                service=service, municipality=adoption.municipality, facts=FACTS, actor=person, now=now
            )
    for person in (vendor_user, other_town.user):
        with pytest.raises(PolicyRefused):
            actions.confirm_adoption(adoption=adoption, revision=1, actor=person, now=now)
    assert Adoption.objects.get().status == AdoptionStatus.CLAIMED
