"""The demonstration's threads: every fictional vendor can be asked, and a second load changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import OutboxMail, Vendor
from catalog.demo.files import demo_vendors
from catalog.models import ServiceResponse
from procurement.demo import load_demo_inquiries
from procurement.demo_answers import load_demo_answers
from procurement.demo_decisions import load_demo_decisions
from procurement.demo_projects import load_demo_projects
from procurement.models import (
    Inquiry,
    InquiryMessage,
    Outcome,
    OutcomeContract,
    OutcomeLesson,
    Project,
    ProjectMember,
    ProjectNote,
    Quote,
)

pytestmark = pytest.mark.django_db


def test_threads_are_there_once(settings, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_demo", verbosity=0)
    led = dict(Project.objects.values_list("title", "lead__name"))
    assert led["会議録作成の効率化（デモデータ）"] == "塩尻 冬樹"
    decided = Outcome.objects.select_related("adoption", "project").get(
        project__title="書かない窓口の試行導入（デモデータ）"
    )
    assert (decided.project.status, decided.adoption.status) == ("decided", "confirmed")
    before = (Project.objects.count(), ProjectNote.objects.count(), Quote.objects.count(), Outcome.objects.count())
    assert OutcomeContract.objects.count() == 2
    assert OutcomeLesson.objects.get().outcome.contract.ends_on < timezone.localdate() + timedelta(days=180)
    assert Outcome.objects.awaiting_lesson(timezone.now()).exists()
    load_demo_projects(now=timezone.now())
    load_demo_decisions(now=timezone.now())
    after = (Project.objects.count(), ProjectNote.objects.count(), Quote.objects.count(), Outcome.objects.count())
    assert after == before
    counts = (Inquiry.objects.count(), InquiryMessage.objects.count(), OutboxMail.objects.count())
    assert set(Inquiry.objects.values_list("status", flat=True)) == {
        "open",
        "answered",
        "waiting",
        "declined",
        "closed",
    }
    assert ServiceResponse.objects.filter(median_days__isnull=False).exists()
    continued = Project.objects.get(copied_from__title="書かない窓口の試行導入（デモデータ）")
    assert continued.candidates.count() == 3
    assert set(Inquiry.objects.values_list("disclosure", flat=True)) == {"band", "body", "person"}
    load_demo_inquiries(now=timezone.now())
    load_demo_answers(now=timezone.now())
    assert (Project.objects.count(), ProjectMember.objects.count()) == (before[0], 1)
    assert (Inquiry.objects.count(), InquiryMessage.objects.count(), OutboxMail.objects.count()) == counts
    names = [vendor.name for vendor in demo_vendors()]
    assert not Vendor.objects.filter(name__in=names, memberships__isnull=True).exists()
