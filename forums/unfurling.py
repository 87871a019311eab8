"""Addresses of our own listings, documents and topics in a post, and what a reader is shown. Nothing is fetched.

Which addresses a post has is kept with it; what lies there is asked for each reader each time, so that a withdrawn
listing gives nothing and an advisor learns of no document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import User
from catalog.models import Service
from documents.models import SharedDocument
from dss.markdown import spoken_in
from forums.enums import ReferenceKind
from forums.models import Topic

MOST_REFERENCES = 5
LARGEST_ID = 2**63 - 1
_ROOMS = {
    "services": ReferenceKind.SERVICE,
    "documents": ReferenceKind.DOCUMENT,
    "topics": ReferenceKind.TOPIC,
}
_ROUTES = {
    ReferenceKind.SERVICE: "catalog:service_detail",
    ReferenceKind.DOCUMENT: "documents:document_detail",
    ReferenceKind.TOPIC: "forums:topic_detail",
}
_PATH = re.compile(r"/(services|documents|topics)/([0-9]{1,19})/?", re.ASCII)
_BARE = re.compile(
    r"(https?://[A-Za-z0-9.\-:\[\]]+)?(/(?:services|documents|topics)/[0-9]{1,19})(?!/?[A-Za-z0-9])", re.ASCII
)
_INSIDE = re.compile(r"[A-Za-z0-9./:%~@_\-]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of ours."""

    kind: ReferenceKind
    target: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader is shown of it."""

    kind_label: str
    title: str
    detail: str
    href: str


def references_in(body: str) -> list[Reference]:
    """The places that the text leads to, in their order, each once; what is quoted or code does not count."""
    found: dict[Reference, None] = {}
    for piece in spoken_in(body):
        for address in [piece.href] if piece.href else _bare_addresses(piece.text):
            reference = reference_of(address)
            if reference is not None:
                found[reference] = None
    return list(found)[:MOST_REFERENCES]


def reference_of(address: str) -> Reference | None:
    """The place of this address, relative or under our own host; None for every other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    own = urlsplit(settings.SITE_URL)
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        return None
    match = _PATH.fullmatch(parts.path)
    number = int(match[2]) if match else 0
    return Reference(_ROOMS[match[1]], number) if match and 0 < number <= LARGEST_ID else None


def _bare_addresses(text: str) -> Iterator[str]:
    """Addresses written as they are; not the ends of longer ones."""
    for match in _BARE.finditer(text):
        before = text[match.start() - 1] if match.start() else ""
        if not _INSIDE.match(before):
            yield match[0]


def cards_for(reader: User, references: Collection[tuple[int, ReferenceKind, int]]) -> dict[int, list[Card]]:
    """By post: what this reader sees of these (post, kind, number), in their order; the others give nothing.

    One query, over the kinds that occur; none where nothing is referred to.
    """
    asked: dict[ReferenceKind, set[int]] = defaultdict(set)
    for _, kind, number in references:
        asked[kind].add(number)
    if not asked:
        return {}
    parts = [_named(reader, kind, numbers) for kind, numbers in asked.items()]
    found = {(kind, number): words for kind, number, *words in parts[0].union(*parts[1:], all=True)}
    cards: dict[int, list[Card]] = defaultdict(list)
    for post, kind, number in references:
        if (kind, number) in found:
            title, detail = found[kind, number]
            cards[post].append(Card(kind.label, title, detail, reverse(_ROUTES[kind], args=[number])))
    return cards


def _named(reader: User, kind: ReferenceKind, numbers: Collection[int]) -> QuerySet[Any, Any]:
    """Rows (kind, number, title, detail) of what is there for this reader."""
    if kind == ReferenceKind.SERVICE:
        services = Service.objects.published().visible_to(reader)
        return _rows(services, kind, numbers, "name", F("vendor__name"))
    if kind == ReferenceKind.DOCUMENT:
        documents = SharedDocument.objects.published().visible_to(reader).with_marked_title()
        return _rows(documents, kind, numbers, "title_with_mark", Value(""))
    return _rows(Topic.objects.visible_to(reader), kind, numbers, "title", Value(""))


def _rows(
    things: QuerySet[Any], kind: ReferenceKind, numbers: Collection[int], title: str, detail: F | Value
) -> QuerySet[Any, Any]:
    words = (Cast(each, CharField()) for each in (F(title), detail))
    named = things.filter(pk__in=numbers).order_by()
    return named.values_list(Value(kind.value), "pk", *words)
