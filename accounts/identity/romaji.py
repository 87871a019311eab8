"""Every Latin spelling of a kana name that a municipality may have chosen for its domain.

Two systems, never mixed inside one name: Hepburn (shi, chi, tsu, fu, ji, sho) and Kunrei (si, ti, tu, hu, zi, syo).
Within each: long o as o, ou, oh or oo, long u as u or uu, ん before b, m, p as n or m (Hepburn only), っち as tchi or
cchi, づ as zu, du or dzu. What no rule yields (the hyphen and the English word of 南アルプス) is in `claims.OWN_NAMES`.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_OTHERS = {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o"}

# Where a system leaves the plain row: the syllable itself, and what stands before the vowel of a small ゃゅょ.
_HEPBURN = {
    "し": (["shi"], ["sh"]),
    "ち": (["chi"], ["ch"]),
    "つ": (["tsu"], []),
    "ふ": (["fu"], []),
    "じ": (["ji"], ["j", "jy"]),
    "ぢ": (["ji"], ["j", "jy"]),
    "づ": (["zu", "du", "dzu"], []),
}
_KUNREI = {
    "ぢ": (["zi", "di"], ["zy", "dy"]),
    "づ": (["zu", "du"], []),
}

# The kana that lengthen a vowel, and how the long vowel is written.
_LONG = {"o": ("うお", ["o", "ou", "oh", "oo"]), "u": ("う", ["u", "uu"])}


class UnreadableKana(ValueError):
    """The text holds something that is not the hiragana of a Japanese name."""


class _System(NamedTuple):
    syllables: dict[str, list[str]]
    n_before_lips: list[str]


def _system(special: dict[str, tuple[list[str], list[str]]], n_before_lips: list[str]) -> _System:
    syllables = {kana: [latin] for kana, latin in _OTHERS.items()}
    for consonant, row in _ROWS.items():
        for kana, vowel in zip(row, "aiueo", strict=True):
            alone, before_glide = special.get(kana, ([consonant + vowel], [consonant + "y"]))
            syllables[kana] = alone
            if vowel == "i" and consonant:
                syllables |= {
                    kana + small: [start + glide for start in before_glide] for small, glide in _GLIDES.items()
                }
    return _System(syllables, n_before_lips)


_SYSTEMS = (_system(_HEPBURN, ["n", "m"]), _system(_KUNREI, ["n"]))


@lru_cache(maxsize=8192)
def spellings(kana: str) -> frozenset[str]:
    """All spellings of a hiragana name; raises UnreadableKana when it holds any other sign."""
    return frozenset("".join(parts) for system in _SYSTEMS for parts in product(*_choices(kana, system)))


def _choices(kana: str, system: _System) -> Iterator[list[str]]:
    """For each syllable in turn, the ways to write it."""
    rest = kana
    doubled = False
    while rest:
        sign, rest = _take_sign(rest, system)
        if sign == "っ":
            doubled = True
            continue
        if sign == "ん":
            lips_follow = rest[:1] != "" and rest[0] in _ROWS["b"] + _ROWS["m"] + _ROWS["p"]
            yield system.n_before_lips if lips_follow else ["n"]
            continue
        latin = system.syllables[sign]
        lengtheners, written = _LONG.get(latin[0][-1], ("", []))
        if rest and rest[0] in lengtheners:
            rest = rest[1:]
            latin = [start[:-1] + vowel for start in latin for vowel in written]
        yield [twin + syllable for syllable in latin for twin in _twins(syllable)] if doubled else latin
        doubled = False
    if doubled:
        raise UnreadableKana(kana)


def _take_sign(text: str, system: _System) -> tuple[str, str]:
    """The first sign of the text (with its small ゃゅょ), and what follows."""
    size = 2 if text[:2] in system.syllables else 1
    sign = text[:size]
    if sign not in "っん" and sign not in system.syllables:
        raise UnreadableKana(text)
    return sign, text[size:]


def _twins(syllable: str) -> str:
    """The letters that may double a consonant: its own, and t before ch."""
    return "tc" if syllable.startswith("ch") else syllable[0]
