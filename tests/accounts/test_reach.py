"""Who is found by experience, and who is asked: nobody who did not say so, and nobody who left."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.memberships import leave_membership
from accounts.actions.persons import change_profile, stop_being_asked
from accounts.enums import Reach
from accounts.models import AuditEvent, Profile, User, WorkExperience
from tests.factories import MembershipFactory, ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


def _with(reach: str, code: str = "S01") -> User:
    user = MembershipFactory().user
    ProfileFactory(user=user, reach=reach)
    WorkExperience.objects.create(user=user, work_code=code, years=4)
    return user


def test_a_new_profile_is_not_found(db):
    user = MembershipFactory().user
    change_profile(actor=user, name="花子", facts={"department": "総務"}, experiences={"S01": 3}, now=timezone.now())
    assert Profile.objects.get(user=user).reach == Reach.HIDDEN
    assert not User.objects.findable(timezone.now()).exists()


def test_who_is_found_and_who_is_asked(db):
    now = timezone.now()
    _with("hidden")
    found, asked, other = _with("found"), _with("asked"), _with("asked", "P01")
    member = UserFactory()
    ProfileFactory(user=member, reach="asked")
    assert set(User.objects.findable(now)) == {found, asked, other}
    assert set(User.objects.askable(now)) == {asked, other}
    assert set(User.objects.askable_about(["S01"], now)) == {asked}
    assert not User.objects.askable_about([], now).exists()


def test_who_left_is_neither(db):
    user = _with("asked")
    leave_membership(actor=user, now=timezone.now())
    assert not User.objects.findable(timezone.now()).exists()
    assert not User.objects.askable(timezone.now()).exists()


def test_being_asked_stops_with_one_step_once(db):
    user = _with("asked")
    stop_being_asked(actor=user, now=timezone.now())
    stop_being_asked(actor=user, now=timezone.now())
    assert Profile.objects.get(user=user).reach == Reach.FOUND
    assert AuditEvent.objects.filter(verb="stop_being_asked").count() == 1


def test_the_database_knows_the_three_ways(db):
    profile = ProfileFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.filter(pk=profile.pk).update(reach="everywhere")
