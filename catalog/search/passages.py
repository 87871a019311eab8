"""Passages of long texts, cut out by the database: only what is shown of a hit leaves it."""

from __future__ import annotations

from django.db.models import F, IntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Least, Lower, NullIf, StrIndex, Substr

from catalog.search.cutting import cut
from catalog.search.queries import Question

#: Characters fetched, among which `highlighting.excerpt` looks for the best window.
PASSAGE_CHARACTERS = 1_000
LEAD_CHARACTERS = 200
MOST_WORDS = 6


def passage_of(column: str, question: Question) -> Combinable:
    """Part of a text column around the first word as it was typed; its beginning where no word stands so."""
    return Substr(column, passage_start(column, question), PASSAGE_CHARACTERS)


def passage_start(column: str, question: Question) -> Greatest:
    """At which character that part begins, counted from 1."""
    return Greatest(first_place(column, question) - LEAD_CHARACTERS, Value(1))


def first_place(column: str, question: Question) -> Combinable:
    """At which character one of the words typed stands first; NULL without any."""
    words = typed_words(question)
    text = Lower(F(column))
    places = [NullIf(StrIndex(text, Value(word)), Value(0)) for word in words]
    if len(places) > 1:
        return Least(*places)
    return places[0] if places else Value(None, output_field=IntegerField())


def typed_words(question: Question) -> list[str]:
    """The words of a question as they were typed, in lower case, the longest first."""
    words = {question.text[token.start : token.end].lower() for token in cut(question.text).tokens}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
