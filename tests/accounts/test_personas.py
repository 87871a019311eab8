"""A membership counts only while everything it was proven by still holds."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.backends import SessionBackend
from accounts.enums import DomainStatus, MembershipStatus
from accounts.models import MunicipalMembership
from accounts.personas import persona_of, remember_for_request
from tests.factories import MembershipFactory, MunicipalDomainFactory, VendorMembershipFactory

pytestmark = pytest.mark.django_db


def test_live_member_acts_for_the_body():
    membership = MembershipFactory()
    assert persona_of(membership.user).municipality == membership.municipality


def test_each_broken_link_ends_it_at_once():
    def fresh():
        membership = MembershipFactory()
        return membership, EmailAddress.objects.filter(pk=membership.email_address_pk)

    membership, address = fresh()
    address.update(verified=False)
    assert persona_of(membership.user).municipality is None
    membership, address = fresh()
    address.update(email="other@mail.example")
    assert persona_of(membership.user).municipality is None
    membership, address = fresh()
    address.delete()
    assert persona_of(membership.user).municipality is None
    membership, _ = fresh()
    MunicipalMembership.objects.filter(pk=membership.pk).update(status=MembershipStatus.SUSPENDED)
    assert persona_of(membership.user).municipality is None
    domain = MunicipalDomainFactory(status=DomainStatus.REVOKED, revoked_at=timezone.now())
    membership = MembershipFactory(domain=domain)
    assert persona_of(membership.user).municipality is None


def test_expiry_day_is_the_last_day_in_tokyo():
    membership = MembershipFactory(expires_on=datetime(2027, 5, 31, tzinfo=UTC).date())
    last_minute = datetime(2027, 5, 31, 14, 59, tzinfo=UTC)
    assert persona_of(membership.user, last_minute).municipality is not None
    assert persona_of(membership.user, last_minute + timedelta(minutes=1)).municipality is None


def test_vendor_person():
    team = VendorMembershipFactory()
    persona = persona_of(team.user)
    assert (persona.vendor, persona.vendor_role) == (team.vendor, "owner")


def of_session(membership, *, only_reads):
    return remember_for_request(SessionBackend().get_user(membership.user_id), only_reads=only_reads)


def test_the_person_of_a_session_comes_with_the_membership_that_counts(django_assert_num_queries):
    membership = MembershipFactory()
    with django_assert_num_queries(1):
        assert persona_of(of_session(membership, only_reads=True)).municipality == membership.municipality
    MunicipalMembership.objects.filter(pk=membership.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    assert persona_of(of_session(membership, only_reads=True)).municipality is None
    MembershipFactory()
    assert persona_of(of_session(membership, only_reads=True)).municipality is None


def test_a_request_that_writes_asks_anew():
    membership = MembershipFactory()
    user = of_session(membership, only_reads=False)
    MunicipalMembership.objects.filter(pk=membership.pk).update(status=MembershipStatus.SUSPENDED)
    assert persona_of(user).municipality is None
