"""Cutting Japanese text into tokens: the same pass for documents, queries and highlighting."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from catalog.search.text import clean, fold_word, is_readable, to_hiragana

#: Raise whenever the cutting or the vectors change: rows with an older number are re-indexed by night.
RULES = 2
#: Sudachi refuses input over 49,149 bytes of UTF-8; a character takes at most four.
CHUNK_CHARACTERS = 12_000
#: Cut texts up to this length are remembered; longer ones would fill the memory.
REMEMBERED_CHARACTERS = 8_000

#: Parts of speech that carry no meaning of their own. They are dropped, but still count as a position.
DROPPED = frozenset({"助詞", "助動詞", "補助記号", "記号", "空白", "接続詞", "感動詞", "連体詞", "代名詞"})
#: Words that stand in nearly every text. Written as Sudachi normalises them.
STOP_WORDS = (
    "為る 事 有る 居る 出来る 物 為 様 等 成る 言う 於く 因る 行う 下さる 貰う "
    "呉れる 頂く 致す 御座る 欲しい 無い 良い 御 其の 及ぶ 通り 置く 仕舞う 来る 行く 達"
)
STOP_LEXEMES = frozenset(fold_word(word) for word in STOP_WORDS.split())
#: Parts of speech that alone do not make a search: 「探したい」 beside a noun says nothing about the thing sought.
VERBAL = frozenset({"動詞", "形容詞", "副詞"})
JOINING_MARKS = frozenset("-_.+‐‑－＿．＋")

#: Words that Sudachi cuts in one way alone and in another beside certain neighbours: they are cut alone always.
FIXED_WORDS = re.compile("(公会計|公文書|おくやみ)")
#: Verbs that make no new word with the verb before them.
LIGHT_VERBS = frozenset(["し", "さ", "せ", "する", "でき", "できる"])
_LONG_KATAKANA = re.compile("[ァ-ヺー]{6,}")
SHORTEST_PART = 3

_local = threading.local()
_dictionary_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Token:
    """One morpheme that counts.

    `lexemes`: how it can be found, the main one first (a word in Latin letters keeps its own spelling beside the
    Japanese one: web → うぇぶ, web). `position`: counted in morphemes, dropped ones included. `start`, `end`: offsets
    in the text that was cut. `reading`: hiragana. `verbal`: a verb, adjective or adverb that is used as such (見守り
    as a name of something is not). `joined`, `joined_end`: of the first part of a run like AI-OCR or of two verbs like
    見守る, the run in one word (aiocr, 見守) and where it ends. `parts`: the words in a long katakana word
    (マイナンバーカード), under which it can be found too.
    """

    lexemes: tuple[str, ...]
    position: int
    start: int
    end: int
    reading: str
    verbal: bool
    joined: str = ""
    joined_end: int = 0
    parts: tuple[str, ...] = ()

    @property
    def lexeme(self) -> str:
        return self.lexemes[0]

    @property
    def words(self) -> tuple[str, ...]:
        """All under which it can be found."""
        return (*self.lexemes, self.joined, *self.parts) if self.joined else (*self.lexemes, *self.parts)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text after one pass: the tokens that count, and every morpheme's start and reading for the grams."""

    tokens: tuple[Token, ...]
    starts: frozenset[int]
    readings: tuple[tuple[int, int, str], ...]
    length: int


def cut(text: str) -> Cut:
    """Cut a text of any length and any content. Never raises; unreadable characters count as blanks."""
    cleaned = clean(text)
    return _remembered(cleaned) if len(cleaned) <= REMEMBERED_CHARACTERS else _cut(cleaned)


@lru_cache(maxsize=1_024)
def _remembered(text: str) -> Cut:
    return _cut(text)


def _cut(text: str) -> Cut:
    tokens: list[Token] = []
    starts: list[int] = []
    readings: list[tuple[int, int, str]] = []
    position = 0
    for offset, chunk in _chunks(text):
        morphemes = list(tokenizer().tokenize(chunk))
        runs = [*_joined_verbs(morphemes), *_joined_forms(morphemes)]
        joined = {index: (word, offset + end) for index, end, word in runs}
        verbal = _verbal(morphemes)
        for index, morpheme in enumerate(morphemes):
            position += 1
            start, end = offset + morpheme.begin(), offset + morpheme.end()
            starts.append(start)
            readings.append((start, end, to_hiragana(morpheme.reading_form())))
            token = _token(morpheme, position, start, verbal[index], joined.get(index, ("", 0)))
            if token is not None:
                tokens.append(token)
    return Cut(tuple(tokens), frozenset(starts), tuple(readings), position)


