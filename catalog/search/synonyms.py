"""Synonyms as the search uses them: keyed by the cut word, found as runs of whole segments in a cut query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.search.cutting import cut

#: More expansions than this for one word would be a mistake, and every one of them costs at each search.
MOST_EXPANSIONS = 12


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`expansions`: words by the folded key of the word asked. `generation` changes with every change of the table."""

    generation: str = ""
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, generation: str, rows: Iterable[tuple[str, Iterable[str]]]) -> "Synonyms":
        """From (key, expansions) rows."""
        expansions = {key: tuple(words)[:MOST_EXPANSIONS] for key, words in rows}
        longest = max((key.count(" ") + 1 for key in expansions), default=0)
        return cls(generation, expansions, longest)

    def of_lexemes(self, lexemes: Iterable[str]) -> tuple[str, ...]:
        return self.expansions.get(" ".join(lexemes), ())

    def without(self, key: str) -> "Synonyms":
        """As if this word were taken out."""
        return Synonyms.of(self.generation, [row for row in self.expansions.items() if row[0] != key])

    def having(self, key: str, words: Iterable[str]) -> "Synonyms":
        """As if this word found these."""
        return Synonyms.of(self.generation, [*self.without(key).expansions.items(), (key, words)])


def synonym_key(word: str) -> str:
    """The word as a query is cut: its main lexemes. Empty for a word without any."""
    return " ".join(token.lexeme for token in cut(word).tokens)
