"""Addresses of mail, and words that tell of a seal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.redaction.sheet import Sheet

Found = Iterator[tuple[int, int, str]]

LONGEST = 64
_AT = re.compile(r"@|[\(\[（【](?:at|アット)[\)\]）】]", re.IGNORECASE)
_LOCAL = re.compile(r"[A-Za-z0-9._%+\-]+ ?\n?$")
_HOST = re.compile(r" ?\n?[A-Za-z0-9\-]+(?:\n?\.\n?[A-Za-z0-9\-]+)+")
_SEAL = re.compile(r"㊞|印影|[\(\[【〔]\s?(?:公|角|丸|社|職)?印\s?[\)\]】〕]|代表者印|公印省略|登録印")


def emails_in(sheet: Sheet) -> Found:
    """From each @ outwards, so that a long run of letters costs nothing."""
    for match in _AT.finditer(sheet.text):
        first = max(0, match.start() - LONGEST)
        local = _LOCAL.search(sheet.text[first : match.start()])
        host = _HOST.match(sheet.text, match.end(), match.end() + 4 * LONGEST)
        if local and host:
            name = f"{local[0].strip()}@{''.join(host[0].split())}"
            yield first + local.start(), host.end(), name.lower()


def seals_in(sheet: Sheet) -> Found:
    """A place for a seal is known by its line: the same line again is the same question."""
    for match in _SEAL.finditer(sheet.text):
        line = "".join(sheet.line_around(match.start(), match.end()).split())
        yield match.start(), match.end(), line[:200]
