"""Vendors who have not answered are reminded, twice at most for each time it became their turn."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dss.working_days import is_working_day
from procurement.actions.response_times import waiting_since_before
from procurement.emails import send_inquiry_waiting
from procurement.models import Inquiry

REMINDED_AFTER = (3, 7)
"""Working days without an answer."""


def remind_of_unanswered_inquiries(*, now: datetime) -> int:
    """How many threads the vendors were reminded of. Nobody is disturbed on a day off."""
    if not is_working_day(timezone.localdate(now)):
        return 0
    reminded = 0
    for step, days in reversed(list(enumerate(REMINDED_AFTER, 1))):
        due = Inquiry.objects.to_remind_of(waiting_since_before(days, now), reminders=step)
        for pk in list(due.order_by("pk").values_list("pk", flat=True)):
            reminded += _remind(pk, step=step, days=days, now=now)
    return reminded


@transaction.atomic
def _remind(pk: int, *, step: int, days: int, now: datetime) -> int:
    """The mail and the mark that it was sent are one commit; an answer that came meanwhile has the lock first."""
    waiting = Inquiry.objects.to_remind_of(waiting_since_before(days, now), reminders=step)
    inquiry = waiting.select_for_update(of=("self",), no_key=True).select_related("version", "vendor").filter(pk=pk)
    found = inquiry.first()
    if found is None:
        return 0
    found.reminders_sent = step
    found.save(update_fields=["reminders_sent"])
    send_inquiry_waiting(found, days=days, now=now)
    return 1
