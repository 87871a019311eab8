"""Who an e-mail address belongs to, by today's bodies and domain table. The rules are in `accounts.identity`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accounts.enums import DomainStatus
from accounts.identity import Body, TableEntry, Verdict, build_index, identify
from accounts.models import MunicipalDomain, Municipality


def identify_address(address: str) -> Verdict:
    """Judge one address by the bodies and domains as they are now. Two queries; any text gets a verdict."""
    return current_identifier()(address)


def current_identifier() -> Callable[[str], Verdict]:
    """`identify_address` for many addresses: the bodies are read once, the domain table for each address.

    The index is cached by the bodies themselves, so another process that loads a new list is noticed at once.
    """
    index = build_index(_bodies())

    def identify_by_index(address: str) -> Verdict:
        return identify(address, index, _look_up)

    return identify_by_index


def _bodies() -> tuple[Body, ...]:
    rows = Municipality.objects.order_by("code").values_list("code", "kana", "kind", "successor_id", "ended_on")
    return tuple(
        Body(code, kana, kind, successor=successor or "", is_live=ended_on is None)
        for code, kana, kind, successor, ended_on in rows
    )


def _look_up(domains: tuple[str, ...]) -> Mapping[str, TableEntry]:
    """The table's rows for these domains. A revoked one that was proposed again stays revoked until it is verified."""
    rows = MunicipalDomain.objects.filter(domain__in=domains).values_list(
        "domain", "status", "revoked_at", "municipality_id"
    )
    return {
        domain: TableEntry(DomainStatus.REVOKED if revoked_at else status, code)
        for domain, status, revoked_at, code in rows
    }
