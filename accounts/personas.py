"""As whom a person acts at this moment. Computed from the database once per request, never remembered longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from accounts.models import Advisor, Municipality, MunicipalMembership, User, Vendor, VendorMembership
from accounts.serving import serving_rows

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Persona:
    """At most one of municipality, vendor and advisor is set; an operator may have none of them."""

    municipality: Municipality | None = None
    vendor: Vendor | None = None
    vendor_role: str = ""
    is_advisor: bool = False
    is_operator: bool = False


NOBODY = Persona()


def with_membership(users: QuerySet[User], user_id: int) -> QuerySet[User]:
    """The person of this number together with the membership that counts at this moment: `came_with` tells it."""
    serving = FilteredRelation("memberships", condition=Q(memberships__in=serving_rows(user_id, timezone.now())))
    return users.filter(pk=user_id).annotate(serving=serving).select_related("serving__municipality")  # type: ignore[misc]  # a FilteredRelation


def came_with(user: User) -> User:
    """Note on the object which membership `with_membership` found, if any, for `remember_for_request`."""
    user.known_membership = [vars(user).get("serving")]  # type: ignore[attr-defined]
    return user


def remember_for_request(user: User | AnonymousUser, *, only_reads: bool) -> User | AnonymousUser:
    """Let `persona_of` ask the database once for this object, which lives as long as one request.

    One that only reads need not even ask what was loaded with the person; one that writes may have changed it since.
    """
    user.persona_memory = []  # type: ignore[union-attr]
    if not only_reads:
        user.known_membership = None  # type: ignore[union-attr]
    return user


def persona_of(user: User | AnonymousUser, now: datetime | None = None) -> Persona:
    """The persona of `user` at `now` (default: this moment, in a web request: its first asking).

    A lapsed membership gives none at once.
    """
    memory: list[Persona] | None = getattr(user, "persona_memory", None)
    if memory is None or now is not None:
        return _look_up(user, now or timezone.now())
    if not memory:
        known: list[MunicipalMembership | None] | None = getattr(user, "known_membership", None)
        memory.append(_look_up(user, timezone.now()) if known is None else _persona(user, known[0]))
    return memory[0]


def _look_up(user: User | AnonymousUser, now: datetime) -> Persona:
    if isinstance(user, AnonymousUser):
        return NOBODY
    serving = MunicipalMembership.objects.filter(pk__in=serving_rows(user.pk, now))
    return _persona(user, serving.select_related("municipality").first())


def _persona(user: User | AnonymousUser, membership: MunicipalMembership | None) -> Persona:
    if isinstance(user, AnonymousUser) or not user.is_active:
        return NOBODY
    if membership is not None:
        return Persona(municipality=membership.municipality, is_operator=user.is_staff)
    team = (
        VendorMembership.objects.filter(user=user, ended_at__isnull=True, vendor__is_suspended=False)
        .select_related("vendor")
        .first()
    )
    if team is not None:
        return Persona(vendor=team.vendor, vendor_role=team.role, is_operator=user.is_staff)
    is_advisor = Advisor.objects.filter(user=user, is_active=True).exists()
    return Persona(is_advisor=is_advisor, is_operator=user.is_staff)
