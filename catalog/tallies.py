"""Which listing has which token, held by the process as one large number a token: what many listings have is counted by
a few hundred operations on such numbers, whatever was asked for, instead of by reading every listing found.

A tally belongs to one generation of the catalogue. Making one reads the whole catalogue, so it is made only when the
database has counted so many listings under the present generation that it would have paid: while the catalogue changes
all the time, the database goes on counting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Rows of a listing's key and tokens of it; one listing may come several times.
Tokens = Iterable[tuple[int, Iterable[str]]]
#: So many listings are counted by the database before the first tally is made; later twice as many as there are, which
#: costs about what making one does.
FIRST_COUNTED = 20_000


class Tally:
    """The tokens of listings, by key."""

    def __init__(self, tokens: Tokens) -> None:
        self._places: dict[int, int] = {}
        by_token: dict[str, list[int]] = defaultdict(list)
        for key, own in tokens:
            place = self._places.setdefault(key, len(self._places))
            for token in own:
                by_token[token].append(place)
        self._having = {token: self._number(places) for token, places in by_token.items()}

    def __len__(self) -> int:
        return len(self._places)

    def count(self, keys: Iterable[int]) -> dict[str, int] | None:
        """How many of these listings have each token; None where one of them is not known here."""
        places = [self._places.get(key, -1) for key in keys]
        if -1 in places:
            return None
        asked = self._number(places)
        counts = ((token, (having & asked).bit_count()) for token, having in self._having.items())
        return {token: count for token, count in counts if count}

    def _number(self, places: Iterable[int]) -> int:
        """The number whose bits at these places are set."""
        octets = bytearray(len(self._places) // 8 + 1)
        for place in places:
            octets[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(octets, "little")


@dataclass
class _State:
    """What is known under one generation: how many listings the database counted, and the tally once there is one."""

    generation: int
    counted: int = 0
    tally: Tally | None = None


class Tallies:
    """The tally of the newest generation that was asked about."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._newest, self._size = _State(-1), 0

    def at(self, generation: int, read: Callable[[], Tokens]) -> Tally | None:
        """The tally of this generation, made of what `read` gives; None as long as making it would not pay."""
        state = self._state(generation)
        if state.tally is None and state.counted >= max(FIRST_COUNTED, 2 * self._size):
            state.tally = Tally(read())
            self._size = len(state.tally)
        return state.tally

    def note(self, generation: int, counted: int) -> None:
        """The database counted so many listings."""
        self._state(generation).counted += counted

    def _state(self, generation: int) -> _State:
        """An older generation, as a slow request knows it, is worth nothing."""
        if generation > self._newest.generation:
            self._newest = _State(generation)
        return self._newest if generation == self._newest.generation else _State(generation)


tallies = Tallies()
