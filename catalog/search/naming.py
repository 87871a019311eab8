"""Names of persons, as far as the dictionary knows them."""

from __future__ import annotations

from sudachipy import Morpheme

from catalog.search.cutting import tokenizer

_BLANKS = frozenset(" \u3000")


def person_name_in(text: str) -> tuple[int, int] | None:
    """Where the first name of a person stands in a short text: a surname, a given name, or both with a blank."""
    morphemes = list(tokenizer().tokenize(text))
    first = next((index for index, each in enumerate(morphemes) if _is_name(each)), None)
    if first is None:
        return None
    last = first
    while last + 1 < len(morphemes) and (_is_name(morphemes[last + 1]) or morphemes[last + 1].surface() in _BLANKS):
        last += 1
    while morphemes[last].surface() in _BLANKS:
        last -= 1
    return morphemes[first].begin(), morphemes[last].end()


def _is_name(morpheme: Morpheme) -> bool:
    part = morpheme.part_of_speech()
    return bool(part[1] == "固有名詞" and part[2] == "人名")
