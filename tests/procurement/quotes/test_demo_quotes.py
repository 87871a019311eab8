"""The demonstration's requests: one in every state, and a second load changes nothing."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from procurement.demo_quotes import load_demo_quotes
from procurement.enums import QuotePhase
from procurement.models import Quote, QuoteInvitation, QuoteQuestion, QuoteRequest, QuoteVersion

pytestmark = pytest.mark.django_db


def counts():
    models = (QuoteRequest, QuoteInvitation, Quote, QuoteVersion, QuoteQuestion, OutboxMail, AuditEvent)
    return [model.objects.count() for model in models]


def test_every_state_is_there_once(settings, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_demo", verbosity=0)
    now = timezone.now()
    phases = [request.phase for request in QuoteRequest.objects.with_phase(now)]
    assert set(phases) == set(QuotePhase.values)
    assert QuoteVersion.objects.filter(number=2).exists()
    assert QuoteInvitation.objects.filter(status="declined").exists()
    assert QuoteInvitation.objects.filter(request__status="open", quote=None).exists()
    assert {question.is_answered for question in QuoteQuestion.objects.all()} == {True, False}
    before = counts()
    load_demo_quotes(now=now)
    assert counts() == before
