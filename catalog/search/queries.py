"""What a person typed, as groups of words, and these as `tsquery` literals.

A *term* is what stands between blanks. Inside a term one-character words are tied to their neighbour (通知<->表) and
runs like AI-OCR stay together: these are the *segments*. A segment, or several that form a synonym's word, is a
*group*: groups are what all stages of the search ask for. `tsquery` strings are always built from quoted lexemes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalog.search.cutting import Token, cut
from catalog.search.synonyms import Synonyms
from catalog.search.text import KANJI, LEXEME_CHARACTERS, clean, fold, without_invisible
from catalog.search.vectors import NAME_START, START_CHARACTERS, WORD_START, quoted, written_runs

#: A question longer than this is cut off, and said so: nobody types it, and every group costs.
QUERY_CHARACTERS = 200
QUERY_TERMS = 12
QUERY_GROUPS = 16

#: Words that say only "a product": asked beside others they raise a listing, but do not exclude one.
GENERIC_WORDS = (
    "システム サービス ソフト ソフトウェア アプリ アプリケーション ツール 仕組み 方法 機能 製品 商品 プラットフォーム "
    "自治体 市町村 役場 導入 活用 利用 使用 おすすめ お勧め 便利 簡単 手軽 比較 検索 一覧 情報 "
    "会社 事業者 自分 場合 必要 時 際 人 方 所 皆 誰"
)
GENERIC_LEXEMES = frozenset(token.lexeme for word in GENERIC_WORDS.split() for token in cut(word).tokens)

_HIRAGANA = re.compile("[ぁ-ゖー]+")
_KANJI_FIRST = re.compile(f"[{KANJI}]")


@dataclass(frozen=True, slots=True)
class Group:
    """Words that count as one thing asked for. `exact` asks for what was typed, `broad` also for words that begin so
    and for synonyms, `loose` also for the longer words without what is tied to them (観光 of 観光客). Only required
    groups exclude a listing, the others raise it."""

    exact: str
    broad: str
    loose: str
    required: bool
    lexemes: frozenset[str]
    prefixes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """What stood between two blanks: its groups, and where its characters themselves may be asked from the start on
    (one kanji; hiragana, which is often a reading), that question to `grams`. `in_name` asks for a reading in names."""

    groups: tuple[Group, ...]
    grams: str
    reading: str
    in_name: str


@dataclass(frozen=True, slots=True)
class Question:
    """A whole search. Every string but `text` is a `tsquery` literal, empty where there is nothing to ask."""

    text: str
    terms: tuple[Term, ...]
    phrase: str
    whole: str
    whole_in_name: str
    guess: tuple[str, ...]
    infix: str
    notes: tuple[str, ...]

    @property
    def groups(self) -> list[Group]:
        return [group for term in self.terms for group in term.groups]

    @property
    def required(self) -> list[Group]:
        return [group for group in self.groups if group.required]

    @property
    def optional(self) -> list[Group]:
        return [group for group in self.groups if not group.required]

    @property
    def is_empty(self) -> bool:
        """Nothing was asked at all: only blanks or unreadable characters."""
        return not self.text

    @property
    def is_askable(self) -> bool:
        return bool(self.terms)


def parse(typed: str, synonyms: Synonyms | None = None) -> Question:
    """Read a search of any content and length. Never raises."""
    text, notes = _shortened(typed)
    words = text.split()[:QUERY_TERMS]
    segments = [(word, _segments(cut(word).tokens)) for word in words]
    segments = _capped(segments)
    is_required = _requirement(segment for _, found in segments for segment in found)
    terms = [_term(word, found, is_required, synonyms or Synonyms()) for word, found in segments]
    runs = [run for word in words for run in written_runs(word)]
    return Question(
        text=text,
        terms=tuple(term for term in terms if term.groups or term.grams),
        phrase=_any(phrase for _, found in segments for phrase in _phrases(found)),
        whole=_all(_beginning(run) for run in runs),
        whole_in_name=_all(_beginning_in_name(run) for run in runs),
        guess=_guess(runs),
        infix=_all(_in_a_row(run) for run in runs),
        notes=notes,
    )


def asked_text(typed: str) -> str:
    """What was typed as it can be searched, shown and stored: readable, one blank between words, not too long."""
    return _shortened(typed)[0]


def _shortened(typed: str) -> tuple[str, tuple[str, ...]]:
    text = " ".join(clean(without_invisible(typed[: QUERY_CHARACTERS * 50])).split())
    if len(text) <= QUERY_CHARACTERS and len(typed) <= QUERY_CHARACTERS * 50:
        return text, ()
    return text[:QUERY_CHARACTERS].strip(), (f"検索する語が長いため、はじめの{QUERY_CHARACTERS}文字で探しました。",)


@dataclass(frozen=True, slots=True)
class _Segment:
    tokens: tuple[Token, ...]

    @property
    def lexemes(self) -> tuple[str, ...]:
        return tuple(token.lexeme for token in self.tokens)

    @property
    def is_noun(self) -> bool:
        return not all(token.verbal for token in self.tokens)

    @property
    def is_generic(self) -> bool:
        return all(lexeme in GENERIC_LEXEMES for lexeme in self.lexemes)


def _segments(tokens: Sequence[Token]) -> list[_Segment]:
    """Tie one-character words to the word before, or else to the one after; keep Latin runs together."""
    parts: list[list[Token]] = []
    for token in tokens:
        before = parts[-1][-1] if parts else None
        if before is not None and _belongs(parts[-1], before, token):
            parts[-1].append(token)
        else:
            parts.append([token])
    return [_Segment(tuple(part)) for part in parts]


def _belongs(part: list[Token], before: Token, token: Token) -> bool:
    if part[0].joined and token.start < part[0].joined_end:
        return True
    is_adjacent = token.position == before.position + 1
    first_alone = len(part) == 1 and _is_single(before)
    return is_adjacent and (_is_single(token) or first_alone)


def _is_single(token: Token) -> bool:
    return len(token.lexeme) == 1 and not token.lexeme.isascii()


def _capped(segments: list[tuple[str, list[_Segment]]]) -> list[tuple[str, list[_Segment]]]:
    room = QUERY_GROUPS
    capped = []
    for word, found in segments:
        capped.append((word, found[: max(room, 0)]))
        room -= len(found)
    return capped


def _requirement(segments: Iterable[_Segment]) -> "frozenset[_Segment]":
    """Nouns that say something; where there are none, all nouns; where there are none, all words."""
    everything = list(segments)
    nouns = [segment for segment in everything if segment.is_noun]
    telling = [segment for segment in nouns if not segment.is_generic]
    return frozenset(telling or nouns or everything)


def _term(word: str, segments: list[_Segment], required: frozenset[_Segment], synonyms: Synonyms) -> Term:
    groups: list[Group] = []
    index = 0
    while index < len(segments):
        width, expansions = _synonym_at(segments, index, synonyms)
        run = segments[index : index + width]
        is_last = index + width == len(segments)
        groups.append(_group(run, expansions, is_last, any(segment in required for segment in run)))
        index += width
    reading = fold(word) if _HIRAGANA.fullmatch(word) else ""
    in_name = _beginning_in_name(reading) if len(reading) > 1 else ""
    return Term(tuple(groups), _term_grams(word), reading, in_name)


def _synonym_at(segments: list[_Segment], index: int, synonyms: Synonyms) -> tuple[int, tuple[str, ...]]:
    """The longest run of segments from here that is a synonym's word: its width and the expansions."""
    for width in range(min(synonyms.longest, len(segments) - index), 0, -1):
        lexemes = [lexeme for segment in segments[index : index + width] for lexeme in segment.lexemes]
        expansions = synonyms.of_lexemes(lexemes)
        if expansions:
            return width, expansions
    return 1, ()


