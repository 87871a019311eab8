"""Numbers and keys the catalogue is sorted by, computed when something changes and stored.

The default order is one number that does not change while nobody does anything.

Every confirmed municipality is worth time: a listing with n of them stands level with one published
`DAYS_PER_DOUBLING * log2(1 + n)` days later. Because only differences between listings matter, the number needs
no "now" and can be stored and indexed; a new listing starts on top and yields slowly.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata

DAYS_PER_DOUBLING = 60


def listing_rank(confirmed_adoptions: int, published_at: dt.datetime) -> float:
    """Days since 1970 of the publication of the current version, plus the days its adoptions are worth."""
    return published_at.timestamp() / 86_400 + DAYS_PER_DOUBLING * math.log2(1 + confirmed_adoptions)


def sort_key(name: str) -> str:
    """Names in one order whatever their width, case or kana: NFKC, lower case, katakana as hiragana."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in folded)[:160]
