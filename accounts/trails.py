"""What one person, or the people of one body, did and what was done about them, as the audit trail tells it.

Operators read it through `accounts/admin/trails.py`. What was written (projects, inquiries, quotes, posts) stays where
it is: the trail says that, when and to what number something was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import AuditEvent, MembershipRequest, Municipality, MunicipalMembership, User, VendorMembership

if TYPE_CHECKING:
    from datetime import date

ABOUT_PERSON = (MunicipalMembership, MembershipRequest, VendorMembership)


@dataclass(frozen=True, slots=True)
class Portion:
    """Which part of a trail is wanted: one kind of step, first and last day in Tokyo; empty: all."""

    verb: str = ""
    first: date | None = None
    last: date | None = None


def trail_of_person(person: User) -> QuerySet[AuditEvent]:
    """What the person did, and what others did to the account and its memberships."""
    about = Q(object_type=User._meta.label_lower, object_id=str(person.pk))
    for model in ABOUT_PERSON:
        keys: QuerySet[Any] = model._default_manager.filter(user=person).values(key=Cast("pk", CharField()))
        about |= Q(object_type=model._meta.label_lower, object_id__in=keys)
    return AuditEvent.objects.filter(Q(actor_key=person.key) | about)


def trail_of_body(body: Municipality) -> QuerySet[AuditEvent]:
    """What was done by whoever belonged to the body at that moment, and what was done to the body's own row."""
    then = MunicipalMembership.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=OuterRef("at")),
        municipality=body,
        user__key=OuterRef("actor_key"),
        granted_at__lte=OuterRef("at"),
    )
    own = Q(object_type=Municipality._meta.label_lower, object_id=body.pk)
    return AuditEvent.objects.filter(Exists(then) | own)


def portion_of(trail: QuerySet[AuditEvent], portion: Portion) -> QuerySet[AuditEvent]:
    """The latest first."""
    if portion.verb:
        trail = trail.filter(verb=portion.verb)
    if portion.first:
        trail = trail.filter(at__gte=timezone.make_aware(datetime.combine(portion.first, time.min)))
    if portion.last:
        trail = trail.filter(at__lte=timezone.make_aware(datetime.combine(portion.last, time.max)))
    return trail.order_by("-at", "-pk")


def kinds_of(trail: QuerySet[AuditEvent]) -> list[dict[str, Any]]:
    """How often each step was taken on each kind of object, when last: `verb`, `object_type`, `times`, `last_at`."""
    rows = trail.order_by().values("verb", "object_type").annotate(times=Count("pk"), last_at=Max("at"))
    return list(rows.order_by("object_type", "verb"))
