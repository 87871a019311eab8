"""Operators read the audit trail in Japanese: every verb that the code writes has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts.audit_words import known_verbs, type_words, verb_words
from accounts.identity.words import RULE_WORDS

ROOMS = ("accounts", "catalog", "documents", "forums", "procurement", "dss")


def _given_as_verb(tree: ast.Module) -> Iterator[ast.expr]:
    """What calls give as `verb`, by name or, to a function of the same file, by its place."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    places = {each.name: [arg.arg for arg in each.args.args].index("verb") for each in functions if _takes_verb(each)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "verb")
        place = places.get(call.func.id, len(call.args)) if isinstance(call.func, ast.Name) else len(call.args)
        yield from call.args[place : place + 1]


def _takes_verb(function: ast.FunctionDef) -> bool:
    return any(arg.arg == "verb" for arg in function.args.args)


def _written_verbs() -> set[str]:
    files = [file for room in ROOMS for file in (Path(settings.BASE_DIR) / room).rglob("*.py")]
    given = [value for file in files for value in _given_as_verb(ast.parse(file.read_text("utf-8")))]
    return {value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)}


def test_every_verb_of_the_code_has_japanese_words():
    written = _written_verbs()
    assert len(written) > 250  # the search itself finds them
    assert written - known_verbs().keys() == set()


def test_no_verb_has_two_meanings_or_none():
    labels = list(known_verbs().values())
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("code", "words"), [("catalog.service", "サービス"), ("catalog.gone", "catalog.gone"), ("x", "x"), ("", "")]
)
def test_kinds_of_things_are_named_as_on_the_pages(code, words):
    assert type_words(code) == words


def test_a_verb_of_an_earlier_release_stands_as_it_is():
    assert verb_words("did_something_once") == "did_something_once"


def test_the_rules_that_decide_on_addresses_have_words_too():
    sources = [file.read_text("utf-8") for file in (Path(settings.BASE_DIR) / "accounts" / "identity").glob("*.py")]
    for rule in ("no-rule", "sub-domain", "class-label", "table-revoked", "table-ended", "lg-jp", "zone-open"):
        assert any(f'"{rule}"' in source for source in sources)
        assert RULE_WORDS[rule]
