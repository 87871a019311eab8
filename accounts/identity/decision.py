"""Whose address is it: the address, the domain table and the claims of all bodies, weighed into one verdict.

The order is the order of trust: what two operators verified, then what a rule proves, else a person decides. A rule
never grants a domain that fits two bodies, one an ended body may still hold, or a sub-domain (a school, a hospital).
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from accounts.identity.claims import ALL_CLASS_LABELS, ClaimIndex
from accounts.identity.parsing import AddressRefused, parse_address


class Decided(StrEnum):
    GRANTED = "granted"
    MANUAL = "manual"
    REFUSED = "refused"


class TableEntry(NamedTuple):
    """A row of the domain table: its status (proposed, verified, revoked) and the body it names."""

    status: str
    code: str


# Asked once per address with the whole domain and its parents; answers for those it has.
TableLookup = Callable[[tuple[str, ...]], Mapping[str, TableEntry]]


class Verdict(NamedTuple):
    """What sign-up does with an address, and why.

    `code` is set exactly when granted. `candidates` are live bodies an operator should look at first. `message` is for
    the person: empty when granted.
    """

    decision: Decided
    rule: str
    code: str = ""
    domain: str = ""
    candidates: tuple[str, ...] = ()
    message: str = ""


BY_HAND = "アドレスだけでは所属の自治体を確認できませんでした。所属を申請していただければ、運営が確認します。"
MANUAL_MESSAGES = {
    "table-revoked": "このドメインは自動での確認を停止しています。所属を申請していただければ、運営が確認します。",
    "table-ended": "このドメインは合併などで廃止された団体のものです。所属を申請していただければ、運営が確認します。",
    "ended": "このドメインは合併などで廃止された団体のものと思われます。所属を申請していただければ、運営が確認します。",
    "ambiguous": "このドメインに当てはまる自治体が複数あります。所属を申請していただければ、運営が確認します。",
    "sub-domain": "自治体のドメインの下位のアドレス（学校・病院など）は自動では確認できません。"
    "所属を申請していただければ、運営が確認します。",
}


def identify(address: str, index: ClaimIndex, lookup: TableLookup) -> Verdict:
    """Judge one address. Pure: the same text, index and table give the same verdict; no text raises."""
    try:
        domain = parse_address(address).domain
    except AddressRefused as refusal:
        return Verdict(Decided.REFUSED, refusal.rule, message=refusal.message)
    family = (domain, *_parents(domain))
    table = lookup(family)
    return (
        _by_table(domain, table, index)
        or _by_rule(domain, index)
        or _manual("sub-domain", domain, _candidates(family[1:], table, index))
        or _manual("class-label", domain, _candidates(_with_other_class(domain), {}, index))
        or _by_hand("no-rule", domain)
    )


def _by_table(domain: str, table: Mapping[str, TableEntry], index: ClaimIndex) -> Verdict | None:
    """What the operators recorded about exactly this domain; a proposal counts for nothing yet."""
    entry = table.get(domain)
    if entry is None or entry.status not in {"verified", "revoked"}:
        return None
    candidates = index.current([entry.code])
    if entry.status == "revoked":
        return _by_hand("table-revoked", domain, candidates)
    if entry.code not in index.live:
        return _by_hand("table-ended", domain, candidates)
    return Verdict(Decided.GRANTED, "table", code=entry.code, domain=domain)


def _by_rule(domain: str, index: ClaimIndex) -> Verdict | None:
    """What a naming rule proves: one live body with a reserved name, and nobody else who may hold it."""
    holders = index.holders.get(domain)
    if holders is None:
        return None
    if len(holders.possible) == 1 and holders.granted == holders.possible:
        (code,) = holders.granted
        return Verdict(Decided.GRANTED, holders.rule, code=code, domain=domain)
    rule = "ambiguous" if len(holders.possible) > 1 else holders.rule
    return _by_hand(rule, domain, index.current(holders.possible))


def _parents(domain: str) -> Iterator[str]:
    """The domains above this one, nearest first, down to two labels."""
    labels = domain.split(".")
    for start in range(1, len(labels) - 1):
        yield ".".join(labels[start:])


def _with_other_class(domain: str) -> list[str]:
    """The same name under the other class labels: town.fukaya… for city.fukaya…"""
    label, _, rest = domain.partition(".")
    return [f"{other}.{rest}" for other in ALL_CLASS_LABELS if other != label] if label in ALL_CLASS_LABELS else []


def _candidates(
    domains: tuple[str, ...] | list[str], table: Mapping[str, TableEntry], index: ClaimIndex
) -> tuple[str, ...]:
    """The live bodies that hold or may hold one of these domains."""
    codes = {entry.code for domain in domains if (entry := table.get(domain))}
    for domain in domains:
        if holders := index.holders.get(domain):
            codes |= holders.possible
    return index.current(codes)


def _manual(rule: str, domain: str, candidates: tuple[str, ...]) -> Verdict | None:
    """By hand with these candidates; None when there are none, so that the next explanation is tried."""
    return _by_hand(rule, domain, candidates) if candidates else None


def _by_hand(rule: str, domain: str, candidates: tuple[str, ...] = ()) -> Verdict:
    return Verdict(Decided.MANUAL, rule, "", domain, candidates, MANUAL_MESSAGES.get(rule, BY_HAND))
