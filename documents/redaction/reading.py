"""Go through a text once, rule by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from documents.redaction.finding import MAX_FINDINGS, Finding, FindingKind, fingerprint_of
from documents.redaction.names import names_in
from documents.redaction.numbers import accounts_in, ip_addresses_in, my_numbers_in, phones_in
from documents.redaction.sheet import Sheet, sheet_of
from documents.redaction.words import emails_in, seals_in

RULES = 2
"""Raise when a rule changes: versions checked by an older one are checked again."""

_FINDERS = {
    FindingKind.MY_NUMBER: my_numbers_in,
    FindingKind.ACCOUNT: accounts_in,
    FindingKind.PHONE: phones_in,
    FindingKind.EMAIL: emails_in,
    FindingKind.NAME: names_in,
    FindingKind.SEAL: seals_in,
    FindingKind.IP_ADDRESS: ip_addresses_in,
}


def find_redactions(portions: Sequence[Iterable[dict[str, Any]]]) -> list[Finding]:
    """What a person should look at, in the order of the text; at most `MAX_FINDINGS`."""
    sheet = sheet_of(portions)
    found: list[tuple[int, Finding]] = []
    taken: list[tuple[int, int]] = []
    for kind in _FINDERS:
        for start, end, finding in _found(sheet, kind):
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                found.append((start, finding))
            if len(found) >= MAX_FINDINGS:
                break
    found.sort(key=lambda pair: pair[0])
    return [finding for _, finding in found[:MAX_FINDINGS]]


def _found(sheet: Sheet, kind: FindingKind) -> Iterator[tuple[int, int, Finding]]:
    for start, end, value in _FINDERS[kind](sheet):
        place = sheet.place_at(start)
        finding = Finding(
            kind=kind,
            value=" ".join(sheet.shown[start:end].split())[:100],
            before=sheet.before(start),
            after=sheet.after(end),
            place=place.words,
            portion=place.portion,
            block=place.block,
            fingerprint=fingerprint_of(kind, value),
        )
        yield start, end, finding
