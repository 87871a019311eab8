"""The start set of synonyms, `catalog/data/synonyms.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from catalog.search.synonyms import synonym_key

DATA_FILE = Path(__file__).parents[1] / "data" / "synonyms.toml"


@dataclass(frozen=True, slots=True)
class SynonymEntry:
    """One row of the table: `key` is `word` as the search cuts it."""

    word: str
    key: str
    expansions: tuple[str, ...]


def load_synonym_data() -> list[SynonymEntry]:
    """Every word of the file once, with what all its groups add. ValueError names a word nobody can ask for."""
    with DATA_FILE.open("rb") as stream:
        document = tomllib.load(stream)
    pairs = [(word, [other for other in group if other != word]) for group in document["groups"] for word in group]
    pairs += [(row["word"], row["finds"]) for row in document["one_way"]]
    words: dict[str, str] = {}
    expansions: dict[str, list[str]] = {}
    for word, others in pairs:
        key = synonym_key(word)
        if not key:
            raise ValueError(f"{DATA_FILE.name}: 「{word}」 is never found in a search")
        words.setdefault(key, word)
        expansions.setdefault(key, []).extend(other for other in others if synonym_key(other) != key)
    return [SynonymEntry(words[key], key, tuple(dict.fromkeys(others))) for key, others in expansions.items() if others]
