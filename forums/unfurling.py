"""Addresses of our own listings, documents and topics in a post, and what a reader is shown. Nothing is fetched.

Which addresses a post has is kept with it; what lies there is asked for each reader each time, so that a withdrawn
listing gives nothing and an advisor learns of no document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.models import User
from catalog.models import Service
from documents.models import SharedDocument
from dss.markdown import spoken_in
from forums.enums import ReferenceKind
from forums.models import PostReference, Topic

MOST_REFERENCES = 5
LARGEST_ID = 2**63 - 1
REFERENCE = "reference"
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


def rows_for(reader: User, posts: Collection[int]) -> list[QuerySet[Any, Any]]:
    """Rows (source, post, number, what): the addresses in these posts, and what lies there as far as this reader sees
    it. For one query together with others."""
    references = PostReference.objects.filter(post__in=posts)
    asked = {kind: references.filter(kind=kind).values("target") for kind in ReferenceKind}
    services = Service.objects.published().visible_to(reader).filter(pk__in=asked[ReferenceKind.SERVICE])
    documents = SharedDocument.objects.published().visible_to(reader).filter(pk__in=asked[ReferenceKind.DOCUMENT])
    topics = Topic.objects.visible_to(reader).filter(pk__in=asked[ReferenceKind.TOPIC])
    place = JSONObject(kind="kind", place="place")
    return [
        references.values_list(Value(REFERENCE), "post", "target", place),
        _named(services, ReferenceKind.SERVICE, "name", F("vendor__name")),
        _named(documents.with_marked_title(), ReferenceKind.DOCUMENT, "title_with_mark", Value("")),
        _named(topics, ReferenceKind.TOPIC, "title", Value("")),
    ]


def _named(things: QuerySet[Any], kind: ReferenceKind, title: str, detail: F | Value) -> QuerySet[Any, Any]:
    words = JSONObject(title=F(title), detail=detail)
    return things.order_by().values_list(Value(kind.value), Value(0, BigIntegerField()), "pk", words)


def cards_in(rows: Iterable[tuple[str, int, int, dict[str, Any]]]) -> dict[int, list[Card]]:
    """By post, in the order of its text: what the rows of `rows_for` name; the others give nothing."""
    listed = list(rows)
    found = {(source, number): what for source, post, number, what in listed if post == 0}
    cards: dict[int, list[tuple[int, Card]]] = defaultdict(list)
    for source, post, number, what in listed:
        named = found.get((what["kind"], number)) if source == REFERENCE else None
        if named is not None:
            kind = ReferenceKind(what["kind"])
            card = Card(kind.label, named["title"], named["detail"], reverse(_ROUTES[kind], args=[number]))
            cards[post].append((what["place"], card))
    return {post: [card for _, card in sorted(pairs, key=itemgetter(0))] for post, pairs in cards.items()}
