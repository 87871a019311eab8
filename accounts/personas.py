"""As whom a person acts at this moment. Computed from the database once per request, never remembered longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
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


def remember_for_request(user: User | AnonymousUser) -> User | AnonymousUser:
    """Let `persona_of` ask the database once for this object, which lives as long as one request."""
    user.persona_memory = []  # type: ignore[union-attr]
    return user


def persona_of(user: User | AnonymousUser, now: datetime | None = None) -> Persona:
    """The persona of `user` at `now` (default: this moment, in a web request: its first asking).

    A lapsed membership gives none at once.
    """
    memory: list[Persona] | None = getattr(user, "persona_memory", None)
    if memory is None or now is not None:
        return _look_up(user, now or timezone.now())
    if not memory:
        memory.append(_look_up(user, timezone.now()))
    return memory[0]


def _look_up(user: User | AnonymousUser, now: datetime) -> Persona:
    if isinstance(user, AnonymousUser) or not user.is_active:
        return NOBODY
    serving = MunicipalMembership.objects.filter(pk__in=serving_rows(user.pk, now))
    membership = serving.select_related("municipality").first()
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
