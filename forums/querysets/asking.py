"""Who was asked for an answer, and whom colleagues may ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Advisor, Municipality, User
from accounts.querysets import MembershipQuerySet
from forums.enums import AskedStatus, ReactionKind, ShownAs, TopicStatus
from forums.querysets.people import AnyUser

if TYPE_CHECKING:
    from forums.models import AnswerRequest

LATELY = timedelta(days=30)


class AnswerRequestQuerySet(QuerySet["AnswerRequest"]):
    """Requests for an answer."""

    def visible_to(self, user: AnyUser) -> AnswerRequestQuerySet:
        """The asked person alone, while they may read the topic and still want to be asked."""
        if not isinstance(user, User):
            return self.none()
        topics = apps.get_model("forums", "Topic").objects.searchable_by(user)
        return self.filter(person=user, topic__in=topics.values("pk")).filter(_wants_to_be_asked(timezone.now()))

    def waiting(self) -> AnswerRequestQuerySet:
        """Neither declined nor answered, and the topic still waits."""
        own = apps.get_model("forums", "Post").objects.filter(topic=OuterRef("topic"), author=OuterRef("person"))
        return self.filter(
            ~Exists(own.filter(removed_at__isnull=True)), status=AskedStatus.WAITING, topic__status=TopicStatus.OPEN
        )

    def newest_first(self) -> AnswerRequestQuerySet:
        return self.order_by("-asked_at", "-pk")


def _wants_to_be_asked(now: datetime) -> Q:
    askable = User.objects.askable(now).filter(pk=OuterRef("person"))
    expert = Advisor.objects.active().filter(user=OuterRef("person"))
    return Q(Exists(askable)) | Q(Exists(expert))


def least_asked_first(people: QuerySet[User], now: datetime) -> QuerySet[User]:
    """Those asked least in the last 30 days first, by lot among equals, so that it is not always the same."""
    asked = (
        apps.get_model("forums", "AnswerRequest")
        .objects.filter(person=OuterRef("pk"), asked_at__gt=now - LATELY)
        .order_by()
        .values("person")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return people.annotate(asked_lately=Coalesce(Subquery(asked), 0)).order_by("asked_lately", "?")


def with_colleague_data(memberships: MembershipQuerySet) -> MembershipQuerySet:
    """What a colleague's card shows: the person, their profile, and `thanks`: how many found useful what they wrote
    under their name where all staff read it. Posts shown otherwise count for nothing: a number would tell of them."""
    thanked = (
        apps.get_model("forums", "Reaction")
        .objects.filter(
            kind=ReactionKind.HELPFUL,
            post__author=OuterRef("user"),
            post__shown_as=ShownAs.NAME_BODY,
            post__removed_at__isnull=True,
            post__topic__readers=[],
        )
        .exclude(post__topic__status=TopicStatus.WITHDRAWN)
        .order_by()
        .values("post__author")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return (
        memberships.select_related("user__profile", "municipality")
        .prefetch_related("user__experiences")
        .annotate(thanks=Coalesce(Subquery(thanked, output_field=IntegerField()), 0))
    )


def similar_to(memberships: MembershipQuerySet, body: Municipality) -> MembershipQuerySet:
    """Those of bodies of the same kind and population band as `body`."""
    return memberships.filter(municipality__kind=body.kind, municipality__population_band=body.population_band)
