"""What waits in the catalogue: the body's word, the vendor's listings, the operators' drafts."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accounts.personas import persona_of
from catalog.enums import AdoptionStage
from catalog.models import Service
from catalog.waiting import piles_of
from dss.waiting import counted
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ServiceDraftFactory,
    ServiceFactory,
    UserFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db


def waits(user):
    now = timezone.now()
    return {item.label: item.count for item in counted(piles_of(user, persona_of(user), now))}


def test_staff_confirm_what_was_claimed_of_their_own_body():
    membership, service = MembershipFactory(), PublishedServiceFactory()
    AdoptionFactory(municipality=membership.municipality, service=service)
    AdoptionFactory(municipality=membership.municipality, stage=AdoptionStage.CONSIDERING)
    AdoptionFactory(municipality=membership.municipality, confirmed=True)
    AdoptionFactory(service=service)
    assert waits(membership.user) == {"確認を待っている、自団体の導入実績": 1}
    assert waits(MembershipFactory().user) == {}


def test_a_vendor_looks_after_its_listings():
    team = VendorMembershipFactory()
    stale = PublishedServiceFactory(vendor=team.vendor)
    Service.objects.filter(pk=stale.pk).update(confirmed_on=date(2020, 1, 1))
    returned = ServiceFactory(vendor=team.vendor)
    now = timezone.now()
    ServiceDraftFactory(service=returned, status="returned", submitted_at=now, returned_at=now, return_reason="不足")
    PublishedServiceFactory(vendor=team.vendor)
    assert waits(team.user) == {"差し戻された掲載": 1, "最終確認から1年が過ぎた掲載": 1}
    assert waits(VendorMembershipFactory().user) == {}
    assert waits(UserFactory()) == {}


def test_operators_review_what_was_handed_in_by_others():
    operator = OperatorFactory()
    team = VendorMembershipFactory(user=operator)
    for vendor in (team.vendor, VendorMembershipFactory().vendor):
        draft = ServiceFactory(vendor=vendor)
        ServiceDraftFactory(service=draft, status="in_review", submitted_at=timezone.now())
    assert waits(operator) == {"審査を待っている掲載": 1}
    assert waits(OperatorFactory()) == {"審査を待っている掲載": 2}
