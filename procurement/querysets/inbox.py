"""Leads and requests for quotes of one vendor as one list, by what waits for the vendor and until when.

Both parts carry the same columns: `what`, `turn` (waiting, answered or closed), `place` (what waits comes first),
`due_at` (of what waits) and `moment` (the last step).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Case, CharField, DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from dss.working_days import add_working_days
from procurement.enums import InquiryStatus, QuoteInvitationStatus, QuoteRequestStatus, QuoteStatus

if TYPE_CHECKING:
    from procurement.querysets.inquiries import InquiryQuerySet
    from procurement.querysets.quotes import QuoteInvitationQuerySet

LEAD, QUOTE = "lead", "quote"
WAITING, ANSWERED, CLOSED = "waiting", "answered", "closed"
ANSWER_DAYS = 3
"""Working days until a lead should be answered: after them the first reminder is sent."""
_COLUMNS = ("what", "pk", "place", "due_at", "moment")
_EXACT_DAYS = 30


def inbox_leads(leads: InquiryQuerySet, now: datetime) -> InquiryQuerySet:
    """The leads among these with the list's columns."""
    is_waiting = Q(status__in=[InquiryStatus.OPEN, InquiryStatus.WAITING])
    turn = Case(
        When(is_waiting, then=Value(WAITING)),
        When(status=InquiryStatus.ANSWERED, then=Value(ANSWERED)),
        default=Value(CLOSED),
        output_field=CharField(),
    )
    rows = leads.annotate(what=Value(LEAD), turn=turn, moment=F("last_activity_at"))
    placed: InquiryQuerySet = _with_place(rows, _answer_due(now))
    return placed


def inbox_quotes(invitations: QuoteInvitationQuerySet, now: datetime) -> QuoteInvitationQuerySet:
    """The requests for quotes among these with the list's columns."""
    is_invited = Q(status=QuoteInvitationStatus.INVITED)
    goes_on = Q(request__status__in=[QuoteRequestStatus.OPEN, QuoteRequestStatus.CLOSED])
    turn = Case(
        When(is_invited & goes_on & Q(quote__status=QuoteStatus.SUBMITTED), then=Value(ANSWERED)),
        When(
            is_invited & Q(request__status=QuoteRequestStatus.OPEN, request__deadline_at__gt=now), then=Value(WAITING)
        ),
        default=Value(CLOSED),
        output_field=CharField(),
    )
    rows = invitations.annotate(what=Value(QUOTE), turn=turn, moment=F("invited_at"))
    placed: QuoteInvitationQuerySet = _with_place(rows, F("request__deadline_at"))
    return placed


def assigned_to(rows: Any, user: User) -> Any:
    """Those this person looks after."""
    return rows.filter(assignment__assignee__user=user, assignment__assignee__ended_at__isnull=True)


def assigned_to_nobody(rows: Any, thing: str) -> Any:
    """Those nobody who is still in the team looks after; `thing` is `inquiry` or `invitation`."""
    standing = apps.get_model("procurement", "Assignment").objects.standing()
    return rows.filter(~Exists(standing.filter(**{thing: OuterRef("pk")})))


def overdue(rows: Any, now: datetime) -> Any:
    """What waits and should have been answered by now."""
    return rows.filter(turn=WAITING, due_at__lt=now)


def in_one_list(leads: InquiryQuerySet | None, invitations: QuoteInvitationQuerySet | None) -> QuerySet[Any]:
    """Rows of (what, key, place, due, moment): what waits by its deadline, then the rest, the newest step first."""
    parts = [part.order_by().values_list(*_COLUMNS) for part in (leads, invitations) if part is not None]
    rows: QuerySet[Any] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return rows.order_by("place", "due_at", "-moment", "what", "-pk")


def answer_due(awaited_since: datetime) -> datetime:
    """Until when a lead that waits since then should be answered: the end of that working day."""
    day = add_working_days(timezone.localdate(awaited_since), ANSWER_DAYS)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def _answer_due(now: datetime) -> Case:
    """`answer_due` in SQL: exact for the last weeks, and for older rows early enough to stand before them."""
    today = timezone.localdate(now)
    starts = [
        timezone.make_aware(datetime.combine(today - timedelta(days=ago), datetime.min.time()))
        for ago in range(-1, _EXACT_DAYS)
    ]
    return Case(
        *(When(awaited_since__gte=start, then=Value(answer_due(start))) for start in starts),
        default=F("awaited_since") + timedelta(days=ANSWER_DAYS),
        output_field=DateTimeField(),
    )


def _with_place(rows: Any, due: Any) -> Any:
    return rows.annotate(
        place=Case(When(turn=WAITING, then=Value(0)), default=Value(1), output_field=IntegerField()),
        due_at=Case(When(turn=WAITING, then=due), default=None, output_field=DateTimeField()),
    )
