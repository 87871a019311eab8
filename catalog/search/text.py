"""Repairing and folding text before it is cut. Everything here keeps or knows character offsets."""

import re
import unicodedata

#: Characters a database or a tokenizer refuses, or that a person cannot see: NUL and other controls, surrogates,
#: zero-width marks, byte-order mark, variation selectors, private use. One blank replaces one character: offsets stay.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
INNER_MARKS = re.compile(r"[-‐‑–−._/&'’]")
KANJI = "々〆㐀-䶿一-鿿豈-﫿"
#: 引っ越し → 引っ越, 手続き → 手続; 守る stays, for one character alone means too much.
INFLECTION = re.compile(rf"^(.+[{KANJI}])[ぁ-ん]{{1,2}}$")
#: 引き継 and 引継, 受け付 and 受付 are one word; the particles の, が, つ are no spelling.
_INNER = re.compile(rf"(?<=[{KANJI}])(?:(?![のがつ])[ぁ-ん]){{1,2}}(?=[{KANJI}])")
#: A lexeme may not exceed 2,046 bytes; no honest word comes near this many characters.
LEXEME_CHARACTERS = 64


INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def without_invisible(text: str) -> str:
    """The text without marks of no width, which copying brings along. Offsets change."""
    return INVISIBLE.sub("", text)


def clean(text: str) -> str:
    """The text without characters that cannot be stored or seen; same length, so offsets survive."""
    return UNREADABLE.sub(" ", text)


def to_hiragana(text: str) -> str:
    """Katakana as hiragana; ー and everything else stays."""
    return text.translate(KATAKANA)


def fold(text: str) -> str:
    """One spelling for full and half width, for case and for both kana. Offsets are lost."""
    return to_hiragana(unicodedata.normalize("NFKC", text).lower())


def fold_word(word: str) -> str:
    """The lexeme of a word that Sudachi has already normalised; empty when nothing readable is left."""
    word = unicodedata.normalize("NFKC", word).lower()
    inflected = INFLECTION.match(word)
    if inflected:
        word = inflected.group(1)
    word = _INNER.sub("", word)
    word = INNER_MARKS.sub("", to_hiragana(word)).strip()
    if len(word) > 3:
        word = word.rstrip("ー")
    return word[:LEXEME_CHARACTERS]


def is_readable(character: str) -> bool:
    """A letter, a digit or a Japanese iteration or length mark: what words are made of."""
    return character.isalnum() or character in "ー々〆"