def _group(run: list[_Segment], expansions: tuple[str, ...], is_last: bool, required: bool) -> Group:
    typed = [token for segment in run for token in segment.tokens]
    lexemes = {lexeme for token in typed for lexeme in (*token.lexemes, token.joined) if lexeme}
    exact = _all(_segment_query(segment) for segment in run)
    broad = [exact]
    prefixes: set[str] = set()
    if is_last and len(run[-1].tokens) == 1:
        prefixes = {lexeme for lexeme in typed[-1].lexemes if _may_begin(lexeme)}
        others = [_segment_query(segment) for segment in run[:-1]]
        broad.append(_all([*others, _any(quoted(lexeme) for lexeme in typed[-1].lexemes)]))
        broad += [_all([*others, f"{quoted(prefix)}:*"]) for prefix in sorted(prefixes)]
    for expansion in expansions:
        tokens = cut(expansion).tokens
        broad.append(_tokens_phrase(tokens))
        lexemes |= {lexeme for token in tokens for lexeme in token.lexemes}
    loose = _any([*broad, _all(quoted(token.lexeme) for token in typed if not _is_single(token))])
    return Group(exact, _any(broad), loose, required, frozenset(lexemes), frozenset(prefixes))


def _may_begin(lexeme: str) -> bool:
    """Is this long enough to stand for longer words? Two kanji, or three of anything else."""
    return len(lexeme) >= (2 if _KANJI_FIRST.match(lexeme) else 3)


