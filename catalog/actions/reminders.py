"""Asking the vendors once a year whether what they published is still true."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from catalog.emails import send_listing_unconfirmed
from catalog.freshness import stale_before
from catalog.models import Service

PORTION = 100


def ask_for_confirmation(*, now: dt.datetime) -> int:
    """Tell the teams of all listings that are due; returns how many. A portion that fails does not undo the others."""
    asked = 0
    while count := _ask_portion(now):
        asked += count
    return asked


@transaction.atomic
def _ask_portion(now: dt.datetime) -> int:
    today = timezone.localdate(now)
    due = Service.objects.awaiting_reminder(stale_before(today))
    services = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:PORTION])
    for service in services:
        service.reminded_on = today
        service.save(update_fields=["reminded_on"])
        record(actor=None, verb="service_confirmation_asked", obj=service, now=now)
        send_listing_unconfirmed(service, now)
    return len(services)
