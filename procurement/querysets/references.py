"""Who sees which question to adopters. Vendors and advisors see none of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Municipality
from accounts.serving import serves
from catalog.models import Adoption
from catalog.querysets import AdoptionQuerySet
from procurement.querysets.parties import AnyUser

if TYPE_CHECKING:
    from procurement.models import ReferenceAsked, ReferenceChoice, ReferenceRequest


def with_acceptance(adoptions: AdoptionQuerySet) -> AdoptionQuerySet:
    """Annotates `own_choice` (None: none) and `takes_questions`: that choice, or else the body's default."""
    choices = apps.get_model("procurement", "ReferenceChoice").objects
    default = choices.filter(adoption__isnull=True, municipality=OuterRef("municipality")).values("accepts")[:1]
    own = choices.filter(adoption=OuterRef("pk")).values("accepts")[:1]
    return adoptions.annotate(
        own_choice=Subquery(own, output_field=BooleanField()),
        takes_questions=Coalesce(Subquery(own), Subquery(default), Value(False), output_field=BooleanField()),
    )


def adopters_of(service_id: int, *, apart_from: Municipality | None) -> QuerySet[Municipality]:
    """The bodies that confirmed the use of this listing and take questions, but not one's own; each once, by kana."""
    choosing = with_acceptance(Adoption.objects.confirmed().filter(service=service_id))
    adoptions = choosing.filter(Q(takes_questions=True))
    bodies = Municipality.objects.filter(pk__in=adoptions.values("municipality"))
    return (bodies if apart_from is None else bodies.exclude(pk=apart_from.pk)).order_by("kana", "code")


class ReferenceChoiceQuerySet(QuerySet["ReferenceChoice"]):
    """Whether bodies take questions."""

    def visible_to(self, user: AnyUser) -> ReferenceChoiceQuerySet:
        """The body's own staff; others learn the result alone, from `adopters_of`."""
        return self.filter(serves(user, "municipality_id"))

    def defaults(self) -> ReferenceChoiceQuerySet:
        """What holds for adoptions without a choice of their own."""
        return self.filter(adoption__isnull=True)


class ReferenceRequestQuerySet(QuerySet["ReferenceRequest"]):
    """Questions to adopters."""

    def visible_to(self, user: AnyUser) -> ReferenceRequestQuerySet:
        """Staff of the asking body and of the bodies that are asked. Others may read the topic, if it is for all."""
        return self.filter(serves(user, "municipality_id") | Q(Exists(self._asked(user))))

    def sent_by_body_of(self, user: AnyUser) -> ReferenceRequestQuerySet:
        """The part of `visible_to` with the project and the asked bodies on it: the asking body's own people."""
        return self.filter(serves(user, "municipality_id"))

    def received_by_body_of(self, user: AnyUser) -> ReferenceRequestQuerySet:
        """The part of `visible_to` that knows the asker as the topic shows them: the asked bodies' people."""
        return self.filter(Exists(self._asked(user)))

    @staticmethod
    def _asked(user: AnyUser) -> QuerySet[ReferenceAsked]:
        asked: QuerySet[ReferenceAsked] = apps.get_model("procurement", "ReferenceAsked").objects.all()
        return asked.filter(serves(user, "municipality_id"), request=OuterRef("pk"))

    def created_on(self, day: dt.date) -> ReferenceRequestQuerySet:
        """Sent on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))

    def with_list_data(self) -> ReferenceRequestQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.select_related(
            "service__current", "topic__author", "topic__municipality", "municipality", "project"
        ).annotate(asked_count=Count("asked", distinct=True))

    def latest_first(self) -> ReferenceRequestQuerySet:
        return self.order_by("-created_at", "-pk")


class ReferenceAskedQuerySet(QuerySet["ReferenceAsked"]):
    """Bodies that are asked."""

    def visible_to(self, user: AnyUser) -> ReferenceAskedQuerySet:
        """The asked body's own people: whether it put the question aside is theirs alone to know."""
        return self.filter(serves(user, "municipality_id"))

    def with_list_data(self) -> ReferenceAskedQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.with_state().select_related(
            "request__service__current", "request__topic__author", "request__topic__municipality"
        )

    def latest_first(self) -> ReferenceAskedQuerySet:
        return self.order_by("-request__created_at", "-request")

    def waiting(self) -> ReferenceAskedQuerySet:
        """Not put aside, and nobody of the body wrote in the topic; `with_state` says the same of each."""
        return self.with_state().filter(Q(state="waiting"))

    def with_state(self) -> ReferenceAskedQuerySet:
        """Annotates `state`: waiting, answered (somebody of the body wrote) or declined."""
        posts = apps.get_model("forums", "Post").objects.filter(
            topic=OuterRef("request__topic"),
            municipality=OuterRef("municipality"),
            number__gt=1,
            removed_at__isnull=True,
        )
        return self.annotate(
            state=Case(
                When(Exists(posts), then=Value("answered")),
                When(declined_at__isnull=False, then=Value("declined")),
                default=Value("waiting"),
            )
        )
