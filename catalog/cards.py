"""Cards of listings and the panel of filters, rendered once for everybody who sees the same.

A fragment is remembered by all that it shows, and by nothing else: a listing that changed has another card, and what
one reader chose or asked for is never another's. Texts are escaped before they become part of the key, because Django's
"safe" strings are equal to unsafe ones with the same letters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from catalog.choosing import MOST
from catalog.panel import PanelGroup
from catalog.search.highlighting import excerpt, find_marks, highlighted
from catalog.specsheet import facet_token, load_sheet

if TYPE_CHECKING:
    from catalog.browsing import Browsing
    from catalog.models import Service
    from catalog.search.paging import Found

REMEMBERED_CARDS = 4_000
REMEMBERED_PANELS = 64
FIRST_TAGS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """How a listing can be put aside to compare: in already, no room, or neither."""

    is_chosen: bool
    is_full: bool
    drop_href: str
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Card:
    """One listing in a list. Texts are HTML, with what was searched for marked."""

    pk: int
    href: str
    name: str
    title: SafeString
    vendor: SafeString
    label: str
    tagline: SafeString
    passage: SafeString
    note: str
    tags: tuple[SafeString, ...]
    confirmed: int
    near: int
    is_startup: bool
    is_stale: bool
    confirmed_on: dt.date | None
    reasons: tuple[str, ...]
    choice: Choice | None
    is_kept: bool | None
    """Whether the reader put it aside for later; None for visitors, who cannot."""

    def html(self) -> SafeString:
        return _card(self)


def card_of(
    service: Service,
    *,
    href: str,
    stale_before: dt.date,
    browsing: Browsing | None,
    choice: Choice | None,
    is_kept: bool | None = None,
) -> Card:
    """The card of a listing loaded with its vendor; `browsing` says what was asked for, hits carry `found`."""
    found: Found | None = getattr(service, "found", None)
    return Card(
        pk=service.pk,
        href=href,
        name=service.name,
        title=_marked(service.name, found),
        vendor=_marked(service.vendor.name, found),
        label=found.label if found else "",
        tagline=_marked(service.tagline, found),
        passage=_passage(service, found),
        note=getattr(service, "note", ""),
        tags=tuple(_tags(service, found, browsing.asked_labels if browsing else frozenset())),
        confirmed=service.confirmed_adoptions,
        near=getattr(service, "near_uses", 0) or 0,
        is_startup=service.vendor.is_startup,
        is_stale=service.confirmed_on is not None and service.confirmed_on < stale_before,
        confirmed_on=service.confirmed_on,
        reasons=tuple(browsing.reasons(service)) if browsing else (),
        choice=choice,
        is_kept=is_kept,
    )


def panel_html(groups: tuple[PanelGroup, ...]) -> SafeString:
    """Some filters of the panel, each to be unfolded."""
    return _panel(groups)


@lru_cache(maxsize=REMEMBERED_CARDS)
def _card(card: Card) -> SafeString:
    return render_to_string("catalog/_service_card.html", {"card": card})


@lru_cache(maxsize=REMEMBERED_PANELS)
def _panel(groups: tuple[PanelGroup, ...]) -> SafeString:
    return render_to_string("catalog/_filter_groups.html", {"groups": groups})


def _marked(text: str, found: Found | None) -> SafeString:
    return conditional_escape(text if found is None else highlighted(text, found.question))


def _passage(service: Service, found: Found | None) -> SafeString:
    """Part of the description around what was asked for, where neither name nor tagline shows it; else nothing."""
    if found is None or service.current is None or find_marks(f"{service.name} {service.tagline}", found.question):
        return SafeString("")
    description = service.current.description
    is_there = bool(find_marks(description, found.question))
    return conditional_escape(excerpt(description, found.question)) if is_there else SafeString("")


def _tags(service: Service, found: Found | None, asked: frozenset[str]) -> list[SafeString]:
    """Of the fields of work the first ones and those asked for, then how it is delivered and where it connects."""
    tokens = tuple(service.facets)
    work = facet_labels(tokens, "work")
    labels = [label for place, label in enumerate(work) if place < FIRST_TAGS or label in asked]
    labels += facet_labels(tokens, "delivery") + facet_labels(tokens, "network")
    return [format_html("<mark>{}</mark>", label) if label in asked else _marked(label, found) for label in labels]


@lru_cache(maxsize=REMEMBERED_CARDS)
def facet_labels(tokens: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The labels of one question's answers, in the question's order, from the projected tokens: no query."""
    held = frozenset(tokens)
    return tuple(choice.label for choice in load_sheet().question(key).choices if facet_token(key, choice.code) in held)
