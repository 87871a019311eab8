"""From the bodies to an index: each domain that some rule allows -> who may hold it.

The index errs on the side of knowing too many spellings: one more spelling can only make a domain fit two bodies
(then nobody gets it unseen) or fit the body it names. Only whole domains are in it, so nothing is matched by its end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from accounts.identity.romaji import UnreadableKana, spellings
from accounts.identity.zones import (
    PREFECTURE_LABELS,
    PREFECTURE_NAMED_CITIES,
    TOKYO,
    ZONE_CITIES,
    IsZone,
    is_city_zone,
    is_zone,
)

# Kind of body -> its class label, and the endings its kana may carry. Associations have neither: the table names them.
CLASS_LABELS = {
    "designated_city": "city",
    "core_city": "city",
    "city": "city",
    "special_ward": "city",
    "town": "town",
    "village": "vill",
}
KANA_ENDINGS = {
    "designated_city": ("し",),
    "core_city": ("し",),
    "city": ("し",),
    "special_ward": ("く",),
    "town": ("ちょう", "まち"),
    "village": ("むら", "そん"),
}
ALL_CLASS_LABELS = ("metro", "pref", "city", "town", "vill")

# Names a body chose that no romanisation of its kana gives: code -> spellings.
OWN_NAMES = {"192082": ("minami-alps", "minamialps")}  # 南アルプス市; the Public Suffix List has the first


class Body(NamedTuple):
    """What the rules need to know of one local government."""

    code: str  # six digits
    kana: str  # hiragana, with its ending (…し, …ちょう)
    kind: str  # a value of MunicipalityKind
    successor: str = ""  # code of the body it was merged into; empty for a live one, and where none is recorded
    is_live: bool = True


class Claim(NamedTuple):
    """One body's title to one domain."""

    domain: str
    rule: str  # lg-jp, prefecture, geographic, zone-city, prefecture-named-city
    is_reserved: bool  # False: the zone has left the Public Suffix List, so anybody may hold the domain


class Holders(NamedTuple):
    """Everyone a domain may belong to."""

    rule: str  # that of a claim which proves something; where none does, why not: ended or zone-open
    granted: frozenset[str]  # live bodies whose claim is reserved
    possible: frozenset[str]  # these, and bodies that ended or whose zone is gone


class ClaimIndex(NamedTuple):
    """The bodies as known at one moment: who may hold what, who is live, and who took over from whom."""

    holders: Mapping[str, Holders]
    live: frozenset[str]
    successors: Mapping[str, str]  # ended body -> the live one that took over; absent where none is recorded

    def current(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The live bodies behind these codes, sorted; ended ones are replaced by their successors or left out."""
        today = {self.successors.get(code, code) for code in codes}
        return tuple(sorted(today & self.live))


@lru_cache(maxsize=2)
def build_index(bodies: tuple[Body, ...], is_zone: IsZone = is_zone) -> ClaimIndex:
    """Index all bodies; about half a second for the whole country, so kept per process for the same bodies."""
    successors = _successors(bodies)
    granted: defaultdict[str, set[str]] = defaultdict(set)
    possible: defaultdict[str, set[str]] = defaultdict(set)
    rules: dict[str, str] = {}
    for body in bodies:
        for claim in claims_of(body, is_zone):
            possible[claim.domain].add(successors.get(body.code, body.code))
            if claim.is_reserved and body.is_live:
                granted[claim.domain].add(body.code)
                rules[claim.domain] = claim.rule
            else:
                rules.setdefault(claim.domain, "zone-open" if body.is_live else "ended")
    shared: dict[Holders, Holders] = {}  # most domains of a body have equal holders: kept once, a tenth of the memory
    holders: dict[str, Holders] = {}
    for domain, rule in rules.items():
        these = Holders(rule, frozenset(granted.get(domain, ())), frozenset(possible[domain]))
        holders[domain] = shared.setdefault(these, these)
    return ClaimIndex(holders, frozenset(body.code for body in bodies if body.is_live), successors)


def claims_of(body: Body, is_zone: IsZone = is_zone) -> Iterator[Claim]:
    """Every domain the rules allow this body. A body whose kana cannot be read has none, and goes by hand."""
    prefecture = PREFECTURE_LABELS.get(body.code[:2])
    if prefecture is None:
        return
    if body.kind == "prefecture":
        yield from _prefecture_claims(body, prefecture, is_zone)
    elif body.kind in CLASS_LABELS:
        yield from _designated_city_claims(body, is_zone)
        yield from _lower_body_claims(body, prefecture, is_zone)


def _prefecture_claims(body: Body, prefecture: str, is_zone: IsZone) -> Iterator[Claim]:
    class_label = "metro" if body.code[:2] == TOKYO else "pref"
    yield Claim(f"{class_label}.{prefecture}.lg.jp", "lg-jp", is_zone("lg.jp"))
    yield Claim(f"{class_label}.{prefecture}.jp", "prefecture", is_zone(f"{prefecture}.jp"))


def _designated_city_claims(body: Body, is_zone: IsZone) -> Iterator[Claim]:
    if label := ZONE_CITIES.get(body.code):
        yield Claim(f"city.{label}.jp", "zone-city", is_city_zone(label, is_zone))
    if label := PREFECTURE_NAMED_CITIES.get(body.code):
        yield Claim(f"city.{label}.jp", "prefecture-named-city", is_zone(f"{label}.jp"))


def _lower_body_claims(body: Body, prefecture: str, is_zone: IsZone) -> Iterator[Claim]:
    class_label = CLASS_LABELS[body.kind]
    lg_is_zone = is_zone("lg.jp")
    for name in names_of(body):
        for lg_name in (name, f"{prefecture}-{name}", f"{name}-{prefecture}"):
            yield Claim(f"{class_label}.{lg_name}.lg.jp", "lg-jp", lg_is_zone)
        zone = f"{name}.{prefecture}.jp"
        yield Claim(f"{class_label}.{zone}", "geographic", is_zone(zone))


def names_of(body: Body) -> frozenset[str]:
    """The spellings of a body's name, with and without its ending, and those of its own choice."""
    own = frozenset(OWN_NAMES.get(body.code, ()))
    try:
        whole = spellings(body.kana)
        bare = [spellings(body.kana.removesuffix(end)) for end in KANA_ENDINGS[body.kind] if body.kana.endswith(end)]
    except UnreadableKana:
        return own
    return (own | whole).union(*bare) - {""}


def _successors(bodies: Iterable[Body]) -> dict[str, str]:
    """Each ended body -> the live body at the end of its chain of mergers; loops and dead ends lead nowhere."""
    by_code = {body.code: body for body in bodies}
    found: dict[str, str] = {}
    for body in by_code.values():
        seen: set[str] = set()
        last: Body | None = body
        while last is not None and not last.is_live and last.code not in seen:
            seen.add(last.code)
            last = by_code.get(last.successor)
        if last is not None and last.is_live and last is not body:
            found[body.code] = last.code
    return found
