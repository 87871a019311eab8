"""What a reader put aside to compare, as the address carries it: `?compare=3&compare=7`.

The choice lives in the address and nowhere else: no cookie, no session, no script. Pages for visitors stay the same for
everybody who asks for the same address, and a choice can be sent to a colleague as a link.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

PARAM = "compare"
MOST = 5
_LARGEST_ID = 2**63 - 1


def chosen_ids(parameters: QueryDict) -> list[int]:
    """The listings the address carries, in the order chosen, as many as can be compared."""
    return read_ids(parameters.getlist(PARAM))[:MOST] if PARAM in parameters else []


def is_overfull(parameters: QueryDict) -> bool:
    """Whether somebody put more aside than can be compared."""
    return len(read_ids(parameters.getlist(PARAM))) > MOST


def read_ids(texts: Iterable[str]) -> list[int]:
    """Ids that could exist, each once; everything else is left out."""
    return list(dict.fromkeys(number for text in texts if (number := _id_of(text)) is not None))


def with_choice(href: str, ids: Iterable[int]) -> str:
    """An address of a page that shows listings, carrying the choice."""
    query = urlencode([(PARAM, pk) for pk in ids])
    if not query:
        return href
    path, hash_sign, fragment = href.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{query}{hash_sign}{fragment}"


def without_one(parameters: QueryDict, pk: int | None = None) -> str:
    """The query string of the same page with one listing taken out of the choice; None: all of them."""
    rest = parameters.copy()
    rest.setlist(PARAM, [] if pk is None else [str(each) for each in chosen_ids(parameters) if each != pk])
    return f"?{rest.urlencode()}"


def _id_of(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    number = int(text)
    return number if 0 < number <= _LARGEST_ID else None
