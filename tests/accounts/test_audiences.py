"""What a person may know of many kinds of things is asked in one statement, which asks about the person once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audiences import Targets, all_targets
from accounts.models import Municipality
from accounts.serving import serves
from tests.factories import MembershipFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def test_kinds_that_ask_the_same_of_the_person_share_the_answer():
    membership, other = MembershipFactory(), MunicipalityFactory()
    own, every = membership.municipality.pk, [membership.municipality.pk, other.pk]
    bodies = Municipality.objects.filter(serves(membership.user, "pk"), pk__in=every)
    asked = {"first": Targets(bodies), "second": Targets(bodies), "third": Targets(bodies), "fourth": [other.pk]}
    with CaptureQueriesContext(connection) as captured:
        known = all_targets(asked)
    assert known == {"first": {own}, "second": {own}, "third": {own}, "fourth": {other.pk}}
    assert len(captured) == 1
    assert captured[0]["sql"].count('FROM "accounts_municipalmembership"') == 1


def test_one_kind_alone_and_none_at_all(django_assert_num_queries):
    membership = MembershipFactory()
    bodies = Municipality.objects.filter(serves(membership.user, "pk"))
    assert all_targets({"only": Targets(bodies)}) == {"only": {membership.municipality.pk}}
    with django_assert_num_queries(0):
        assert all_targets({"only": ["1"]}) == {"only": {"1"}}
