"""The demonstration's threads: every fictional vendor can be asked, and a second load changes nothing."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import OutboxMail, Vendor
from catalog.demo.files import demo_vendors
from procurement.demo import load_demo_inquiries
from procurement.models import Inquiry, InquiryMessage

pytestmark = pytest.mark.django_db


def test_threads_are_there_once(settings, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_demo", verbosity=0)
    counts = (Inquiry.objects.count(), InquiryMessage.objects.count(), OutboxMail.objects.count())
    assert set(Inquiry.objects.values_list("status", flat=True)) == {"open", "answered", "waiting", "closed"}
    assert set(Inquiry.objects.values_list("disclosure", flat=True)) == {"band", "body", "person"}
    load_demo_inquiries(now=timezone.now())
    assert (Inquiry.objects.count(), InquiryMessage.objects.count(), OutboxMail.objects.count()) == counts
    names = [vendor.name for vendor in demo_vendors()]
    assert not Vendor.objects.filter(name__in=names, memberships__isnull=True).exists()
