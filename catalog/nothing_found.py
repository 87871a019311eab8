"""What a list says when nothing fits: which condition to lift and what that would show, which words come close."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, Value

from catalog.conditions import BY_PARAM, FACETS, LIKE, NEAR
from catalog.models import ServiceSearch
from catalog.search.engine import with_all_words

if TYPE_CHECKING:
    from catalog.browsing import Browsing
    from catalog.querysets import ServiceQuerySet

MOST_LIFTED = 8
MOST_WORDS = 3
MOST_TERMS = 6
_CLOSE = 0.5


# What to do in words, the address that does it, what is there.
_Open: TypeAlias = "tuple[str, str, ServiceQuerySet]"


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: what to do, where it leads, how many listings are there."""

    label: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the catalogue that resembles what was asked for."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class NothingFound:
    """Ways that show something, and words that come close."""

    loosened: list[Way]
    words: list[Way]
    terms: list[Term]


def help_for(browsing: Browsing) -> NothingFound:
    """One query for all ways together."""
    lifted, words = list(_lifted(browsing)), list(_words(browsing))
    counts = _counts([queryset for *_, queryset in lifted + words])
    ways = [Way(label, href, counts.get(n, 0)) for n, (label, href, _) in enumerate(lifted + words)]
    loosened = sorted((way for way in ways[: len(lifted)] if way.count), key=lambda way: -way.count)
    return NothingFound(loosened, [way for way in ways[len(lifted) :] if way.count], _terms(browsing.query))


def _lifted(browsing: Browsing) -> Iterator[_Open]:
    """Every condition by itself, the words, all conditions together."""
    params = [param for param in browsing.chosen if param != LIKE.param]
    for param in params[:MOST_LIFTED]:
        name = "導入団体" if param == NEAR else BY_PARAM[param].label
        href = browsing.address_besides(param, *([LIKE.param] if param == NEAR else []))
        left = browsing.narrowed(besides=param)
        yield f"「{name}」の条件を外す", href, browsing.matching(left)
    if params and browsing.query:
        yield "検索の言葉を外す", browsing.address_besides("q"), browsing.narrowed()
    if len(params) > 1:
        href = browsing.address_besides(*browsing.chosen)
        yield "絞り込みの条件をすべて外す", href, browsing.matching(browsing.shelf)


def _words(browsing: Browsing) -> Iterator[_Open]:
    """Every word by itself, under the same conditions."""
    words = browsing.query.split()
    base = browsing.narrowed()
    for word in words[:MOST_WORDS] if len(words) > 1 else []:
        href = browsing.address_with(q=word)
        yield f"「{word}」だけで探す", href, with_all_words(word, ServiceSearch, base)


def _counts(querysets: list[ServiceQuerySet]) -> dict[int, int]:
    """How many each holds, by its place in the list; in one query."""
    if not querysets:
        return {}
    queries = [_count(queryset, place) for place, queryset in enumerate(querysets)]
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return {row["place"]: row["listings"] for row in rows}


def _count(queryset: ServiceQuerySet, place: int) -> Any:
    rows = queryset.order_by().annotate(place=Value(place, output_field=IntegerField())).values("place")
    return rows.annotate(listings=Count("pk", output_field=IntegerField()))


def _terms(asked: str) -> list[Term]:
    """対象業務 and the like whose names share a word with what was asked, or look like it."""
    if not asked:
        return []
    ranked = sorted(
        (
            (_likeness(asked, option.label), group.param, option)
            for group in FACETS
            if group.is_main
            for option in group.options
        ),
        key=lambda each: -each[0],
    )
    return [
        Term(option.label, f"?{urlencode({param: option.value})}")
        for likeness, param, option in ranked[:MOST_TERMS]
        if likeness >= _CLOSE
    ]


def _likeness(asked: str, label: str) -> float:
    """1 for a name that holds a word of at least two characters, else how much of the letters agree."""
    ours = _folded(label)
    words = [_folded(word) for word in asked.split()]
    if any(len(word) > 1 and (word in ours or (len(ours) > 1 and ours in word)) for word in words):
        return 1.0
    shared = max((_longest_shared(word, ours) for word in words), default=0)
    closest = max((difflib.SequenceMatcher(None, word, ours).ratio() for word in words), default=0.0)
    return closest + 0.25 if shared > 1 else closest


def _longest_shared(word: str, label: str) -> int:
    return difflib.SequenceMatcher(None, word, label).find_longest_match().size


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in plain)