def _segment_query(segment: _Segment) -> str:
    first = segment.tokens[0]
    if first.joined:
        adjacent = f"({' <-> '.join(quoted(token.lexeme) for token in segment.tokens)})"
        return _any([quoted(first.joined), _tokens_phrase(segment.tokens), adjacent])
    if len(segment.tokens) == 1:
        return _token_query(first)
    return _tokens_phrase(segment.tokens)


def _token_query(token: Token) -> str:
    """A word in Latin letters as it is spelled, any other in all its forms."""
    latin = [lexeme for lexeme in token.lexemes if lexeme.isascii()]
    return _any(quoted(lexeme) for lexeme in latin or token.lexemes)


def _tokens_phrase(tokens: Sequence[Token]) -> str:
    """The words at their distances."""
    if not tokens:
        return ""
    query = quoted(tokens[0].lexeme)
    for before, token in pairwise(tokens):
        query = f"({query} <{token.position - before.position}> {quoted(token.lexeme)})"
    return query


def _phrases(segments: list[_Segment]) -> list[str]:
    """The term as it was typed, and each run of adjacent words in it: found like that, a listing ranks higher."""
    tokens = [token for segment in segments for token in segment.tokens]
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.position == runs[-1][-1].position + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    phrases = [_tokens_phrase(run) for run in runs if len(run) > 1]
    if len(runs) > 1:
        phrases.append(_tokens_phrase(tokens))
    return phrases


def _term_grams(word: str) -> str:
    runs = written_runs(word)
    if len(runs) != 1:
        return ""
    if len(runs[0]) == 1 and not runs[0].isascii() and _KANJI_FIRST.match(runs[0]):
        return _in_a_row(runs[0])
    if len(runs[0]) > 1 and _HIRAGANA.fullmatch(word):
        return _beginning(runs[0])
    return ""


def _beginning(run: str) -> str:
    """Ask `grams` for these characters where a word begins with them."""
    if run.isascii() or len(run) == 1:
        return _in_a_row(run)
    return _all([f"{quoted(WORD_START + run[:START_CHARACTERS])}:*", *_beyond_start(run)])


def _beginning_in_name(run: str) -> str:
    """Ask `grams` for names with a word that begins like this."""
    return _all([f"{quoted(NAME_START + run[:START_CHARACTERS])}:*", *_beyond_start(run)])


def _beyond_start(run: str) -> list[str]:
    """What exceeds the characters kept together is asked for by its pairs anywhere: few rows share a beginning of that
    length."""
    if len(run) <= START_CHARACTERS:
        return []
    if run.isascii():
        return [_in_a_row(run)]
    return [quoted(run[index : index + 2]) for index in range(START_CHARACTERS - 1, len(run) - 1)]


def _in_a_row(run: str) -> str:
    """Ask `grams` for these characters in a row, wherever."""
    if run.isascii() or len(run) == 1:
        return f"{quoted(run[:LEXEME_CHARACTERS])}:*"
    pairs = [run[index : index + 2] for index in range(len(run) - 1)]
    return "(" + " <-> ".join(map(quoted, pairs)) + ")"


def _guess(runs: list[str]) -> tuple[str, ...]:
    """The pairs of which half would do, for a word that was mistyped; too few to mean anything: none."""
    pairs = {run[index : index + 2] for run in runs if not run.isascii() for index in range(len(run) - 1)}
    pairs |= {run for run in runs if run.isascii() and len(run) > 2}
    return tuple(sorted(map(quoted, pairs))) if len(pairs) > 2 else ()


def _all(queries: Iterable[str]) -> str:
    return _combined(" & ", queries)


def _any(queries: Iterable[str]) -> str:
    return _combined(" | ", queries)


def _combined(operator: str, queries: Iterable[str]) -> str:
    parts = list(dict.fromkeys(query for query in queries if query))
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""
