"""The conditions for one person say what `MunicipalMembership.objects.live` says of everybody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.enums import MembershipStatus
from accounts.models import Municipality, MunicipalMembership, User
from accounts.serving import is_live_staff, read_bodies, serves, serving_rows
from dss.compiled import ANY_DAY, ANY_ID, Compiled
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def people() -> list[User]:
    """Live, suspended, run out, never staff."""
    live, suspended = MembershipFactory(), MembershipFactory()
    MunicipalMembership.objects.filter(pk=suspended.pk).update(status=MembershipStatus.SUSPENDED)
    over = MembershipFactory(expires_on=timezone.localdate() - dt.timedelta(days=1))
    return [live.user, suspended.user, over.user, UserFactory()]


def test_it_is_the_rule_of_the_membership():
    now = timezone.now()
    for person in people():
        rule = list(MunicipalMembership.objects.live(now).filter(user=person))
        assert list(MunicipalMembership.objects.filter(pk__in=serving_rows(person.pk, now))) == rule
        bodies = {row.municipality for row in rule}
        assert set(Municipality.objects.filter(serves(person, "pk"))) == bodies
        assert set(MunicipalMembership.objects.filter(serves(person, "municipality"), user=person)) == set(rule)
        assert User.objects.filter(is_live_staff(person), pk=person.pk).exists() == bool(rule)
    assert bodies == set()


def test_one_persons_answer_is_never_anothers():
    live, suspended, *_ = people()
    everybody = User.objects.count()
    assert User.objects.filter(is_live_staff(live)).count() == everybody
    assert User.objects.filter(is_live_staff(suspended)).count() == 0
    assert User.objects.filter(is_live_staff(live)).count() == everybody


def test_those_who_serve_nobody_are_beside_every_row():
    """The condition is true or false, never unknown: it can be turned round."""
    live, *others = people()
    rows = MunicipalMembership.objects.count()
    assert MunicipalMembership.objects.exclude(serves(live, "municipality")).count() == rows - 1
    for person in others:
        assert MunicipalMembership.objects.exclude(serves(person, "municipality")).count() == rows


def test_whom_a_person_serves_is_known_before_rows_are_read():
    """Joined to the memberships, the rows of every body would be read to find those of one."""
    live, *_ = people()
    plan = MunicipalMembership.objects.filter(serves(live, "municipality")).explain()
    assert "InitPlan" in plan
    assert "Semi Join" not in plan


def test_nobody_serves_without_signing_in():
    people()
    assert not User.objects.filter(is_live_staff(AnonymousUser())).exists()
    assert not Municipality.objects.filter(serves(AnonymousUser(), "pk")).exists()


def test_a_merged_body_is_read_by_its_successor():
    membership = MembershipFactory()
    former = MunicipalityFactory(successor=membership.municipality, ended_on=dt.date(2026, 1, 1))
    found = User.objects.filter(pk=membership.user.pk).values_list(read_bodies(membership.user), flat=True).get()
    assert sorted(found) == sorted([membership.municipality.pk, former.pk])


def test_a_forgotten_sample_is_an_error():
    forgetful = Compiled(lambda user, today: User.objects.filter(pk=user).values("pk"), user=ANY_ID, today=ANY_DAY)
    with pytest.raises(ValueError, match="sample"):
        forgetful.exists(user=1, today=timezone.localdate())
