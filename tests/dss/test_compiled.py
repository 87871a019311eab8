"""A subquery that a statement holds several times is asked once, and the statement finds the same."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality, MunicipalMembership, User
from accounts.serving import is_live_staff, read_bodies, serves
from dss.compiled import asked_once, load_asking_once
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db


def of_two_kinds(person, other):
    """People and bodies by their keys: four subqueries, two of them alike, the rest inside of others."""
    bodies = Municipality.objects.filter(serves(person, "pk") | serves(person, "successor")).values_list("name")
    people = User.objects.filter(is_live_staff(person), is_live_staff(other)).values_list("email")
    return bodies.union(people, all=True)


def statement_of(rows):
    with CaptureQueriesContext(connection) as captured:
        found = load_asking_once(rows)
    assert len(captured) == 1
    return captured[0]["sql"], found


def test_the_same_rows_by_fewer_subqueries():
    membership = MembershipFactory()
    MunicipalityFactory(successor=membership.municipality, ended_on=dt.date(2026, 1, 1))
    rows = of_two_kinds(membership.user, membership.user)
    sql, found = statement_of(rows)
    assert sorted(found) == sorted(rows)
    assert len(found) == 2 + User.objects.count()
    assert sql.count('FROM "accounts_municipalmembership"') == 2, "the body served, and whether the person is staff"


def test_two_persons_are_asked_about_separately():
    membership, nobody = MembershipFactory(), UserFactory()
    for person, other in ((membership.user, nobody), (nobody, membership.user)):
        rows = of_two_kinds(person, other)
        sql, found = statement_of(rows)
        assert sorted(found) == sorted(rows)
        assert sql.count('FROM "accounts_municipalmembership"') == 3
        assert not {email for (email,) in found} & {nobody.email}


def test_two_subqueries_are_lifted_together():
    membership = MembershipFactory()
    former = MunicipalityFactory(successor=membership.municipality, ended_on=dt.date(2026, 1, 1))
    body = Municipality.objects.filter(serves(membership.user, "pk"))
    rows = body.annotate(read=read_bodies(membership.user)).values_list("read", "pk")
    rows = rows.union(rows.filter(serves(membership.user, "pk")), all=True)
    sql, found = statement_of(rows)
    assert sql.count(" AS MATERIALIZED ") == 2
    assert sql.count('FROM "accounts_municipalmembership"') == 3, "the bodies read ask for it twice themselves"
    assert [(set(read), pk) for read, pk in found] == [
        ({former.pk, membership.municipality.pk}, membership.municipality.pk)
    ] * 2


def test_what_stands_once_stays_where_it_is():
    membership = MembershipFactory()
    sql, values = MunicipalMembership.objects.filter(serves(membership.user, "municipality")).query.sql_with_params()
    assert asked_once(sql, values) == (sql, values)
    assert asked_once("SELECT '%%', %s", [1]) == ("SELECT '%%', %s", (1,))


def test_nothing_to_ask_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert load_asking_once(User.objects.none()) == []
