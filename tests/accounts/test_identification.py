"""The rules joined with the bodies and domains of the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accounts.actions.domains import propose_domain_again, revoke_domain, verify_domain
from accounts.enums import DomainStatus, MunicipalityKind
from accounts.identification import current_identifier, identify_address
from accounts.models import MunicipalMembership
from tests.factories import (
    EmailAddressFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fukaya():
    return MunicipalityFactory(code="112186", name="深谷市", kana="ふかやし")


def verified(domain, municipality):
    return MunicipalDomainFactory(
        domain=domain,
        municipality=municipality,
        status=DomainStatus.VERIFIED,
        verified_by=OperatorFactory(),
        verified_at=timezone.now(),
    )


def test_granted_by_rule(fukaya):
    assert identify_address("taro@city.fukaya.saitama.jp")[:3] == ("granted", "geographic", fukaya.code)


def test_granted_by_table(fukaya):
    verified("fukaya.example", fukaya)
    assert identify_address("taro@Fukaya.example")[:3] == ("granted", "table", fukaya.code)


def test_proposed_domain_proves_nothing(fukaya):
    MunicipalDomainFactory(domain="fukaya.example", municipality=fukaya)
    assert identify_address("taro@fukaya.example").decision == "manual"


def test_revoked_domain_stops_the_rule(fukaya):
    row = verified("city.fukaya.saitama.jp", fukaya)
    row.status = DomainStatus.REVOKED
    row.revoked_at = timezone.now()
    row.save()
    assert identify_address("taro@city.fukaya.saitama.jp")[:2] == ("manual", "table-revoked")


def test_revoked_domain_proposed_again_stays_revoked_until_verified(fukaya):
    """One operator alone cannot bring back what a rule would grant, nor the memberships that hang on it."""
    row = verified("city.fukaya.saitama.jp", fukaya)
    address = EmailAddressFactory(email="taro@city.fukaya.saitama.jp")
    member = MembershipFactory(user=address.user, address=address, municipality=fukaya, rule="geographic")
    steps = [
        lambda: revoke_domain(domain=row, actor=OperatorFactory(), reason="乗っ取り", now=timezone.now()),
        lambda: propose_domain_again(
            domain=row, municipality=fukaya, evidence="電話", actor=OperatorFactory(), now=timezone.now()
        ),
    ]
    for step in steps:
        step()
        assert identify_address(member.email)[:2] == ("manual", "table-revoked")
        assert not MunicipalMembership.objects.live(timezone.now()).exists()
    verify_domain(domain=row, actor=OperatorFactory(), now=timezone.now())
    assert identify_address(member.email)[:2] == ("granted", "table")
    assert MunicipalMembership.objects.live(timezone.now()).get() == member


def test_new_reading_counts_at_once(fukaya):
    assert identify_address("taro@city.fukatani.lg.jp").decision == "manual"
    fukaya.kana = "ふかたにし"
    fukaya.save()
    assert identify_address("taro@city.fukatani.lg.jp").code == fukaya.code
    assert identify_address("taro@city.fukaya.lg.jp").decision == "manual"


def test_ended_body_goes_by_hand_to_its_successor(fukaya):
    MunicipalityFactory(
        code="113999",
        name="旧町",
        kana="かわもとまち",
        kind=MunicipalityKind.TOWN,
        ended_on=date(2006, 1, 1),
        successor=fukaya,
    )
    verdict = identify_address("taro@town.kawamoto.saitama.jp")
    assert (verdict.decision, verdict.candidates) == ("manual", (fukaya.code,))


def test_association_is_found_by_the_table_alone():
    body = MunicipalityFactory(
        code="118999", name="架空広域連合", kana="かくうこういきれんごう", kind=MunicipalityKind.ASSOCIATION
    )
    assert identify_address("taro@city.kakuu.saitama.jp").decision == "manual"
    verified("kouiki.example", body)
    assert identify_address("taro@kouiki.example").code == body.code


def test_refused_without_asking_the_table(fukaya, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert identify_address("taro\0@fukaya.example").decision == "refused"


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_for_any_number_of_bodies_and_labels(count, django_assert_num_queries):
    for _ in range(count):
        MunicipalDomainFactory()
    with django_assert_num_queries(2):
        identify_address("taro@" + "a." * count + "city.fukaya.saitama.jp")


def test_many_addresses_read_the_bodies_once(fukaya, django_assert_num_queries):
    with django_assert_num_queries(1 + 3):
        identify = current_identifier()
        assert [identify(f"x{n}@city.fukaya.lg.jp").code for n in range(3)] == [fukaya.code] * 3
