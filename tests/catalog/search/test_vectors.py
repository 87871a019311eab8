"""The literals of vectors, as PostgreSQL reads them."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from catalog.search.vectors import (
    HIGHEST_POSITION,
    Document,
    doc_vector,
    grams_vector,
    quoted,
    vector_literal,
)
from tests.bad_values import TEXTS


def read_by_postgresql(literal: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [literal])
        return cursor.fetchone()[0]


def test_weights_and_gaps_between_fields():
    literal = doc_vector(Document(name="文書", tagline="管理", vendor="会社", description="決裁"))
    assert literal == "'文書':1A '管理':12B '会社':23C '決裁':44D"


def test_quotes_and_backslashes_are_doubled(db):
    assert quoted("a'b\\c") == "'a''b\\\\c'"
    assert read_by_postgresql(vector_literal([("a'b\\c", 1, "A")])) == "'a''b\\\\c':1A"


def test_what_the_database_would_refuse_is_left_out(db):
    assert vector_literal([("", 1, "A"), ("x", HIGHEST_POSITION + 1, "A")]) == ""
    many = vector_literal([("x", position, "D") for position in range(1, 2_000)])
    assert read_by_postgresql(many).count("D") == 0
    assert many.count(",") == 254


@pytest.mark.parametrize(
    "text", [*TEXTS, "議事録" * 30_000, "'\\" * 1_000, "\ud800"], ids=lambda text: ascii(text)[:20]
)
def test_any_text_makes_a_vector(db, text):
    document = Document(name=text, tagline=text, categories=(text,), vendor=text, description=text)
    read_by_postgresql(doc_vector(document))
    read_by_postgresql(grams_vector(document))


def test_grams_know_where_a_word_begins_and_how_it_is_read():
    grams = grams_vector(Document(name="東京都の窓口"))
    assert "'京都':2A" in grams
    assert "'^京都'" not in grams
    assert "'^まどぐち':" in grams
    assert "'口':" in grams


def test_what_begins_a_word_of_the_name_is_marked_besides():
    grams = grams_vector(Document(name="窓口の予約", tagline="道路の点検"))
    assert "'^^窓口の予約':1A" in grams
    assert "'^^予約':4A" in grams
    assert "'^点検':" in grams
    assert "'^^点検'" not in grams


def test_latin_words_are_grams_as_a_whole():
    assert "'nextcloud':1A" in grams_vector(Document(name="Nextcloudの窓口"))


def test_a_long_text_starts_over_and_keeps_its_phrases():
    text = "決裁。" * 9_000 + "検針台帳"
    literal = doc_vector(Document(name="文書", description=text))
    places = dict(re.findall(r"'(検針|台帳)':(\d+)D", literal))
    assert int(places["台帳"]) == int(places["検針"]) + 1 <= HIGHEST_POSITION


def test_words_beyond_what_the_database_keeps_are_left_out(db):
    words = " ".join(f"{number:x}".rjust(60, "z") for number in range(30_000))
    read_by_postgresql(doc_vector(Document(name="文書", description=words)))
    many = [(f"{number:064d}", 1, "D") for number in range(40_000)]
    assert len(vector_literal(many)) < 2**20
    read_by_postgresql(vector_literal(many))
