"""JSON Schema (2020-12) of a complete answers dict: what cleaning leaves as it is and submission accepts.

Only the order of codes in a list is not expressed: any order is valid, cleaning puts them in the declared one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from catalog.specsheet.cleaning import EDGE, FORBIDDEN, PERCENT_PATTERN, URL_PATTERN
from catalog.specsheet.declaration import (
    CERTIFICATE_HOLDERS,
    CERTIFICATE_STATES,
    LONGEST_NUMBER,
    TRISTATE_CHOICES,
    Choice,
    Question,
    QuestionType,
    Sheet,
    load_sheet,
)

_DATE: dict[str, Any] = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)"}


def json_schema(sheet: Sheet | None = None) -> dict[str, Any]:
    """The schema as a dict ready for `json.dumps`."""
    sheet = sheet or load_sheet()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "仕様情報",
        "type": "object",
        "properties": {question.key: _described(question) for question in sheet.questions},
        "required": [question.key for question in sheet.questions if question.required],
        "additionalProperties": False,
    }


def _described(question: Question) -> dict[str, Any]:
    words = {"title": question.label, "description": question.help}
    return {key: word for key, word in words.items() if word} | _value(question)


def _value(question: Question) -> dict[str, Any]:
    return _VALUES[question.type](question)


def _number(question: Question) -> dict[str, Any]:
    return {"type": "integer", "minimum": question.minimum, "maximum": question.maximum}


def _url(question: Question) -> dict[str, Any]:
    return {"type": "string", "maxLength": question.max_length, "pattern": URL_PATTERN + r"(?!\n)"}


def _text(max_length: int, *, extra_forbidden: str) -> dict[str, Any]:
    inner = f"[^{FORBIDDEN}{extra_forbidden}]"
    edge = f"[^{FORBIDDEN}{EDGE}]"
    return {"type": "string", "maxLength": max_length, "pattern": rf"^{edge}({inner}*{edge})?$(?!\n)"}


def _list(question: Question) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "array",
        "items": {"enum": _codes(question.choices)},
        "minItems": 1,
        "uniqueItems": True,
    }
    exclusive = [choice.code for choice in question.choices if choice.exclusive]
    if exclusive:
        schema |= {"if": {"contains": {"enum": exclusive}}, "then": {"maxItems": 1}}
    return schema


def _certificate() -> dict[str, Any]:
    held = {
        "type": "object",
        "properties": {
            "state": {"const": "held"},
            "holder": {"enum": _codes(CERTIFICATE_HOLDERS)},
            "number": _text(LONGEST_NUMBER, extra_forbidden=r"\n"),
            "expires_on": dict(_DATE),
        },
        "required": ["state", "holder"],
        "additionalProperties": False,
    }
    not_held = {
        "type": "object",
        "properties": {"state": {"enum": [code for code in _codes(CERTIFICATE_STATES) if code != "held"]}},
        "required": ["state"],
        "additionalProperties": False,
    }
    return {"oneOf": [held, not_held]}


_VALUES: dict[QuestionType, Callable[[Question], dict[str, Any]]] = {
    QuestionType.TEXT: lambda question: _text(question.max_length, extra_forbidden=r"\n"),
    QuestionType.LONGTEXT: lambda question: _text(question.max_length, extra_forbidden=""),
    QuestionType.INTEGER: _number,
    QuestionType.MONEY: _number,
    QuestionType.PERCENT: lambda _question: {"type": "string", "pattern": PERCENT_PATTERN + r"(?!\n)"},
    QuestionType.DATE: lambda _question: dict(_DATE),
    QuestionType.CHOICE: lambda question: {"enum": _codes(question.choices)},
    QuestionType.MULTICHOICE: _list,
    QuestionType.TRISTATE: lambda _question: {"enum": _codes(TRISTATE_CHOICES)},
    QuestionType.URL: _url,
    QuestionType.CERTIFICATE: lambda _question: _certificate(),
}


def _codes(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.code for choice in choices]
