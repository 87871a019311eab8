"""How long a vendor takes to answer, in working days.

Measured is from the first message, which counts from the first working day on which it lies there, to the vendor's
first own message in the thread: the same day is 0. Not measured are brochures handed over at once, where nothing was
left to answer, and threads that the vendor marked as answered without writing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from catalog.actions import record_response_times
from dss.working_days import add_working_days, is_working_day, working_days_between
from procurement.models import Inquiry


def note_first_answer(inquiry: Inquiry, *, written: bool, now: datetime) -> None:
    """The vendor answered the locked thread, by a message or without one; only the first time counts."""
    if inquiry.first_answered_at is not None:
        return
    inquiry.first_answered_at = now
    if written and not inquiry.handovers.filter(handed_at=inquiry.created_at).exists():
        inquiry.response_days = response_days(inquiry.created_at, now)


def renew_response_times(inquiry: Inquiry) -> None:
    """Tell the catalogue, once the thread's own row is saved."""
    if inquiry.response_days is None:
        return
    of_vendor = Inquiry.objects.filter(vendor=inquiry.vendor_id)
    record_response_times(
        service_id=inquiry.service_id,
        vendor_id=inquiry.vendor_id,
        of_service=lambda: of_vendor.filter(service=inquiry.service_id).response_times(),
        of_vendor=of_vendor.response_times,
    )


def response_days(asked_at: datetime, answered_at: datetime) -> int:
    """Working days from the one to the other, by their dates in Tokyo."""
    asked = timezone.localdate(asked_at)
    began = asked if is_working_day(asked) else add_working_days(asked, 1)
    return max(0, working_days_between(began, timezone.localdate(answered_at)))


def waiting_since_before(days: int, now: datetime) -> datetime:
    """What has waited since before this moment has waited `days` working days or longer."""
    today = timezone.localdate(now)
    earliest = add_working_days(today + timedelta(days=1), -days)
    return timezone.make_aware(datetime.combine(earliest, datetime.min.time()))