def _token(morpheme: Morpheme, position: int, start: int, verbal: bool, joined: tuple[str, int]) -> Token | None:
    surface = morpheme.surface()
    if morpheme.part_of_speech()[0] in DROPPED or not any(map(is_readable, surface)):
        return None
    lexeme = fold_word(morpheme.normalized_form())
    if not lexeme or lexeme in STOP_LEXEMES:
        return None
    lexemes = [lexeme]
    plain = fold_word(surface)
    if (plain.isascii() and plain and plain != lexeme) or (is_stem(morpheme) and len(plain) > 1):
        lexemes.append(plain)
    reading = to_hiragana(morpheme.reading_form())
    end = start + len(surface)
    return Token(tuple(dict.fromkeys(lexemes)), position, start, end, reading, verbal, *joined, _parts(surface))


def is_stem(morpheme: Morpheme) -> bool:
    """A verb in the form that also makes nouns: 起こし, 待ち."""
    part = morpheme.part_of_speech()
    return bool(part[0] == "動詞" and part[5].startswith("連用形"))


@lru_cache(maxsize=4_096)
def _parts(surface: str) -> tuple[str, ...]:
    """The two words a long katakana word is made of, where the dictionary knows both."""
    if not _LONG_KATAKANA.fullmatch(surface):
        return ()
    for split in range(len(surface) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        words = [list(tokenizer().tokenize(part)) for part in (surface[:split], surface[split:])]
        if all(len(found) == 1 and not found[0].is_oov() for found in words):
            return tuple(fold_word(found[0].normalized_form()) for found in words)
    return ()


def _verbal(morphemes: list[Morpheme]) -> list[bool]:
    """For each morpheme: is it a verb, adjective or adverb used as such? A verb's stem before a noun, a case particle
    or the end (見守り, 高齢者見守りサービス) names something; a word like 安全 before に or な describes."""
    answers: list[bool] = []
    names_something = True
    following = ""
    for morpheme in reversed(morphemes):
        part = morpheme.part_of_speech()
        is_noun_here = is_stem(morpheme) and names_something
        describes = following in {"に", "な"} and "形状詞" in part[0] + part[2]
        answers.append(describes or (part[0] in VERBAL and not is_noun_here))
        if part[0] == "動詞":
            names_something = is_noun_here
        else:
            names_something = part[0] not in {"助動詞", "形容詞"} and part[1] != "接続助詞"
        following = morpheme.surface()
    return answers[::-1]


def _joined_verbs(morphemes: list[Morpheme]) -> Iterator[tuple[int, int, str]]:
    """For each pair of verbs like 見守る: the index of the first, where the second ends, both in one word."""
    for index, (first, second) in enumerate(pairwise(morphemes)):
        if is_stem(first) and second.part_of_speech()[0] == "動詞" and second.surface() not in LIGHT_VERBS:
            word = fold_word(first.surface() + second.dictionary_form())
            if len(word) > 1:
                yield index, second.end(), word


def _joined_forms(morphemes: list[Morpheme]) -> Iterator[tuple[int, int, str]]:
    """For each run like AI-OCR or Next.js: the index of its first part, where it ends, and the run in one word."""
    index = 0
    while index < len(morphemes):
        parts = [morphemes[index].surface()]
        end = index
        while end + 2 < len(morphemes) and _is_latin(parts[-1]):
            mark, following = morphemes[end + 1].surface(), morphemes[end + 2].surface()
            if mark not in JOINING_MARKS or not _is_latin(following):
                break
            parts.append(following)
            end += 2
        if end > index:
            yield index, morphemes[end].end(), fold_word("".join(parts))
        index = end + 1


def _is_latin(surface: str) -> bool:
    word = fold_word(surface)
    return word.isascii() and word.isalnum()


def surfaces(text: str) -> list[str]:
    """The text in the words it is written in, nothing left out: joined they are the text again."""
    return [morpheme.surface() for _, chunk in _chunks(text) for morpheme in tokenizer().tokenize(chunk)]


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that Sudachi accepts, each with its offset; broken after 。 where there is one."""
    offset = 0
    while offset < len(text):
        piece = text[offset : offset + CHUNK_CHARACTERS]
        if offset + len(piece) < len(text):
            stop = piece.rfind("。")
            if stop >= 0:
                piece = piece[: stop + 1]
        for part in filter(None, FIXED_WORDS.split(piece)):
            yield offset, part
            offset += len(part)


def tokenizer() -> Tokenizer:
    """This thread's tokenizer; one shared between threads raises."""
    tokenizer: Tokenizer | None = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _local.tokenizer = _dictionary().create(mode=SplitMode.A)
    return tokenizer


def _dictionary() -> Dictionary:
    with _dictionary_lock:
        return _load_dictionary()


@lru_cache(maxsize=1)
def _load_dictionary() -> Dictionary:
    return Dictionary(dict="small")
