"""Cards of listings and the panel of filters, rendered once for everybody who sees the same.

A card is remembered by all that it shows, and by nothing else: a listing that changed has another card, and what one
reader chose or asked for is never another's. The panel is remembered by the place of its figures: what is asked for, in
which state of the catalogue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from catalog.choosing import MOST, with_choice
from catalog.counting import REMEMBERED_SECONDS
from catalog.search.highlighting import find_marks, found_excerpt, highlighted
from catalog.specsheet import facet_token, load_sheet

if TYPE_CHECKING:
    from catalog.browsing import Browsing
    from catalog.models import Service
    from catalog.search.paging import Found

REMEMBERED_CARDS = 4_000
FIRST_TAGS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """How a listing can be put aside to compare: in already, no room, or neither."""

    is_chosen: bool
    is_full: bool
    drop_href: str
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Facts:
    """What a listing, its reader and the address give a card: texts as they were written, never "safe" ones, which are
    equal to unsafe ones with the same letters."""

    pk: int
    name: str
    vendor: str
    tagline: str
    note: str
    facets: tuple[str, ...]
    confirmed: int
    near: int
    is_startup: bool
    is_stale: bool
    confirmed_on: dt.date | None
    reasons: tuple[str, ...]
    asked: frozenset[str]
    """The labels among the conditions."""
    carried: tuple[int, ...]
    """The listings that the card's link takes along, put aside to compare."""
    choice: Choice | None
    is_kept: bool | None
    """Whether the reader put it aside for later; None for visitors, who cannot."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a search adds: which of the texts are what was searched for. Texts are HTML."""

    title: SafeString
    vendor: SafeString
    tagline: SafeString
    passage: SafeString
    tags: tuple[SafeString, ...]
    label: str


def card_html(
    service: Service,
    *,
    stale_before: dt.date,
    browsing: Browsing | None,
    carried: Iterable[int],
    choice: Choice | None,
    is_kept: bool | None,
) -> SafeString:
    """The card of a listing loaded with its vendor; `browsing` says what was asked for, hits carry `found`."""
    facts = Facts(
        pk=service.pk,
        name=service.name,
        vendor=service.vendor.name,
        tagline=service.tagline,
        note=getattr(service, "note", ""),
        facets=tuple(service.facets),
        confirmed=service.confirmed_adoptions,
        near=getattr(service, "near_uses", 0) or 0,
        is_startup=service.vendor.is_startup,
        is_stale=service.confirmed_on is not None and service.confirmed_on < stale_before,
        confirmed_on=service.confirmed_on,
        reasons=tuple(browsing.reasons(service)) if browsing else (),
        asked=browsing.asked_labels if browsing else frozenset(),
        carried=tuple(carried),
        choice=choice,
        is_kept=is_kept,
    )
    found: Found | None = getattr(service, "found", None)
    if found is None:
        return _plain_card(facts)
    return _found_card(facts, found, service.current.description if service.current else "")


def panel_html(browsing: Browsing, *, is_main: bool) -> SafeString:
    """The main filters of the panel or all others, each to be unfolded."""
    key = f"catalog.panel.{is_main}.{browsing.counts_place}"
    html: SafeString | None = caches["process"].get(key)
    if html is None:
        groups = [group for group in browsing.panel if group.is_main == is_main]
        html = render_to_string("catalog/_filter_groups.html", {"groups": groups})
        caches["process"].set(key, html, REMEMBERED_SECONDS)
    return html


@lru_cache(maxsize=REMEMBERED_CARDS)
def _plain_card(facts: Facts) -> SafeString:
    return _render(facts, _marks(facts, None, ""))


@lru_cache(maxsize=REMEMBERED_CARDS)
def _found_card(facts: Facts, found: Found, description: str) -> SafeString:
    return _render(facts, _marks(facts, found, description))


def _render(facts: Facts, marks: Marks) -> SafeString:
    href = with_choice(reverse("catalog:service_detail", args=[facts.pk]), list(facts.carried))
    return render_to_string("catalog/_service_card.html", {"card": facts, "marks": marks, "href": href})


def _marks(facts: Facts, found: Found | None, description: str) -> Marks:
    return Marks(
        title=_marked(facts.name, found),
        vendor=_marked(facts.vendor, found),
        tagline=_marked(facts.tagline, found),
        passage=_passage(facts, found, description),
        tags=tuple(_tags(facts, found)),
        label=found.label if found else "",
    )


def _marked(text: str, found: Found | None) -> SafeString:
    return conditional_escape(text if found is None else highlighted(text, found.question))


def _passage(facts: Facts, found: Found | None, description: str) -> SafeString:
    """Part of the description around what was asked for, where neither name nor tagline shows it; else nothing."""
    if found is None or find_marks(f"{facts.name} {facts.tagline}", found.question):
        return SafeString("")
    return found_excerpt(description, found.question)


def _tags(facts: Facts, found: Found | None) -> list[SafeString]:
    """Of the fields of work the first ones and those asked for, then how it is delivered and where it connects."""
    work = facet_labels(facts.facets, "work")
    labels = [label for place, label in enumerate(work) if place < FIRST_TAGS or label in facts.asked]
    labels += facet_labels(facts.facets, "delivery") + facet_labels(facts.facets, "network")
    return [
        format_html("<mark>{}</mark>", label) if label in facts.asked else _marked(label, found) for label in labels
    ]


@lru_cache(maxsize=REMEMBERED_CARDS)
def facet_labels(tokens: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The labels of one question's answers, in the question's order, from the projected tokens: no query."""
    held = frozenset(tokens)
    return tuple(choice.label for choice in load_sheet().question(key).choices if facet_token(key, choice.code) in held)
