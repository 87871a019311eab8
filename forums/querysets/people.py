"""As whom a reader comes, as conditions inside the very query that reads: nobody is remembered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from accounts.models import Advisor, Municipality, MunicipalMembership, Report, User
from accounts.serving import is_live_staff, read_bodies
from dss.compiled import ANY_ID, Compiled
from forums.enums import TopicStatus

if TYPE_CHECKING:
    from forums.models import Topic

AnyUser: TypeAlias = User | AnonymousUser

NOBODY = Q(pk__in=[])
_ADVISOR = Compiled(
    lambda user: Advisor.objects.filter(user=user, is_active=True, user__is_active=True).values("pk"), user=ANY_ID
)


def is_staff_member(user: AnyUser) -> Q:
    """Whether the reader's membership of some municipality counts at this moment."""
    return is_live_staff(user)


def reads_as_staff(user: AnyUser, topic: str = "") -> Q:
    """Live staff read every topic, but those kept among some bodies only where theirs is one of them at this moment.

    A body that was merged lives on in its successor. `topic` leads to the topic, as "topic__".
    """
    if not isinstance(user, User):
        return NOBODY
    readers = f"{topic}readers"
    return (Q(**{readers: []}) & is_live_staff(user)) | Q(**{f"{readers}__overlap": read_bodies(user)})


def is_advisor(user: AnyUser) -> Q:
    """Whether the reader is an expert the operators trust at this moment."""
    return Q(_ADVISOR.exists(user=user.pk)) if isinstance(user, User) else NOBODY


def readers_of(topic: Topic, now: datetime) -> Q:
    """The people who read this topic at `now`: `TopicQuerySet.searchable_by`, asked from the other end."""
    staff = staff_readers_of(topic, now)
    if topic.status == TopicStatus.WITHDRAWN or not topic.experts_invited:
        return staff
    return staff | Q(Exists(Advisor.objects.filter(user=OuterRef("pk"), is_active=True)), is_active=True)


def staff_readers_of(topic: Topic, now: datetime) -> Q:
    """The part of `readers_of` that are live staff: experts do not learn of boards."""
    if topic.status == TopicStatus.WITHDRAWN:
        return NOBODY
    served = MunicipalMembership.objects.live(now).filter(user=OuterRef("pk"))
    if topic.readers:
        bodies = Municipality.objects.filter(Q(pk__in=topic.readers) | Q(predecessors__pk__in=topic.readers))
        served = served.filter(municipality__in=bodies.values("pk"))
    return Q(Exists(served))


def is_operator(user: AnyUser) -> bool:
    return user.is_active and user.is_staff


def is_reported(model: str, path: str = "pk") -> Q:
    """Whether somebody put the row before the operators, decided by now or not."""
    return Q(
        Exists(
            Report.objects.filter(content_type__app_label="forums", content_type__model=model, object_id=OuterRef(path))
        )
    )
