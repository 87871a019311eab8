"""What the page of a municipality shows: services in use by kind of work, those considered, those of the past,
and what others use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from accounts.models import Municipality
from catalog.adoption_rows import USE_FIELDS, UseRow, use_row
from catalog.browsing import repaired_page
from catalog.counting import REMEMBERED_SECONDS
from catalog.enums import AdoptionStage, Likeness
from catalog.models import Adoption, Generation
from catalog.nearness import is_near
from catalog.querysets import AdoptionQuerySet
from catalog.specsheet import facet_token, load_sheet

WORK = "work"
NO_WORK = "そのほか"
SHOWN_AROUND = 10
PAGE_SIZE = 50
LONGEST_PAGE = 7
IN_USE = (AdoptionStage.TRIAL, AdoptionStage.IN_USE)
USED, CONSIDERING, ENDED = _BUCKETS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one 対象業務; `label` is empty where they are not told apart."""

    label: str
    rows: list[UseRow]


@dataclass(frozen=True, slots=True)
class BodyUses:
    """The records of one body as one reader sees them: the same page of each stage."""

    in_use: list[Group]
    considering: list[Group]
    ended: list[Group]
    page: Page[int]


def counted_uses() -> Coalesce:
    """For a query of municipalities: how many public services each has confirmed to use or to have used."""
    own = Adoption.objects.confirmed().on_the_shelf().filter(municipality=OuterRef("pk"))
    counted = own.order_by().values("municipality").annotate(number=Count("service", distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0)


def uses_of(adoptions: AdoptionQuerySet, *, is_own: bool, asked: str, notes: list[str]) -> BodyUses:
    """One page of each stage's records, all in one query; a second one only when there is no such page.

    `adoptions` are what the reader may see of the body. Its own staff get the records themselves, to act on.
    """
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_PAGE else 1
    rows = _page(adoptions, max(wanted, 1))
    if not rows and wanted > 1:
        rows, wanted = _page(adoptions, 1), 1
    most = max((row["total"] for row in rows), default=0)
    page = repaired_page(Paginator(range(most), PAGE_SIZE), asked, notes)
    if page.number != wanted:
        rows = _page(adoptions, page.number)
    in_use, considering, ended = (_groups(rows, bucket, is_own) for bucket in _BUCKETS)
    return BodyUses(in_use, considering, ended, page)


def _page(adoptions: AdoptionQuerySet, number: int) -> list[dict[str, Any]]:
    """The rows of this page of each stage, with how many there are of it in all."""
    order: Any = [F("work").asc(nulls_last=True), *adoptions.in_order().query.order_by]
    numbered = adoptions.order_by().annotate(
        bucket=Case(
            When(stage=AdoptionStage.CONSIDERING, then=Value(CONSIDERING)),
            When(stage=AdoptionStage.ENDED, then=Value(ENDED)),
            default=Value(USED),
        ),
        work=Case(When(stage__in=IN_USE, then=_first_work()), default=None),
        place=Window(RowNumber(), partition_by=F("bucket"), order_by=order),
        total=Window(Count("pk"), partition_by=F("bucket")),
    )
    start = (number - 1) * PAGE_SIZE
    shown = numbered.filter(place__gt=start, place__lte=start + PAGE_SIZE).order_by("bucket", "place")
    return list(
        shown.values(*USE_FIELDS, "bucket", "work", "total", "pk", "revision", "municipality_id", "service__vendor_id")
    )


def _first_work() -> Func:
    """The place, from 1 on, of the first 対象業務 of the service among the choices of the question."""
    # Few of a listing's tokens are of this question: only those are looked up among its choices.
    own = facet_token(WORK, "")
    return Func(
        Value([token for token, _ in _works()], output_field=ArrayField(CharField())),
        F("service__facets"),
        template=f"(SELECT min(array_position(%(expressions)s) AS own(token) WHERE starts_with(token, '{own}'))",
        arg_joiner=", token)) FROM unnest(",
        output_field=IntegerField(),
    )


def _works() -> list[tuple[str, str]]:
    return [(facet_token(WORK, choice.code), choice.label) for choice in load_sheet().question(WORK).choices]


def _groups(rows: list[dict[str, Any]], bucket: int, is_own: bool) -> list[Group]:
    by_work: dict[int, list[UseRow]] = defaultdict(list)
    for row in rows:
        if row["bucket"] == bucket:
            by_work[row["work"] or 0].append(use_row(row, is_own=is_own))
    labels = [NO_WORK if bucket == USED else "", *(label for _, label in _works())]
    return [Group(labels[place], found) for place, found in by_work.items()]


@dataclass(frozen=True, slots=True)
class Popular:
    """A listing with how many bodies of a circle confirmed to use or to have used it."""

    name: str
    href: str
    bodies: int
    is_used_here: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What others use most."""

    neighbours: list[Popular]
    similar: list[Popular]


def around(body: Municipality) -> Around:
    """What bodies of the same prefecture and bodies like this one use most; remembered while nothing changes. The same
    for every reader: only what everybody may know counts."""
    place = f"catalog.around.{Generation.objects.present()}.{body.pk}"
    found: Around | None = caches["process"].get(place)
    if found is None:
        found = _around(body)
        caches["process"].set(place, found, REMEMBERED_SECONDS)
    return found


def _around(body: Municipality) -> Around:
    circles = {"neighbours": is_near(body, [Likeness.PREFECTURE]), "similar": is_near(body)}
    own = Adoption.objects.visible_to(AnonymousUser()).filter(municipality=body, stage__in=IN_USE)
    queries = [_most_used(circle, name, own) for name, circle in circles.items()]
    found: dict[str, list[Popular]] = {name: [] for name in circles}
    for row in queries[0].union(*queries[1:], all=True):
        href = reverse("catalog:service_detail", args=[row["service"]])
        found[row["circle"]].append(Popular(row["service__name"], href, row["bodies"], row["is_used_here"]))
    by_bodies = {name: sorted(rows, key=lambda row: (-row.bodies, row.name)) for name, rows in found.items()}
    return Around(**by_bodies)


def _most_used(circle: Q, name: str, own: AdoptionQuerySet) -> QuerySet[Any]:
    rows = Adoption.objects.confirmed().on_the_shelf().exclude(stage=AdoptionStage.ENDED).filter(circle).order_by()
    counted = (
        rows.annotate(
            circle=Value(name, output_field=CharField()),
            is_used_here=Exists(own.filter(service=OuterRef("service"))),
        )
        .values("circle", "service", "service__name", "is_used_here")
        .annotate(bodies=Count("municipality", distinct=True))
    )
    return counted.order_by("-bodies", "service")[:SHOWN_AROUND]
