"""What waits: counted once, through the same eyes as the lists."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import MunicipalMembership
from accounts.personas import persona_of
from dss.waiting import counted
from procurement.models import Inquiry, Project
from procurement.waiting import piles_of
from tests.factories import InquiryFactory, ProjectFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def waits(user):
    persona = persona_of(user)
    with CaptureQueriesContext(connection) as queries:
        items = counted(piles_of(user, persona, timezone.now()))
    assert len(queries) <= 1
    return {item.label: item.count for item in items}


def test_staff_learn_of_answers_to_their_own_questions_and_of_projects_nobody_leads(scene):
    for person in (scene.asker, scene.asker, scene.colleague):
        inquiry = InquiryFactory(municipality=scene.body, created_by=person, service=scene.service)
        Inquiry.objects.filter(pk=inquiry.pk).update(status="answered", answered_at=NOW)
    InquiryFactory(municipality=scene.body, created_by=scene.asker, service=scene.service)
    led, left = ProjectFactory.create_batch(2, municipality=scene.body, created_by=scene.asker)
    ProjectFactory(municipality=scene.body, lead=None, status="archived", archived_at=NOW)
    ProjectFactory(lead=None)
    Project.objects.filter(pk=left.pk).update(lead=None)
    assert waits(scene.asker) == {
        "事業者から回答が届いた問い合わせ": 2,
        "担当者がいない検討案件": 1,
        "自分が担当している検討案件": 1,
    }
    assert waits(scene.stranger) == {}
    MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
    assert waits(scene.colleague) == {"事業者から回答が届いた問い合わせ": 1, "担当者がいない検討案件": 2}
    assert waits(scene.asker) == {}
    assert led.lead == scene.asker


def test_vendors_learn_of_questions_that_wait(scene):
    InquiryFactory.create_batch(2, service=scene.service)
    closed = InquiryFactory(service=scene.service)
    Inquiry.objects.filter(pk=closed.pk).update(status="closed", closed_at=NOW)
    assert waits(scene.seller) == {"回答を待っている問い合わせ": 2}
    assert waits(scene.rival) == {}
    assert waits(scene.member) == {}
