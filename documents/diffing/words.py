"""The parts of a changed paragraph, in words as Sudachi cuts them or in signs; long paragraphs by the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from catalog.search.cutting import surfaces

LONGEST = 3_000
"""Characters of both sides together that are compared word by word."""
_SENTENCES = re.compile(r"(?<=[。！？\n])")


class Unit(StrEnum):
    """In what a paragraph is compared."""

    WORD = "word"
    SIGN = "sign"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text; `kind` is same, del or ins."""

    kind: str
    text: str


def unit_for(old: str, new: str, asked: Unit) -> Unit:
    """What was asked for, as long as the paragraph is not too long for it."""
    return asked if len(old) + len(new) <= LONGEST else Unit.SENTENCE


def parts_of(old: str, new: str, asked: Unit) -> tuple[Part, ...]:
    """Both sides in one row: what was taken out stands before what was put there."""
    unit = unit_for(old, new, asked)
    before, after = _cut(old, unit), _cut(new, unit)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    rows = [
        ("".join(before[a:a_end]), "".join(after[b:b_end]), tag == "equal")
        for tag, a, a_end, b, b_end in matcher.get_opcodes()
    ]
    return tuple(_parts(_without_crumbs(rows)))


def _cut(text: str, unit: Unit) -> list[str]:
    if unit == Unit.SIGN:
        return list(text)
    return [each for each in _SENTENCES.split(text) if each] if unit == Unit.SENTENCE else surfaces(text)


def _without_crumbs(rows: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """One sign that stayed between two changes is read more easily as a part of them."""
    joined: list[tuple[str, str, bool]] = []
    for index, (old, new, is_same) in enumerate(rows):
        is_crumb = is_same and len(old) == 1 and 0 < index < len(rows) - 1
        changed = not is_same or is_crumb
        if changed and joined and not joined[-1][2]:
            joined[-1] = (joined[-1][0] + old, joined[-1][1] + new, False)
        else:
            joined.append((old, new, not changed))
    return joined


def _parts(rows: list[tuple[str, str, bool]]) -> Iterator[Part]:
    for old, new, is_same in rows:
        if is_same:
            yield Part("same", old)
            continue
        if old:
            yield Part("del", old)
        if new:
            yield Part("ins", new)
