"""Who sees which talk session, which questions and wishes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from accounts.models import Advisor, MunicipalMembership, User, VendorMembership
from forums.enums import EventAudience, EventStatus, QuestionStatus, RegistrationStatus, WishStatus
from forums.querysets.people import NOBODY, AnyUser, is_staff_member

if TYPE_CHECKING:
    from forums.models import Event, EventQuestion, EventRegistration, ThemeWish

LATE_ENTRY = timedelta(hours=1)
"""Sessions run over: the way in stays open this long after the planned end."""

CONFIRMED = Count("registrations", filter=Q(registrations__status=RegistrationStatus.CONFIRMED), distinct=True)
WAITING = Count("registrations", filter=Q(registrations__status=RegistrationStatus.WAITING), distinct=True)


class EventQuerySet(QuerySet["Event"]):
    """Talk sessions."""

    def visible_to(self, user: AnyUser) -> EventQuerySet:
        """Everybody, once published; one that was called off stays as such. Drafts lie in the admin."""
        return self.exclude(status=EventStatus.DRAFT)

    def over(self, now: datetime) -> EventQuerySet:
        """In the past; `Event.is_over_at` says the same."""
        return self.filter(ends_at__lte=now)

    def to_come(self, now: datetime) -> EventQuerySet:
        """Not over yet."""
        return self.filter(ends_at__gt=now)

    def with_seats(self) -> EventQuerySet:
        """`confirmed_count` and `waiting_count`."""
        return self.annotate(confirmed_count=CONFIRMED, waiting_count=WAITING)

    def with_report_for(self, user: AnyUser) -> EventQuerySet:
        """Those whose report the person may read: a published one everybody, before that its speakers."""
        speakers = apps.get_model("forums", "EventSpeaker").objects
        speaks = Q(Exists(speakers.filter(event=OuterRef("pk"), user=user))) if isinstance(user, User) else NOBODY
        return self.visible_to(user).exclude(report="").filter(Q(report_published_at__isnull=False) | speaks)

    def taken_part_in_by(self, user: AnyUser) -> EventQuerySet:
        """Those whose questions and, on the day, whose way in the person sees."""
        seen = self.visible_to(user)
        return seen.filter(takes_part_in("pk", user)) if isinstance(user, User) else seen.none()

    def joinable_by(self, user: AnyUser, now: datetime) -> EventQuerySet:
        """Those whose way in the person may have at `now` (`Event.admits_at`): a confirmed place, or speaking."""
        if not isinstance(user, User):
            return self.none()
        places: RegistrationQuerySet = apps.get_model("forums", "EventRegistration").objects.all()
        speakers = apps.get_model("forums", "EventSpeaker").objects
        holds = Exists(places.confirmed().of_who_may_come(now).filter(event=OuterRef("pk"), user=user))
        speaks = Exists(speakers.filter(event=OuterRef("pk"), user=user))
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        on_the_day = Q(starts_at__lt=midnight + timedelta(days=1), ends_at__gt=now - LATE_ENTRY)
        return self.filter(on_the_day, status=EventStatus.PUBLISHED).filter(holds | speaks)


class RegistrationQuerySet(QuerySet["EventRegistration"]):
    """Places in talk sessions."""

    def visible_to(self, user: AnyUser) -> RegistrationQuerySet:
        """One's own; all of them lie in the operators' admin."""
        return self.filter(user=user) if isinstance(user, User) else self.none()

    def standing(self) -> RegistrationQuerySet:
        """Not given up."""
        return self.exclude(status=RegistrationStatus.CANCELLED)

    def confirmed(self) -> RegistrationQuerySet:
        return self.filter(status=RegistrationStatus.CONFIRMED)

    def waiting_in_order(self) -> RegistrationQuerySet:
        return self.filter(status=RegistrationStatus.WAITING).order_by("queued_at", "pk")

    def of_who_may_come(self, now: datetime) -> RegistrationQuerySet:
        """Of people who may take part at `now`; `can_register_event` says the same of one person."""
        person = OuterRef("user")
        staff = Exists(MunicipalMembership.objects.live(now).filter(user=person))
        expert = Exists(Advisor.objects.filter(user=person, is_active=True))
        team = Exists(VendorMembership.objects.filter(user=person, ended_at__isnull=True, vendor__is_suspended=False))
        vendors = Q(event__audience=EventAudience.STAFF_AND_VENDORS) & team
        return self.filter(Q(user__is_active=True) & (staff | expert | vendors))


def takes_part_in(path: str, user: User) -> Q:
    """Whether `user` may come and holds a place (or waits for one) in the session at `path`, or speaks there."""
    places: RegistrationQuerySet = apps.get_model("forums", "EventRegistration").objects.all()
    holds = places.standing().of_who_may_come(timezone.now()).filter(event=OuterRef(path), user=user)
    speakers = apps.get_model("forums", "EventSpeaker").objects
    return Q(Exists(holds)) | Q(Exists(speakers.filter(event=OuterRef(path), user=user)))


def _voted(model: str, field: str, user: AnyUser) -> Any:
    votes: type[Model] = apps.get_model("forums", model)
    if not isinstance(user, User):
        return Value(False)
    return Exists(votes._default_manager.filter(**{field: OuterRef("pk")}, user=user))


class EventQuestionQuerySet(QuerySet["EventQuestion"]):
    """Questions to the speakers."""

    def visible_to(self, user: AnyUser) -> EventQuestionQuerySet:
        """What the operators let pass, for who takes part; one's own in every state."""
        if not isinstance(user, User):
            return self.none()
        shown = Q(status__in=[QuestionStatus.SHOWN, QuestionStatus.ANSWERED]) & takes_part_in("event", user)
        return self.exclude(event__status=EventStatus.DRAFT).filter(shown | Q(author=user))

    def with_votes(self, user: AnyUser) -> EventQuestionQuerySet:
        """`vote_count`, and `is_voted` for the reader's own."""
        return self.annotate(
            vote_count=Count("votes", distinct=True), is_voted=_voted("EventQuestionVote", "question", user)
        )

    def in_order(self) -> EventQuestionQuerySet:
        """What most want to hear first; of equals the older."""
        return self.order_by("-vote_count", "pk")


class ThemeWishQuerySet(QuerySet["ThemeWish"]):
    """Wishes for themes."""

    def visible_to(self, user: AnyUser) -> ThemeWishQuerySet:
        """Live municipal staff: they tell what a body struggles with."""
        return self.exclude(status=WishStatus.WITHDRAWN).filter(is_staff_member(user))

    def with_votes(self, user: AnyUser) -> ThemeWishQuerySet:
        """`vote_count`, and `is_voted` for the reader's own."""
        return self.annotate(vote_count=Count("votes", distinct=True), is_voted=_voted("ThemeWishVote", "wish", user))

    def by_support(self) -> ThemeWishQuerySet:
        """Open ones first, most wanted first; of equals the newer."""
        is_settled = ExpressionWrapper(~Q(status=WishStatus.OPEN), output_field=BooleanField())
        return self.order_by(is_settled, "-vote_count", "-pk")
