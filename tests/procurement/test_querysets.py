"""Which rows each person sees, straight from the database."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import MunicipalMembership, Vendor
from procurement.enums import InquiryKind
from procurement.models import BrochureHandover, Inquiry, InquiryMessage
from tests.factories import AdvisorFactory, BrochureFactory, InquiryFactory, OperatorFactory


@pytest.fixture
def inquiry(scene, ask):
    BrochureFactory(service=scene.service)
    InquiryFactory()
    return ask(kind=InquiryKind.BROCHURE)


def seen(user):
    """Of threads, threads with everything on them, disclosed threads, messages and handovers: how many."""
    return (
        Inquiry.objects.visible_to(user).count(),
        Inquiry.objects.visible_to_staff(user).count(),
        Inquiry.objects.visible_to_vendor(user).count(),
        InquiryMessage.objects.visible_to(user).count(),
        BrochureHandover.objects.visible_to(user).count(),
    )


def test_each_persona(scene, inquiry):
    for user in (scene.asker, scene.colleague):
        assert seen(user) == (1, 1, 0, 1, 1)
    for user in (scene.seller, scene.partner):
        assert seen(user) == (1, 0, 1, 1, 0)
    outsiders = (scene.stranger, scene.rival, scene.member, AdvisorFactory().user, OperatorFactory(), AnonymousUser())
    for user in outsiders:
        assert seen(user) == (0, 0, 0, 0, 0)


def test_a_broken_link_ends_it_at_once(scene, inquiry):
    MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
    assert seen(scene.asker) == (0, 0, 0, 0, 0)
    assert seen(scene.colleague) == (1, 1, 0, 1, 1)
    Vendor.objects.filter(pk=scene.vendor.pk).update(is_suspended=True)
    assert seen(scene.seller) == (0, 0, 0, 0, 0)


def test_a_day_begins_at_midnight_in_tokyo(scene, ask):
    inquiry = ask(now=dt.datetime(2026, 11, 23, 15, 0, tzinfo=dt.UTC))
    late = ask(now=dt.datetime(2026, 11, 23, 14, 59, tzinfo=dt.UTC))
    assert list(Inquiry.objects.created_on(dt.date(2026, 11, 24))) == [inquiry]
    assert list(Inquiry.objects.created_on(dt.date(2026, 11, 23))) == [late]
