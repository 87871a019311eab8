"""Who sees which thread, and the named facts its lists ask for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Aggregate, Count, Exists, FloatField, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Municipality, Report, User
from accounts.serving import serves
from procurement.enums import InquiryKind, InquiryStatus
from procurement.querysets.parties import AnyUser, works_for

if TYPE_CHECKING:
    from procurement.models import BrochureHandover, Inquiry, InquiryAttachment, InquiryMessage


def _is_reported() -> Exists:
    return Exists(
        Report.objects.filter(
            content_type__app_label="procurement", content_type__model="inquirymessage", object_id=OuterRef("pk")
        )
    )


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class InquiryQuerySet(QuerySet["Inquiry"]):
    """Threads between one municipality and one vendor."""

    def visible_to(self, user: AnyUser) -> InquiryQuerySet:
        """Staff of the sending body and people of the addressed vendor; operators have no access of their own."""
        return self.filter(serves(user, "municipality_id") | works_for(user, "vendor_id"))

    def visible_to_staff(self, user: AnyUser) -> InquiryQuerySet:
        """The part of `visible_to` with everything on it: the sending body's own people."""
        return self.filter(serves(user, "municipality_id"))

    def visible_to_vendor(self, user: AnyUser) -> InquiryQuerySet:
        """The part of `visible_to` that may show only what was disclosed: the addressed vendor's people."""
        return self.filter(works_for(user, "vendor_id"))

    def open_brochure_requests(self, municipality: Municipality) -> InquiryQuerySet:
        """資料請求 of this body that are not closed; the database holds one at most for each service."""
        return self.filter(municipality=municipality, kind=InquiryKind.BROCHURE).exclude(status=InquiryStatus.CLOSED)

    def created_on(self, day: dt.date) -> InquiryQuerySet:
        """Sent on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))

    def answered_to(self, user: User) -> InquiryQuerySet:
        """Those this person sent and the vendor answered: the next word is theirs."""
        return self.filter(created_by=user, status=InquiryStatus.ANSWERED)

    def awaiting_vendor(self) -> InquiryQuerySet:
        """It is the vendor's turn; `Inquiry.awaits_vendor` says the same of one."""
        return self.filter(status__in=[InquiryStatus.OPEN, InquiryStatus.WAITING])

    def to_remind_of(self, waiting_since: dt.datetime, *, reminders: int) -> InquiryQuerySet:
        """The vendor's turn since before this moment, and fewer than so many reminders sent."""
        return self.awaiting_vendor().filter(awaited_since__lt=waiting_since, reminders_sent__lt=reminders)

    def asked_since(self, municipality: Municipality, moment: dt.datetime) -> InquiryQuerySet:
        """What this body asked since then."""
        return self.filter(municipality=municipality, created_at__gte=moment)

    def response_times(self) -> tuple[int, float | None]:
        """How many first answers were measured, and the median of their working days."""
        measured = self.filter(response_days__isnull=False)
        found = measured.aggregate(answered=Count("pk"), median=Median("response_days"))
        return found["answered"], found["median"]

    def with_list_data(self) -> InquiryQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.select_related("version", "vendor", "municipality", "created_by", "contact", "project")

    def latest_first(self) -> InquiryQuerySet:
        """The thread with the newest step first."""
        return self.order_by("-last_activity_at", "-pk")


class InquiryMessageQuerySet(QuerySet["InquiryMessage"]):
    """Single messages."""

    def visible_to(self, user: AnyUser) -> InquiryMessageQuerySet:
        """Those who see the thread; operators see the one message somebody reported, not the thread around it."""
        parties = serves(user, "inquiry__municipality_id") | works_for(user, "inquiry__vendor_id")
        if user.is_active and user.is_staff:
            return self.filter(parties | Q(_is_reported()))
        return self.filter(parties)

    def with_thread(self) -> InquiryMessageQuerySet:
        """What a page of one message needs, in one query."""
        return self.select_related(
            "author", "attachment", "inquiry__version", "inquiry__vendor", "inquiry__municipality", "inquiry__contact"
        )

    def written_on(self, day: dt.date) -> InquiryMessageQuerySet:
        """Written on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))

    def in_order(self) -> InquiryMessageQuerySet:
        """As they were written, with their authors and files."""
        return self.select_related("author", "attachment").order_by("pk")


class InquiryAttachmentQuerySet(QuerySet["InquiryAttachment"]):
    """Files beside messages."""

    def visible_to(self, user: AnyUser) -> InquiryAttachmentQuerySet:
        """Both sides of the thread; operators have no access of their own."""
        return self.filter(serves(user, "inquiry__municipality_id") | works_for(user, "inquiry__vendor_id"))


class BrochureHandoverQuerySet(QuerySet["BrochureHandover"]):
    """Brochures that were handed to a municipality."""

    def visible_to(self, user: AnyUser) -> BrochureHandoverQuerySet:
        """The receiving body's own people. The vendor opens its files on its own desk."""
        return self.filter(serves(user, "inquiry__municipality_id"))

    def with_file_data(self) -> BrochureHandoverQuerySet:
        """What a download needs, in one query."""
        return self.select_related("brochure", "inquiry__vendor", "inquiry__service")

    def in_order(self) -> BrochureHandoverQuerySet:
        return self.select_related("brochure").order_by("number")
