"""What waits in the ground app: the own standing, and the operators' queues."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.models import MembershipRequest
from accounts.personas import persona_of
from accounts.querysets import STATEMENT_LIFETIME
from accounts.waiting import piles_of
from dss.waiting import counted
from tests.factories import (
    AdvisorFactory,
    EmailAddressFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    OutboxMailFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db
MAY = datetime(2027, 5, 20, 3, tzinfo=UTC)
JUNE = datetime(2027, 6, 20, 3, tzinfo=UTC)


def waits(user, now=None):
    now = now or timezone.now()
    return {item.label: item.count for item in counted(piles_of(user, persona_of(user, now), now))}


def ask(person):
    address = EmailAddressFactory(user=person)
    return MembershipRequest.objects.create(
        user=person,
        email_address_pk=address.pk,
        email=address.email,
        municipality=MunicipalityFactory(),
        department="総務課",
        telephone="000",
        rule="no-rule",
        created_at=timezone.now(),
    )


def test_the_yearly_confirmation_waits_in_its_season_alone():
    due = MembershipFactory(expires_on=date(2027, 5, 31)).user
    fresh = MembershipFactory(expires_on=date(2028, 5, 31)).user
    assert waits(due, MAY) == {"年に一度の所属の確認（5月31日まで）": 1}
    assert waits(fresh, MAY) == waits(fresh, JUNE) == {}
    assert waits(due, datetime(2027, 1, 20, 3, tzinfo=UTC)) == {}


def test_who_asked_sees_that_the_operators_have_it():
    person = UserFactory()
    assert waits(person) == {}
    ask(person)
    assert waits(person) == {"運営が確認している、職員資格の申請": 1}
    assert waits(UserFactory()) == {}


def test_an_advisor_is_asked_for_their_statement_until_they_gave_it():
    assert waits(AdvisorFactory(conflicts_stated_at=None).user) == {"特定の事業者との関係の申告": 1}
    assert waits(AdvisorFactory().user) == {}
    long_ago = timezone.now() - STATEMENT_LIFETIME
    assert waits(AdvisorFactory(conflicts_stated_at=long_ago).user) == {"特定の事業者との関係の申告": 1}


def test_vendors_have_nothing_here():
    assert waits(VendorMembershipFactory().user) == {}


def test_operators_see_the_queues_without_what_is_not_theirs_to_decide():
    operator, other = OperatorFactory(), OperatorFactory()
    for person in (operator, UserFactory(), UserFactory()):
        ask(person)
    MunicipalDomainFactory(proposed_by=operator)
    MunicipalDomainFactory(proposed_by=other)
    report_object(target=PublishedServiceFactory(), reason="x", actor=operator, now=timezone.now())
    OutboxMailFactory(status="failed")
    assert waits(operator) == {
        "運営が確認している、職員資格の申請": 1,
        "職員資格の申請": 2,
        "確認を待っている自治体ドメイン": 1,
        "送信できていないメール": 1,
    }
    assert waits(other)["職員資格の申請"] == 3
    assert waits(other)["未対応の通報"] == 1
