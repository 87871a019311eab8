"""What is new since a signed-in person's last visit to the list. Of visitors nothing is kept; they have the feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, DateTimeField, F, Func, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import TruncDay
from django.utils import timezone

from accounts.models import User
from catalog.actions import begin_visit
from catalog.models import CatalogVisit, Service

VISIT_GAP = dt.timedelta(hours=6)
"""Who comes back later than this makes a new visit."""


@dataclass(frozen=True, slots=True)
class News:
    """How many listings were published or changed since that day, the day included, and where they are."""

    since: dt.date
    count: int

    @property
    def href(self) -> str:
        return f"?since={self.since.isoformat()}&sort=new"


def news_for(user: User, now: dt.datetime) -> News | None:
    """One query, and a write where a visit begins; None on the first visit."""
    is_over = When(began_at__lte=now - VISIT_GAP, then=F("began_at"))
    # PostgreSQL cuts off the zone together with the hours.
    day = Func(
        Value(timezone.get_default_timezone_name()),
        TruncDay(Case(is_over, default=F("previous_at"))),
        function="timezone",
        output_field=DateTimeField(),
    )
    newer = Service.objects.published().filter(published_at__gte=OuterRef("day")).order_by()
    counted = newer.annotate(number=Func(Value(1), function="COUNT", output_field=IntegerField())).values("number")
    visit = CatalogVisit.objects.filter(user=user).annotate(day=day, newer=Subquery(counted)).first()
    if visit is None or now - visit.began_at >= VISIT_GAP:
        begin_visit(actor=user, last=visit.began_at if visit else None, now=now)
    return News(timezone.localdate(visit.day), visit.newer) if visit and visit.day else None
