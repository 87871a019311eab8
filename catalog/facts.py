"""The few figures the front page states, counted over what everyone may find and remembered for a minute."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, F
from django.utils import timezone

from accounts.enums import VendorSize
from accounts.models import MunicipalMembership
from catalog.counting import Unnest
from catalog.enums import CategoryAxis, ServiceStatus
from catalog.models import Adoption, Category, Service
from catalog.querysets import AnyUser
from catalog.specsheet import facet_token

CACHE_KEY = "catalog.front"
CACHE_SECONDS = 60
SMALL = (VendorSize.SMALL, VendorSize.NONPROFIT, VendorSize.COMMUNITY)
ROTATION = 60
SHOWN_NEW = 6
SHOWN_SMALL = 3


@dataclass(frozen=True, slots=True)
class WorkField:
    """One 対象業務 with the number of published listings."""

    name: str
    slug: str
    services: int


@dataclass(frozen=True, slots=True)
class Front:
    """Figures as of the minute they were counted. `small_ids`: the newest listings of small vendors."""

    services: int
    adoptions: int
    municipalities: int
    groups: dict[str, list[WorkField]]
    small_ids: list[int]


def front(now: dt.datetime) -> Front:
    """The figures, at most a minute old."""
    known: Front | None = cache.get(CACHE_KEY)
    if known is None:
        known = count_front(now)
        cache.set(CACHE_KEY, known, CACHE_SECONDS)
    return known


def count_front(now: dt.datetime) -> Front:
    """The figures, counted anew. 参加自治体 are those with at least one live member of staff."""
    published = Service.objects.published()
    confirmed = Adoption.objects.confirmed().filter(
        service__status=ServiceStatus.PUBLISHED, service__vendor__is_suspended=False
    )
    members = MunicipalMembership.objects.live(now).aggregate(bodies=Count("municipality", distinct=True))
    small = published.filter(vendor__size__in=SMALL).by_news().values_list("pk", flat=True)
    return Front(
        services=published.count(),
        adoptions=confirmed.count(),
        municipalities=members["bodies"],
        groups=_work_groups(),
        small_ids=list(small[:ROTATION]),
    )


def todays_small_ids(front: Front, now: dt.datetime, count: int) -> list[int]:
    """`count` listings of small vendors; the slot moves on every day (Tokyo), so that each has its turn."""
    ids = front.small_ids
    if len(ids) <= count:
        return ids
    start = timezone.localdate(now).toordinal() * count % len(ids)
    return [ids[(start + step) % len(ids)] for step in range(count)]


def front_listings(front: Front, user: AnyUser, now: dt.datetime) -> tuple[list[Service], list[Service]]:
    """The newest listings, and those of small vendors whose turn it is today; one query for both."""
    visible = Service.objects.published().visible_to(user).with_list_data()
    turn = todays_small_ids(front, now, SHOWN_SMALL)
    newest = visible.by_news()[:SHOWN_NEW]
    rows = list(newest.union(visible.filter(pk__in=turn))) if turn else list(newest)
    rows.sort(key=lambda row: (row.first_published_at, row.pk), reverse=True)
    return rows[:SHOWN_NEW], [row for row in rows if row.pk in turn]


def _work_groups() -> dict[str, list[WorkField]]:
    """Every 対象業務 by its group, in the operators' order."""
    listings = _listings_by_token()
    groups: dict[str, list[WorkField]] = {}
    for category in Category.objects.filter(axis=CategoryAxis.WORK).in_order():
        groups.setdefault(category.group, []).append(
            WorkField(category.name, category.slug, listings[facet_token(category.axis, category.code)])
        )
    return groups


def _listings_by_token() -> Counter[str]:
    """How many published listings carry each facet token; a token nobody carries counts 0."""
    tokens = Service.objects.published().annotate(token=Unnest(F("facets"))).values("token")
    rows = tokens.annotate(listings=Count("pk"))
    return Counter({row["token"]: row["listings"] for row in rows})
