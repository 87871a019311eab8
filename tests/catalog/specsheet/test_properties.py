"""What holds for every answer: forms and files lose nothing, and the schema judges as cleaning does."""

import datetime as dt
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.specsheet import (
    clean_answers,
    comparison_sections,
    detail_sections,
    facets,
    filter_definitions,
    from_columns,
    initial_for,
    json_schema,
    load_sheet,
    missing_required,
    section_form_class,
    to_columns,
)
from tests.catalog.specsheet.strategies import canonical_answers, raw_value

TODAY = dt.date(2026, 11, 23)
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
PROPERTIES = {
    key: jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for key, schema in SCHEMA["properties"].items()
}
QUESTIONS = load_sheet().questions


def _unordered(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


@given(answers=canonical_answers())
def test_canonical_answers_are_left_unchanged(answers):
    cleaned = clean_answers(answers)
    assert cleaned.errors == {}
    assert cleaned.answers == answers
    assert json.loads(json.dumps(answers)) == answers


@given(answers=canonical_answers())
def test_form_round_trip(answers):
    collected = {}
    for section in load_sheet().sections:
        form = section_form_class(section)(initial_for(section, answers))
        assert form.is_valid(), form.errors
        collected |= form.answers()
    assert collected == answers


@given(answers=canonical_answers())
def test_export_round_trip(answers):
    columns = to_columns(answers)
    assert all(isinstance(text, str) for text in columns.values())
    parsed = from_columns(columns)
    assert parsed.errors == {}
    assert parsed.answers == answers


@settings(max_examples=300)
@given(data=st.data(), question=st.sampled_from(QUESTIONS))
def test_schema_agrees_with_cleaning(data, question):
    raw = data.draw(raw_value(question))
    cleaned = clean_answers({question.key: raw})
    if PROPERTIES[question.key].is_valid(raw):
        assert cleaned.errors == {}
        assert _unordered(cleaned.answers[question.key]) == _unordered(raw)
    if question.key in cleaned.answers:
        assert PROPERTIES[question.key].is_valid(cleaned.answers[question.key])


@given(answers=canonical_answers())
def test_schema_requires_what_submission_requires(answers):
    assert VALIDATOR.is_valid(answers) == (missing_required(answers) == {})


def test_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(json.loads(json.dumps(SCHEMA)))


@given(raw=st.dictionaries(st.sampled_from([q.key for q in QUESTIONS]) | st.text(max_size=5), raw_value(QUESTIONS[0])))
def test_cleaning_never_raises(raw):
    cleaned = clean_answers(raw)
    assert set(cleaned.errors) | set(cleaned.answers) <= set(raw)


@given(answers=canonical_answers())
def test_every_facet_belongs_to_a_filter_option(answers):
    offered = {option.token for definition in filter_definitions() for option in definition.options}
    assert set(facets(answers, TODAY)) <= offered


@given(answers=canonical_answers())
def test_pages_show_every_question(answers):
    rows = [row for section in detail_sections(answers, TODAY) for row in section.rows]
    assert [row.key for row in rows] == [question.key for question in QUESTIONS]
    assert {row.key for row in rows if row.is_known} == set(answers)
    compared = [row for section in comparison_sections([answers, answers], TODAY) for row in section.rows]
    assert not any(row.differs for row in compared)


@pytest.mark.parametrize("hostile", ["\x00", "\ud800", "a\u202eb", "\u200b" * 5, "９" * 5000, "=1+1", "<b>"])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_hostile_text_is_refused_or_kept_harmless(question, hostile):
    cleaned = clean_answers({question.key: hostile})
    for value in cleaned.answers.values():
        json.dumps(value, ensure_ascii=False).encode()
