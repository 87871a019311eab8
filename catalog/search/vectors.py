"""What is searched of a thing as two `tsvector` literals: `doc`, its words, and `grams`, its pairs of characters.

`to_tsvector('simple', …)` would keep a Japanese sentence as one lexeme, and `array_to_tsvector` has no positions, so
the literals are written here, always quoted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from catalog.search.cutting import Cut, cut
from catalog.search.text import LEXEME_CHARACTERS, clean, fold, is_readable

#: Blank positions between two fields, so that no phrase reaches from one into the next.
FIELD_GAP = 10
#: PostgreSQL's own limits: the highest position, and positions kept for one lexeme.
HIGHEST_POSITION = 16_383
POSITIONS_PER_LEXEME = 255
#: A vector may not exceed 1 MB; lexemes beyond this many bytes, as counted here with some to spare, are left out.
VECTOR_BYTES = 900_000
ENTRY_BYTES = 8
PLACE_BYTES = 2
#: A text beyond this is cut off for searching only: a long one (D), which takes about a second to cut, any other.
LONG_FIELD_CHARACTERS = 200_000
FIELD_CHARACTERS = 10_000
#: Stands before the characters from the beginning of a word on, so that 京都 is told from the end of 東京都. Asked as
#: a prefix, they need no look at positions, which cost a read of the whole vector for every row.
WORD_START = "^"
#: The same in the heaviest field only: which of many hits are worth ranking, told by the index alone.
NAME_START = "^^"
#: So many characters from the beginning of a word on are kept together.
START_CHARACTERS = 8


class Searchable(Protocol):
    """Whatever can be searched says so as texts by weight."""

    def weighted_fields(self) -> Iterator[tuple[str, str]]:
        """Each text with its weight, A the heaviest; D is for long ones, which have no `grams`."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Texts with their weights."""

    texts: tuple[tuple[str, str], ...]

    def weighted_fields(self) -> Iterator[tuple[str, str]]:
        yield from self.texts


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched of one listing. `kana`: how the name is read. `facts`: words of the spec sheet."""

    name: str
    kana: str = ""
    tagline: str = ""
    categories: tuple[str, ...] = ()
    vendor: str = ""
    facts: tuple[str, ...] = ()
    description: str = ""

    def weighted_fields(self) -> Iterator[tuple[str, str]]:
        """Each text with its weight, A the heaviest."""
        yield self.name, "A"
        yield self.tagline, "B"
        for category in self.categories:
            yield category, "B"
        yield self.vendor, "C"
        yield self.kana, "C"
        for fact in self.facts:
            yield fact, "D"
        yield self.description, "D"


def doc_vector(document: Searchable) -> str:
    """The `tsvector` literal of the words of all fields.

    PostgreSQL knows no position beyond the highest, so a longer text starts over after the short fields: its words stay
    next to their neighbours, which phrases ask for.
    """
    entries: list[tuple[str, int, str]] = []
    position = short = 0
    for text, weight in document.weighted_fields():
        words = cut(text[: LONG_FIELD_CHARACTERS if weight == "D" else FIELD_CHARACTERS])
        for token in words.tokens:
            place = _known_position(position + token.position, short)
            entries += [(lexeme, place, weight) for lexeme in token.words]
        position += words.length + FIELD_GAP
        if weight != "D":
            short = position
    return vector_literal(entries)


def _known_position(position: int, short: int) -> int:
    """The position itself, or beyond the highest one, one after those of the short fields."""
    if position <= HIGHEST_POSITION or short >= HIGHEST_POSITION:
        return position
    return short + 1 + (position - short - 1) % (HIGHEST_POSITION - short)


def grams_vector(document: Searchable) -> str:
    """The `tsvector` literal of the pairs of characters, as written and as read, of the short fields."""
    entries: list[tuple[str, int, str]] = []
    position = 0
    for text, weight in document.weighted_fields():
        if weight == "D":
            continue
        for run in runs_of(text, cut(text[:FIELD_CHARACTERS])):
            entries += [(gram, position + offset, weight) for gram, offset in run.grams(in_name=weight == "A")]
            position += len(run.characters) + FIELD_GAP
    return vector_literal(entries)


@dataclass(frozen=True, slots=True)
class Run:
    """Folded characters without a gap, and at which of them a word begins."""

    characters: str
    starts: frozenset[int]

    def grams(self, *, in_name: bool) -> Iterator[tuple[str, int]]:
        """Pairs with their position from 1, the last character alone, a Latin run whole; what begins a word, marked."""
        if self.characters.isascii():
            yield self.characters[:LEXEME_CHARACTERS], 1
        else:
            for index in range(len(self.characters)):
                yield self.characters[index : index + 2], index + 1
        for index in sorted(self.starts):
            start = self.characters[index : index + START_CHARACTERS]
            if start and not self.characters.isascii():
                yield WORD_START + start, index + 1
            if start and in_name:
                yield NAME_START + start, index + 1


def runs_of(text: str, words: Cut) -> Iterator[Run]:
    """The runs of a text as it is written, then those of its reading where that differs (窓口 → まどぐち)."""
    written = list(_written_runs(clean(text), words.starts))
    yield from written
    known = {run.characters for run in written}
    for run in _read_runs(words):
        if run.characters not in known:
            yield run


def written_runs(text: str) -> list[str]:
    """The folded runs of a text, for asking."""
    return [run.characters for run in _written_runs(clean(text), frozenset())]


def _written_runs(text: str, starts: frozenset[int]) -> Iterator[Run]:
    characters: list[str] = []
    beginnings: set[int] = set()
    for offset, original in enumerate(text):
        if offset in starts:
            beginnings.add(len(characters))
        for character in fold(original):
            if not _continues(characters, character):
                if characters:
                    yield Run("".join(characters), frozenset(beginnings | {0}))
                characters, beginnings = [], {0}
            if is_readable(character):
                characters.append(character)
            elif character in "\u3099\u309a\uff9e\uff9f" and characters:
                characters[-1] = fold(characters[-1] + character)
    if characters:
        yield Run("".join(characters), frozenset(beginnings | {0}))


def _continues(characters: list[str], character: str) -> bool:
    if character in "\u3099\u309a\uff9e\uff9f":
        return True
    return is_readable(character) and (not characters or characters[-1].isascii() == character.isascii())


def _read_runs(words: Cut) -> Iterator[Run]:
    characters = ""
    beginnings: set[int] = set()
    previous_end = -1
    for start, end, reading in words.readings:
        readable = bool(reading) and all(map(is_readable, reading)) and not reading.isascii()
        if characters and (not readable or start != previous_end):
            yield Run(characters, frozenset(beginnings))
            characters, beginnings = "", set()
        if readable:
            beginnings.add(len(characters))
            characters += reading
        previous_end = end
    if characters:
        yield Run(characters, frozenset(beginnings))


def vector_literal(entries: Iterable[tuple[str, int, str]]) -> str:
    """`'lexeme':1A,5D …` from (lexeme, position, weight); what PostgreSQL would refuse is left out."""
    places: dict[str, dict[int, str]] = defaultdict(dict)
    size = 0
    for lexeme, position, weight in entries:
        if not lexeme or position > HIGHEST_POSITION or len(places[lexeme]) >= POSITIONS_PER_LEXEME:
            continue
        size += PLACE_BYTES if places[lexeme] else len(lexeme.encode()) + ENTRY_BYTES
        if size > VECTOR_BYTES:
            break
        places[lexeme].setdefault(position, weight)
    return " ".join(
        f"{quoted(lexeme)}:{','.join(f'{position}{weight}' for position, weight in found.items())}"
        for lexeme, found in places.items()
        if found
    )


def quoted(lexeme: str) -> str:
    """A lexeme as both `tsvector` and `tsquery` read it: in quotes, with quotes and backslashes doubled."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
