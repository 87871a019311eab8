"""The demonstration's desk and its question to adopters; a second load changes nothing."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail, User
from forums.models import Post, Topic
from procurement.demo_desk import load_demo_desk
from procurement.models import AnswerTemplate, Assignment, ReferenceAsked, ReferenceRequest

pytestmark = pytest.mark.django_db


def counts():
    models = (AnswerTemplate, Assignment, ReferenceRequest, ReferenceAsked, Post, OutboxMail, AuditEvent)
    return [model.objects.count() for model in models]


def test_the_desk_looks_alive_and_a_question_was_answered(settings, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_demo", verbosity=0)
    assert AnswerTemplate.objects.count() == 3
    assert Assignment.objects.standing().exists()
    request = ReferenceRequest.objects.get()
    assert request.topic.post_count == 2
    assert sorted(each.state for each in request.asked.with_state()) == ["answered", "waiting"]
    fukaya = User.objects.get(email="staff-fukaya@city.fukaya.saitama.jp")
    assert not Topic.objects.visible_to(fukaya).filter(pk=request.topic_id).exists()
    before = counts()
    load_demo_desk(now=timezone.now())
    assert counts() == before
