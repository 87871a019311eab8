"""Who sees what was decided: the deciding body's live staff, nobody else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import MunicipalMembership, User
from accounts.serving import serves
from procurement.enums import MemberRole, OutcomeKind
from procurement.querysets.parties import AnyUser

if TYPE_CHECKING:
    from procurement.models import Outcome, OutcomeContract, OutcomeLesson

LONGEST_NOTICE = dt.timedelta(days=366)
LESSON_ASKED_AFTER = dt.timedelta(days=21)
LESSON_ASKED_UNTIL = dt.timedelta(days=180)
"""A lesson is asked for once the use has begun to show, and not for ever."""


class OutcomeQuerySet(QuerySet["Outcome"]):
    """What projects came to."""

    def visible_to(self, user: AnyUser) -> OutcomeQuerySet:
        """Live staff of the owning municipality. A vendor learns its own result, by an invitation's `is_chosen`."""
        return self.filter(serves(user, "project__municipality_id"))

    def with_page_data(self) -> OutcomeQuerySet:
        """What an outcome shows, in one query."""
        return self.select_related(
            "project__municipality",
            "project__category",
            "project__lead",
            "quote_request__project__municipality",
            "winner__version",
            "winner__service__vendor",
            "winning_quote__quote",
            "decided_by",
            "adoption",
            "contract__updated_by",
            "lesson__updated_by",
        )

    def awarded(self) -> OutcomeQuerySet:
        """Something was chosen."""
        return self.filter(kind=OutcomeKind.AWARDED)

    def awaiting_lesson(self, now: dt.datetime) -> OutcomeQuerySet:
        """Decided some weeks ago and nobody wrote down what was learnt; an old one is left in peace."""
        return self.filter(
            lesson__isnull=True, decided_at__lte=now - LESSON_ASKED_AFTER, decided_at__gt=now - LESSON_ASKED_UNTIL
        )

    def concerning(self, user: User, now: dt.datetime) -> OutcomeQuerySet:
        """Those of projects this person leads, works on or decided, or that nobody on the body's live staff leads."""
        leads = MunicipalMembership.objects.live(now).filter(
            user=OuterRef("project__lead_id"), municipality=OuterRef("project__municipality_id")
        )
        works_on = apps.get_model("procurement", "ProjectMember").objects.filter(
            project=OuterRef("project_id"), user=user, role=MemberRole.MEMBER
        )
        return self.filter(Q(project__lead=user) | Q(decided_by=user) | Q(Exists(works_on)) | ~Q(Exists(leads)))

    def with_list_data(self) -> OutcomeQuerySet:
        """What a row of a list shows, in one query whatever the number of rows."""
        return self.select_related("project", "winner__version")

    def latest_first(self) -> OutcomeQuerySet:
        return self.order_by("-decided_at", "-pk")


class OutcomeContractQuerySet(QuerySet["OutcomeContract"]):
    """Periods of contracts."""

    def visible_to(self, user: AnyUser) -> OutcomeContractQuerySet:
        """Those who see the outcome."""
        return self.filter(serves(user, "outcome__project__municipality_id"))

    def running_out(self, today: dt.date) -> OutcomeContractQuerySet:
        """Goes on today and may end within the longest time of which reminders speak."""
        return self.filter(ends_on__gte=today, ends_on__lte=today + LONGEST_NOTICE)

    def with_list_data(self) -> OutcomeContractQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.select_related(
            "outcome__project__lead", "outcome__winner__version", "outcome__winner__service__vendor"
        )

    def going_on(self, today: dt.date) -> OutcomeContractQuerySet:
        """Not ended yet, the last day included."""
        return self.filter(ends_on__gte=today)

    def ended(self, today: dt.date) -> OutcomeContractQuerySet:
        return self.filter(ends_on__lt=today)

    def by_latest_end(self) -> OutcomeContractQuerySet:
        """What ended last comes first."""
        return self.order_by("-ends_on", "-pk")

    def by_end(self) -> OutcomeContractQuerySet:
        """What ends first comes first."""
        return self.order_by("ends_on", "pk")


class OutcomeLessonQuerySet(QuerySet["OutcomeLesson"]):
    """What was learnt."""

    def visible_to(self, user: AnyUser) -> OutcomeLessonQuerySet:
        """Those who see the outcome: the body's own staff alone."""
        return self.filter(serves(user, "outcome__project__municipality_id"))

    def with_list_data(self) -> OutcomeLessonQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.select_related("outcome__project", "outcome__winner__version", "updated_by")

    def latest_first(self) -> OutcomeLessonQuerySet:
        return self.order_by("-updated_at", "-pk")
