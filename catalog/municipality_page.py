"""What the page of a municipality shows: services in use by kind of work, those considered, those of the past,
and what others use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Municipality
from catalog.enums import AdoptionStage, AdoptionStatus, Likeness
from catalog.models import Adoption
from catalog.nearness import is_near
from catalog.specsheet import facet_token, load_sheet

WORK = "work"
NO_WORK = "そのほか"
SHOWN_AROUND = 10
IN_USE = frozenset({AdoptionStage.TRIAL, AdoptionStage.IN_USE})


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one 対象業務; `label` is empty where they are not told apart."""

    label: str
    adoptions: list[Adoption]


@dataclass(frozen=True, slots=True)
class BodyUses:
    """The records of one body as one reader sees them."""

    in_use: list[Group]
    considering: list[Group]
    ended: list[Group]


def counted_uses() -> Coalesce:
    """For a query of municipalities: how many public services each has confirmed to use or to have used."""
    own = Adoption.objects.confirmed().on_the_shelf().filter(municipality=OuterRef("pk"))
    counted = own.order_by().values("municipality").annotate(number=Count("service", distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0)


def uses_of(adoptions: Iterable[Adoption]) -> BodyUses:
    """Sort the records by stage, and those in use by the first 対象業務 of their service."""
    by_work: dict[str, list[Adoption]] = defaultdict(list)
    considering: list[Adoption] = []
    ended: list[Adoption] = []
    order = [(choice.label, facet_token(WORK, choice.code)) for choice in load_sheet().question(WORK).choices]
    for adoption in adoptions:
        if adoption.stage == AdoptionStage.CONSIDERING:
            considering.append(adoption)
        elif adoption.stage == AdoptionStage.ENDED:
            ended.append(adoption)
        else:
            tokens = frozenset(adoption.service.facets)
            by_work[next((label for label, token in order if token in tokens), NO_WORK)].append(adoption)
    labels = [*(label for label, _ in order), NO_WORK]
    in_use = [Group(label, by_work[label]) for label in labels if label in by_work]
    return BodyUses(in_use, _one_group(considering), _one_group(ended))


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


def around(body: Municipality, used: Iterable[Adoption]) -> Around:
    """What bodies of the same prefecture and bodies like this one use most; one query."""
    mine = {each.service_id for each in used if each.stage in IN_USE and each.status != AdoptionStatus.DISPUTED}
    circles = {"neighbours": is_near(body, [Likeness.PREFECTURE]), "similar": is_near(body)}
    queries = [_most_used(circle, name) for name, circle in circles.items()]
    found: dict[str, list[Popular]] = {name: [] for name in circles}
    for row in queries[0].union(*queries[1:], all=True):
        href = reverse("catalog:service_detail", args=[row["service"]])
        found[row["circle"]].append(Popular(row["service__name"], href, row["bodies"], row["service"] in mine))
    by_bodies = {name: sorted(rows, key=lambda row: (-row.bodies, row.name)) for name, rows in found.items()}
    return Around(**by_bodies)


def _most_used(circle: Q, name: str) -> QuerySet[Any]:
    rows = Adoption.objects.confirmed().on_the_shelf().exclude(stage=AdoptionStage.ENDED).filter(circle).order_by()
    counted = (
        rows.annotate(circle=Value(name, output_field=CharField()))
        .values("circle", "service", "service__name")
        .annotate(bodies=Count("municipality", distinct=True))
    )
    return counted.order_by("-bodies", "service")[:SHOWN_AROUND]


def _one_group(adoptions: list[Adoption]) -> list[Group]:
    return [Group("", adoptions)] if adoptions else []
