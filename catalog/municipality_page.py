"""What the page of a municipality shows: services in use by kind of work, those considered, those of the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.enums import AdoptionStage
from catalog.models import Adoption
from catalog.specsheet import facet_token, load_sheet

WORK = "work"
NO_WORK = "そのほか"


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


def _one_group(adoptions: list[Adoption]) -> list[Group]:
    return [Group("", adoptions)] if adoptions else []
