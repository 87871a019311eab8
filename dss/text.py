"""Cleaning of text that people type. Below every room, like `dss.access`."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError

# Blank glyphs that Unicode classes as letters or symbols: Hangul fillers and the empty Braille pattern.
_BLANK_GLYPHS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Text direction overrides let a line read differently from what it says.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")


def is_blank(value: str) -> bool:
    """Whether nothing of `value` would be seen: only spaces, controls, zero-width signs or combining marks."""
    return not any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK_GLYPHS for sign in value)


def clean_text(value: str, max_length: int) -> str:
    """`value` with plain line ends and without spaces around it; at most `max_length` characters.

    ValidationError (Japanese, to stand beside the field): control characters, lone surrogates, direction
    overrides, text too long. Text in which nothing can be seen becomes the empty string: whether that may be left
    empty is the field's matter.
    """
    text = _LINE_ENDS.sub("\n", value)
    if _REFUSED.search(text):
        raise ValidationError(
            "使えない文字（制御文字など）が含まれています。取り除いて入力し直してください。", code="signs"
        )
    text = text.strip()
    if is_blank(text):
        return ""
    if len(text) > max_length:
        raise ValidationError(
            f"{max_length:,}文字以内で入力してください（いまは{len(text):,}文字です）。", code="max_length"
        )
    return text


def clean_line(value: str, max_length: int) -> str:
    """Like `clean_text`, for one line: line ends and tabs become spaces."""
    return clean_text(re.sub(r"[\t\n\r\u2028\u2029]+", " ", value), max_length)
