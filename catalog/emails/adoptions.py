"""Who is told what about adoption records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import Municipality, MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from catalog.emails.teams import team_of
from catalog.enums import AdoptionOrigin
from catalog.freshness import stale_before
from catalog.models import Adoption, Service

TOLD_AT_MOST = 30
"""Of one body: those whose membership was confirmed last, so that a large city's every member is not written to."""


def _still_asked(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Bodies whose live staff the person is at this moment, while something still waits for their word."""
    waiting = Adoption.objects.of_own_body(user).awaiting_confirmation().filter(municipality__in=target_keys)
    return Targets(waiting, "municipality_id")


def _still_due(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Bodies whose live staff the person is at this moment, while something is still to be confirmed again."""
    today = timezone.localdate()
    due = Adoption.objects.of_own_body(user).awaiting_renewal(stale_before(today)).filter(municipality__in=target_keys)
    return Targets(due, "municipality_id")


def _still_listed(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Listings of the vendor the person acts for at this moment."""
    own = Service.objects.editable_by(user).filter(pk__in=target_keys)
    return Targets(own)


CLAIMED = register(
    NotificationEvent(
        "adoptions_claimed",
        "導入実績の確認のお願い",
        _still_asked,
        says="所属する自治体の導入実績に、確認を待っているものがあるとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.STAFF}),
    )
)
DUE = register(
    NotificationEvent(
        "adoptions_due",
        "導入実績の年に一度の確認",
        _still_due,
        says="確認済みの導入実績を、年に一度確かめていただくとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.STAFF}),
    )
)
CONFIRMED = register(
    NotificationEvent(
        "adoption_confirmed",
        "導入実績の確認",
        _still_listed,
        says="申告した導入実績を自治体が確認したとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)
DISPUTED = register(
    NotificationEvent(
        "adoption_disputed",
        "導入実績への異議",
        _still_listed,
        says="申告した導入実績に自治体が異議を出したとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)


def send_adoptions_claimed(adoption: Adoption, *, actor: User, now: dt.datetime) -> None:
    """To the body's staff: something waits for confirmation. Once a day and claimant, however many records it is."""
    day = timezone.localdate(now).isoformat()
    vendor = adoption.service.vendor if adoption.origin == AdoptionOrigin.VENDOR else None
    claimant = f"vendor-{vendor.pk}" if vendor else "staff"
    notify(
        CLAIMED.key,
        instance_key=f"{adoption.municipality_id}:{claimant}:{day}",
        recipients=_staff_of(adoption.municipality, now).exclude(pk=actor.pk)[:TOLD_AT_MOST],
        target=adoption.municipality,
        path=reverse("catalog:adoption_inbox"),
        context={"service": adoption.service.name, "vendor": vendor.name if vendor else ""},
        now=now,
    )


def send_adoptions_due(municipality: Municipality, number: int, *, now: dt.datetime) -> None:
    """To the body's staff: what they confirmed more than a year ago; once a year for each record, one mail for all."""
    notify(
        DUE.key,
        instance_key=f"{municipality.pk}:due:{timezone.localdate(now).isoformat()}",
        recipients=_staff_of(municipality, now)[:TOLD_AT_MOST],
        target=municipality,
        path=f"{reverse('catalog:adoption_inbox')}#again",
        context={"number": number},
        now=now,
    )


def send_adoption_confirmed(adoption: Adoption, *, now: dt.datetime) -> None:
    """To the vendor that claimed it: the municipality says that it is so."""
    _tell_claimant(CONFIRMED, adoption, now)


def send_adoption_disputed(adoption: Adoption, *, now: dt.datetime) -> None:
    """To the vendor that claimed it: the municipality says that it is not so, and why."""
    _tell_claimant(DISPUTED, adoption, now)


def _staff_of(municipality: Municipality, now: dt.datetime) -> QuerySet[User]:
    live = MunicipalMembership.objects.live(now).filter(municipality=municipality)
    return User.objects.filter(memberships__in=live).order_by("-memberships__confirmed_at", "pk")


def _tell_claimant(event: NotificationEvent, adoption: Adoption, now: dt.datetime) -> None:
    if adoption.origin != AdoptionOrigin.VENDOR:
        return
    notify(
        event.key,
        instance_key=f"adoption:{adoption.pk}:{now.isoformat()}",
        recipients=team_of(adoption.service.vendor_id),
        target=adoption.service,
        path=reverse("catalog:desk_adoption_list"),
        context={
            "service": adoption.service.name,
            "municipality": adoption.municipality.full_name,
            "department": adoption.department,
            "reason": adoption.dispute_reason if event is DISPUTED else "",
        },
        now=now,
    )
